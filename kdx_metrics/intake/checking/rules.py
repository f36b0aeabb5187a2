"""Rules over typed rows: each is a column check of pandera on a column derived from the row (tables.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from kdx_metrics.intake.checking.found import Words, no_words
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table

Frame = pd.DataFrame
Mask = NDArray[np.bool_]
Derived = pd.Series | NDArray[Any]
Derive = Callable[[pd.DataFrame, "Context"], Derived]
SayWith = Callable[[pd.DataFrame, "Context"], Words]


@dataclass(frozen=True, eq=False)
class Context:
    """What a rule may know besides the row: the strategy, the 時点 of the upload, the KPIs, and unread cells.

    `unread` marks, by column, the rows whose cell could not be read: nothing follows from their being empty.
    """

    strategy: Strategy
    table: Table
    rows: NDArray[np.int64]
    as_at: date | None = None
    kpis: Frame | None = None
    unread: Mapping[str, Mask] = field(default_factory=dict)

    def is_unread(self, *columns: str) -> Mask:
        """Rows in which any of these cells could not be read."""
        mask = np.zeros(len(self.rows), dtype=bool)
        for column in columns:
            mask |= self.unread.get(column, False)
        return mask


@dataclass(frozen=True, eq=False)
class Rule:
    """`derive` makes a column of the typed frame, `check` must hold in it (missing values pass).

    A row that breaks it gives issue `code` in the cell of `column`. `words`, asked only when a row breaks the
    rule, gives the fields of the message by row position.
    """

    code: str
    column: str
    derive: Derive
    check: pa.Check
    words: SayWith = lambda _frame, _context: no_words


def never() -> pa.Check:
    """For a derived column that is True where the rule is broken."""
    return pa.Check.eq(value=False)


def stamp(day: date) -> pd.Timestamp:
    """A date as the typed columns hold it."""
    return pd.Timestamp(day).as_unit("s")


def said(**words: str) -> SayWith:
    """Words that are the same for every row."""
    return lambda _frame, _context: lambda _at: words


def first_alike(frame: Frame, columns: Iterable[str]) -> NDArray[np.intp]:
    """For each row, the position of the first row with the same values in `columns`."""
    group = frame.groupby(list(columns), sort=False, dropna=False).ngroup().to_numpy()
    _, first = np.unique(group, return_index=True)
    return first[group]


def text_at(frame: Frame, column: str) -> Callable[[int], str]:
    """The cells of a str column by row position."""
    values = frame[column].array
    return lambda at: str(values[at])


def number_at(frame: Frame, column: str) -> Callable[[int], str]:
    """The cells of a number column by row position, as they would be written."""
    values = frame[column].to_numpy()
    return lambda at: plain_number(float(values[at]))


def day_at(frame: Frame, column: str) -> Callable[[int], str]:
    """The cells of a date column by row position, as ISO dates."""
    values = frame[column].to_numpy().astype("datetime64[D]")
    return lambda at: str(values[at])


def _has_key(frame: Frame, table: Table) -> Mask:
    known = np.ones(len(frame), dtype=bool)
    for column in table.key:
        kind = table.by_name[column].kind
        if kind in {"date", "fiscal_date"}:
            known &= frame[column].notna().to_numpy()
        else:
            known &= (frame[column] != (0 if kind == "period" else "")).to_numpy()
    return known


def _repeats(frame: Frame, context: Context) -> Mask:
    key = list(context.table.key)
    return frame.duplicated(key).to_numpy() & _has_key(frame, context.table)


def _repeat_words(frame: Frame, context: Context) -> Words:
    key = list(context.table.key)
    first = first_alike(frame, key)
    headers = "と".join(f"「{context.table.headers[column]}」" for column in key)
    return lambda at: {"key": headers, "first": str(context.rows[first[at]])}


def duplicate_key(table: Table) -> Rule:
    """The key names a row: the second and later ones are errors, in the first cell of the key."""
    return Rule("duplicate_key", table.key[0], _repeats, never(), _repeat_words)


def end_before_start(start: str, end: str) -> Rule:
    """A row whose date in column `end` is before the one in `start` is an error, in the cell of `end`."""

    def duration(frame: Frame, _context: Context) -> Derived:
        return (frame[end] - frame[start]).dt.days

    def words(frame: Frame, context: Context) -> Words:
        header, day = context.table.headers[start], day_at(frame, start)
        return lambda at: {"start_header": header, "start": day(at)}

    return Rule("end_before_start", end, duration, pa.Check.ge(0), words)
