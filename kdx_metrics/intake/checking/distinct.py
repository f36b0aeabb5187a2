"""Columns as distinct texts: each is read once, and its value is broadcast to the rows that hold it."""

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

from kdx_metrics.intake.checking.cell_codes import CELL_CODES
from kdx_metrics.intake.checking.violations import ChangedCells, Positions, Violation, positions_of
from kdx_metrics.intake.japanese import BIDIRECTIONAL, DITTO_MARKS, CellReading, trim
from kdx_metrics.plan.tables import Column
from kdx_metrics.plan.tables.codes import REASON_HINT

_LONGEST_DITTO = 8  # with the white space around it
LONGEST_CELL = 32_767  # Excel's own limit
# A cell of text may hold line breaks and tabs; no cell may hold another control character (C0, DEL, C1).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WITH_LINES = ("text", "department", "departments", "codes")  # kinds whose cells may hold line breaks and tabs

Values = NDArray[Any] | ExtensionArray


@dataclass(frozen=True, eq=False)
class TypedColumn:
    """Typed column: an array of cells, the missing reasons of a number column, violations and changes."""

    cells: Values
    reasons: ExtensionArray | None
    violations: tuple[Violation, ...]
    changed: tuple[ChangedCells, ...]


class DistinctColumn:
    """Column as typed: `distinct` texts, and `codes`, the number of the text that each row holds.

    `texts` is the column itself; `spoilt` are the numbers of texts that are not read at all.
    """

    def __init__(self, definition: Column, texts: pd.Series[str]) -> None:
        self.definition = definition
        self.texts = texts
        self.codes, distinct = pd.factorize(texts)
        self.distinct: list[str] = distinct.tolist()
        self.violations: list[Violation] = []
        self.spoilt: set[int] = set()
        self._find_spoilt()

    def rows_with(self, numbers: Iterable[int]) -> Positions:
        """Row positions, ascending, that hold one of these distinct texts."""
        wanted = np.zeros(len(self.distinct), dtype=bool)
        wanted[list(numbers)] = True
        return positions_of(wanted[self.codes])

    def replace(self, positions: Sequence[int]) -> list[int]:
        """Give each of these rows a distinct text of its own, so that it can be read by itself; their numbers."""
        numbers = list(range(len(self.distinct), len(self.distinct) + len(positions)))
        self.distinct += [self.distinct[self.codes[position]] for position in positions]
        self.codes = self.codes.copy()
        self.codes[list(positions)] = numbers
        return numbers

    def report(self, code: str, numbers: Iterable[int], words: Callable[[int], Mapping[str, str]]) -> None:
        """Note an issue at every row of these distinct texts; `words` is asked by distinct number."""
        wanted = [number for number in numbers if number not in self.spoilt]
        if wanted:
            codes = self.codes
            rows = self.rows_with(wanted)
            self.violations.append(
                Violation(CELL_CODES[code], self.definition.name, rows, lambda position: words(int(codes[position])))
            )

    def report_blanks(self, numbers: Iterable[int]) -> None:
        """Note required cells without a value."""
        hint = REASON_HINT if self.definition.keeps_reason else ""

        def words(number: int) -> Mapping[str, str]:
            typed = trim(self.distinct[number])
            return {"blank": f"値なしの記号「{typed}」" if typed else "空欄", "hint": hint}

        self.report("required_missing", numbers, words)

    def changed(self, after: Mapping[int, str]) -> tuple[ChangedCells, ...]:
        """Rows whose text is read as another; `after` is distinct number → canonical text."""
        if not after:
            return ()
        codes = self.codes
        rows = self.rows_with(after)
        return (ChangedCells(self.definition.name, rows, lambda position: after[int(codes[position])]),)

    def _find_spoilt(self) -> None:
        pattern = _CONTROL_IN_TEXT if self.definition.kind in _WITH_LINES else _CONTROL
        odd = [number for number, text in enumerate(self.distinct) if not text.isprintable()]
        control = [number for number in odd if pattern.search(self._inner(number))]
        long = [number for number, text in enumerate(self.distinct) if len(text) > LONGEST_CELL]
        turning = [number for number in odd if BIDIRECTIONAL.search(self.distinct[number])]
        short = [number for number, text in enumerate(self.distinct) if len(text) <= _LONGEST_DITTO]
        ditto = [number for number in short if self._inner(number) in DITTO_MARKS]
        self.report("control_character", control, lambda _: {})
        self.report("bidirectional_character", turning, lambda _: {})
        self.report("ditto_mark", ditto, lambda _: {})
        self.report(
            "cell_too_long",
            long,
            lambda number: {"count": f"{len(self.distinct[number]):,}", "limit": f"{LONGEST_CELL:,}"},
        )
        self.spoilt = {*control, *turning, *ditto, *long}

    def _inner(self, number: int) -> str:
        return trim(self.distinct[number])


def broadcast(
    column: DistinctColumn,
    cells: Mapping[int, CellReading[Any]],
    values: Values,
    written: Callable[[Any, str], str],
) -> TypedColumn:
    """Put the readings of distinct texts, by number, into the rows that hold them; plain ones may be left out.

    `values` holds one value per distinct text; `written` gives the canonical text of a value and the text it was
    read from.
    """
    problems: dict[str, list[int]] = defaultdict(list)
    after: dict[int, str] = {}
    reasons: dict[int, str] = {}
    blank: list[int] = []
    for number, cell in cells.items():
        text = column.distinct[number]
        for code in (cell.problem, cell.warning):
            if code:
                problems[code].append(number)
        if cell.missing is not None:
            reasons[number] = cell.missing
            if not (cell.missing and column.definition.keeps_reason):
                blank.append(number)
        if not (cell.plain or cell.problem):
            canonical = cell.missing if cell.missing is not None else written(cell.value, text)
            if canonical != text:
                after[number] = canonical
    for code, numbers in problems.items():
        column.report(code, numbers, partial(_cell_words, column.definition, cells))
    if column.definition.required and not column.definition.blank_ahead:
        column.report_blanks(blank)
    given = _broadcast_reasons(column, reasons)
    return TypedColumn(values[column.codes], given, tuple(column.violations), column.changed(after))


def _cell_words(definition: Column, cells: Mapping[int, CellReading[Any]], number: int) -> Mapping[str, str]:
    return {"why": cells[number].why, "mend": cells[number].mend, "choices": _listed(definition)}


def _listed(definition: Column) -> str:
    """Words that may stand in a column, for its messages."""
    words = [f"{choice.value}({choice.name})" if choice.name else choice.value for choice in definition.choices]
    return ("、" if definition.names else "・").join(words)


def _broadcast_reasons(column: DistinctColumn, reasons: Mapping[int, str]) -> ExtensionArray:
    given: list[str] = [""] * len(column.distinct)
    for number, reason in reasons.items():
        given[number] = reason
    return pd.array(given, dtype="str")[column.codes]
