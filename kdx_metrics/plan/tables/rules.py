"""Rules over typed rows: a mask of the rows that break one, an issue code, and the words of its message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import DUPLICATE_KEY, END_BEFORE_START, Code

if TYPE_CHECKING:
    from kdx_metrics.plan.tables.table import Table

Frame = pd.DataFrame
Mask = NDArray[np.bool_]
Words = Callable[[int], Mapping[str, str]]
Broken = Callable[[Frame, "Context"], "Mask | pd.Series[Any]"]
WordsOf = Callable[[Frame, "Context"], Words]


@dataclass(frozen=True, eq=False)
class Context:
    """Context of a rule besides the rows: strategy, 時点 of the upload, other tables, unread cells.

    `rows` are the Excel rows. `beside` are typed frames of other tables by name. `unread` marks, by column, the rows
    whose cell could not be read: nothing follows from their being empty.
    """

    strategy: Strategy
    table: Table
    rows: NDArray[np.int64]
    as_at: date | None = None
    beside: Mapping[str, Frame] = field(default_factory=dict)
    unread: Mapping[str, Mask] = field(default_factory=dict)

    def is_unread(self, *columns: str) -> Mask:
        """Rows in which any of these cells could not be read."""
        mask = np.zeros(len(self.rows), dtype=bool)
        for column in columns:
            mask |= self.unread.get(column, False)
        return mask


def no_words(_position: int) -> Mapping[str, str]:
    """Words of a message that needs nothing but the cell."""
    return {}


@dataclass(frozen=True, eq=False)
class Rule:
    """Rule that rows with `broken` True violate, with issue `code` in the cell of `column`.

    A missing value breaks no rule. `words`, asked only for a broken rule, gives the fields of the message by row
    position. A rule that `needs` other tables is held only if all of them are given; one that `may_be_met_by` another
    table is held once that is known to be there or not.
    """

    code: Code
    column: str
    broken: Broken
    words: WordsOf = lambda _frame, _context: no_words
    needs: tuple[str, ...] = ()
    may_be_met_by: str = ""


def stamp(day: date) -> pd.Timestamp:
    """Date as the typed columns hold it."""
    return pd.Timestamp(day).as_unit("s")


def same_words(**words: str) -> WordsOf:
    """Words that are the same for every row."""
    return lambda _frame, _context: lambda _position: words


def first_alike(frame: Frame, columns: Iterable[str]) -> NDArray[np.intp]:
    """Position, per row, of the first row with the same values in `columns`."""
    group = frame.groupby(list(columns), sort=False, dropna=False).ngroup().to_numpy()
    _, first = np.unique(group, return_index=True)
    return first[group]


def text_at(frame: Frame, column: str) -> Callable[[int], str]:
    """Cells of a str column by row position."""
    values = frame[column].array
    return lambda position: str(values[position])


def number_at(frame: Frame, column: str) -> Callable[[int], str]:
    """Cells of a number column by row position, as they would be written."""
    values = frame[column].to_numpy()
    return lambda position: plain_number(float(values[position]))


def day_at(frame: Frame, column: str) -> Callable[[int], str]:
    """Cells of a date column by row position, as ISO dates."""
    values = frame[column].to_numpy().astype("datetime64[D]")
    return lambda position: str(values[position])


def after_as_at(
    code: Code, column: str, words: WordsOf | None = None, only: Callable[[Frame], Mask] | None = None
) -> Rule:
    """Rule against a date after the 時点 of the upload, if that is given; `only` gives the rows that it is for."""

    def broken(frame: Frame, context: Context) -> Mask:
        days = frame[column].to_numpy()
        if context.as_at is None:
            return np.zeros(len(days), dtype=bool)
        late: Mask = days > np.datetime64(context.as_at)
        return late if only is None else late & only(frame)

    return Rule(code, column, broken, words or (lambda _, context: lambda _: {"as_at": str(context.as_at)}))


def end_before_start(start: str, end: str) -> Rule:
    """Rule against a date in column `end` that is before the one in `start`."""

    def words(frame: Frame, context: Context) -> Words:
        header, day = context.table.headers[start], day_at(frame, start)
        return lambda position: {"start_header": header, "start": day(position)}

    return Rule(END_BEFORE_START, end, lambda frame, _: frame[end] < frame[start], words)


def duplicate_key(table: Table) -> Rule:
    """Rule against a further row with the same key, told in the first cell of the key."""
    key = list(table.key)

    def broken(frame: Frame, _context: Context) -> Mask:
        return frame.duplicated(key).to_numpy() & _has_key(frame, table)

    def words(frame: Frame, context: Context) -> Words:
        first = first_alike(frame, key)
        headers = "と".join(f"「{table.headers[column]}」" for column in key)
        return lambda position: {"key": headers, "first": str(context.rows[first[position]])}

    return Rule(DUPLICATE_KEY, table.key[0], broken, words)


def _has_key(frame: Frame, table: Table) -> Mask:
    filled = np.ones(len(frame), dtype=bool)
    for name in table.key:
        filled &= is_filled(frame[name])
    return filled


def is_filled(cells: pd.Series) -> Mask:
    """Mask of the rows of a typed column that hold a value; a missing 期 is 0."""
    if cells.dtype == "int64":
        return (cells != 0).to_numpy()
    if cells.dtype == "str":
        return (cells != "").to_numpy(dtype=bool)
    return cells.notna().to_numpy()
