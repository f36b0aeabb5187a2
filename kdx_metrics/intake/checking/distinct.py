"""One column as its distinct texts: each is read once, and what was read is spread over the rows that hold it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from kdx_metrics.intake.checking.found import Changed, Found, Positions, positions_of
from kdx_metrics.intake.japanese import Cell, trim
from kdx_metrics.plan.tables import Column

LONGEST_CELL = 32_767  # Excel's own limit
# A cell of text may hold line breaks and tabs; no cell may hold another control character (C0, DEL, C1).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MISSING_HINTS = {"value": "値がまだないときは「未集計」などと入力し、0とは区別します(機械可読性ルール L1-09)。"}


Values = NDArray[Any] | ExtensionArray


@dataclass(frozen=True, eq=False)
class Read:
    """One typed column: an array of values, the missing reasons of a number column, and what was found on the way."""

    values: Values
    reasons: ExtensionArray | None
    found: tuple[Found, ...]
    changed: tuple[Changed, ...]


class Texts:
    """One column as typed: `distinct` texts, and `codes`, the number of the text each row holds.

    `cells` is the column itself; `choices` lists the words of a choice column for its messages; `spoilt` are texts
    that are not read at all.
    """

    def __init__(self, column: Column, cells: pd.Series[str]) -> None:
        self.column = column
        self.cells = cells
        self.choices = ""
        self.codes, distinct = pd.factorize(cells)
        self.distinct: list[str] = distinct.tolist()
        self.found: list[Found] = []
        self.spoilt: set[int] = set()
        self._find_spoilt()

    def rows_with(self, numbers: Iterable[int]) -> Positions:
        """Ascending row positions that hold one of these distinct texts."""
        wanted = np.zeros(len(self.distinct), dtype=bool)
        wanted[list(numbers)] = True
        return positions_of(wanted[self.codes])

    def replace(self, at: Sequence[int]) -> list[int]:
        """Give each of these rows a distinct text of its own, so that it can be read by itself; their numbers."""
        numbers = list(range(len(self.distinct), len(self.distinct) + len(at)))
        self.distinct += [self.distinct[self.codes[position]] for position in at]
        self.codes = self.codes.copy()
        self.codes[list(at)] = numbers
        return numbers

    def report(self, code: str, numbers: Iterable[int], words: Callable[[int], Mapping[str, str]]) -> None:
        """Note an issue at every row of these distinct texts; `words` is asked by distinct number."""
        wanted = [number for number in numbers if number not in self.spoilt]
        if wanted:
            codes = self.codes
            self.found.append(Found(code, self.column.name, self.rows_with(wanted), lambda at: words(int(codes[at]))))

    def report_blanks(self, numbers: Iterable[int]) -> None:
        """Note required cells without a value."""
        hint = _MISSING_HINTS.get(self.column.name, "")

        def words(number: int) -> Mapping[str, str]:
            typed = trim(self.distinct[number])
            return {"blank": f"値なしの記号「{typed}」" if typed else "空欄", "hint": hint}

        self.report("required_missing", numbers, words)

    def changed(self, after: Mapping[int, str]) -> tuple[Changed, ...]:
        """The rows whose text is read as another: distinct number → canonical text."""
        if not after:
            return ()
        codes = self.codes
        return (Changed(self.column.name, self.rows_with(after), lambda at: after[int(codes[at])]),)

    def _find_spoilt(self) -> None:
        is_text = self.column.kind == "text"
        pattern = _CONTROL_IN_TEXT if is_text else _CONTROL
        odd = [number for number, text in enumerate(self.distinct) if not text.isprintable()]
        control = [number for number in odd if pattern.search(self._inner(number))]
        long = [number for number, text in enumerate(self.distinct) if len(text) > LONGEST_CELL]
        self.report("control_character", control, lambda _: {})
        self.report(
            "cell_too_long",
            long,
            lambda number: {"count": f"{len(self.distinct[number]):,}", "limit": f"{LONGEST_CELL:,}"},
        )
        self.spoilt = {*control, *long}

    def _inner(self, number: int) -> str:
        return trim(self.distinct[number])


def spread(texts: Texts, cells: Mapping[int, Cell[Any]], values: Values, written: Callable[[Any, str], str]) -> Read:
    """Put what was read of each distinct text (by number; plain ones may be left out) into its rows.

    `values` holds one value a distinct text; `written` gives the canonical text of a value and
    the text it was read from.
    """
    problems: dict[str, list[int]] = defaultdict(list)
    after: dict[int, str] = {}
    reasons: dict[int, str] = {}
    blank: list[int] = []
    for number, cell in cells.items():
        text = texts.distinct[number]
        for code in (cell.problem, cell.warning):
            if code:
                problems[code].append(number)
        if cell.missing is not None:
            reasons[number] = cell.missing
            if not (cell.missing and texts.column.name == "value"):
                blank.append(number)
        if not (cell.plain or cell.problem):
            canonical = cell.missing if cell.missing is not None else written(cell.value, text)
            if canonical != text:
                after[number] = canonical
    for code, numbers in problems.items():
        texts.report(code, numbers, partial(_cell_words, texts, cells))
    if texts.column.required:
        texts.report_blanks(blank)
    return Read(values[texts.codes], _spread_reasons(texts, reasons), tuple(texts.found), texts.changed(after))


def _cell_words(texts: Texts, cells: Mapping[int, Cell[Any]], number: int) -> Mapping[str, str]:
    return {"why": cells[number].why, "mend": cells[number].mend, "choices": texts.choices}


def _spread_reasons(texts: Texts, reasons: Mapping[int, str]) -> ExtensionArray:
    given: list[str] = [""] * len(texts.distinct)
    for number, reason in reasons.items():
        given[number] = reason
    return pd.array(given, dtype="str")[texts.codes]
