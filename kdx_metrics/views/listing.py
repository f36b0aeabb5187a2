"""Columns and listings: a thing is described once, and every renderer draws it from that description."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import repeat
from typing import Any, Generic, Literal, TypeVar

import pandas as pd

from kdx_metrics.plan.fiscal_calendar import wareki, wareki_and_time
from kdx_metrics.plan.formats import (
    INDEX,
    NO_VALUE,
    PERCENT,
    POINTS,
    Rounding,
    format_amount,
    format_computed,
    format_gap,
    format_given,
    format_percent,
    format_points,
    rounded,
)

Kind = Literal["text", "date", "ordinal", "count", "number", "amount", "percent", "points", "pace", "index"]
NUMBERS: tuple[Kind, ...] = ("ordinal", "count", "number", "amount", "percent", "points", "pace", "index")
# The computed kinds; `number` is given, and so are `ordinal` and `count`.
ROUNDINGS: Mapping[Kind, Rounding] = {
    "amount": Rounding(1),
    "percent": PERCENT,
    "points": POINTS,
    "pace": Rounding(2),
    "index": INDEX,
}
NO_ROWS = "該当する行はありません。"

Item = TypeVar("Item")
Whole = TypeVar("Whole")
Value = Any  # text, number, date, None for a missing one; a workbook's column may hold a formula


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One column of a thing: `name` chooses it, `value` is what stands in it, never rounded.

    Screen, sheet and CSV write the values of their `kind`. Slide, handout and minutes write words: those of `text`
    where the kind alone does not give them, under `short` where the header has less room. `width` is that of a sheet
    in characters, `share` a part of a paper's line (half the width unless given) and `side` that of words which are no
    plain number, `pixels` the width in a grid where Streamlit's own would cut a text or waste room. `rounding` is that
    of a computed number where its kind's is not enough, for all items or for each.
    """

    name: str
    header: str
    value: Callable[[Item], Value]
    kind: Kind = "text"
    width: float = 13
    text: Callable[[Item], str] | None = None
    short: str = ""
    share: float = 0
    side: Literal["", "left", "right"] = ""
    pixels: int | None = None
    choices: tuple[str, ...] = ()
    rounding: Rounding | Callable[[Item], Rounding] | None = None

    @property
    def title(self) -> str:
        """The header on a paper."""
        return self.short or self.header

    @property
    def room(self) -> float:
        """The part of a paper's line."""
        return self.share or self.width / 2

    @property
    def align(self) -> Literal["left", "right"]:
        """The side of a paper's cell: numbers stand to the right."""
        return self.side or ("right" if self.kind in NUMBERS else "left")

    def words(self, item: Item) -> str:
        """The cell on a paper."""
        if self.text is not None:
            return self.text(item)
        rounding = self.rounding(item) if callable(self.rounding) else self.rounding
        return worded(self.kind, self.value(item), rounding)


Columns = tuple[Column[Item], ...]


@dataclass(frozen=True, eq=False)
class Listing(Generic[Item]):
    """Items under columns: a sequence, or a frame whose rows come as tuples. `none` is said where there are none."""

    caption: str
    columns: Columns[Item]
    items: Sequence[Item] | pd.DataFrame
    none: str = NO_ROWS

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        rows: Any = self.items.itertuples() if isinstance(self.items, pd.DataFrame) else self.items
        return iter(rows)

    def only(self, *names: str) -> Listing[Item]:
        """The same items under these columns, in this order."""
        return replace(self, columns=chosen(self.columns, *names))

    def having(self, *names: str) -> Listing[Item]:
        """The same items under those of these columns that are there, in this order."""
        own = {column.name for column in self.columns}
        return self.only(*(name for name in names if name in own))

    def without(self, *names: str) -> Listing[Item]:
        """The same items under all other columns."""
        return replace(self, columns=tuple(column for column in self.columns if column.name not in names))

    def filled(self) -> Listing[Item]:
        """The same items under the columns that any of them fills; under all where there are no items."""
        blank = (
            column.name
            for column, cells in self.by_column
            if cells and all(absent(value) or value == "" for value, _ in cells)
        )
        return self.without(*blank)

    def inserting(self, after: str, *more: Column[Item]) -> Listing[Item]:
        """The same items under more columns, which stand after one of its own."""
        position = [column.name for column in self.columns].index(after) + 1
        return replace(self, columns=(*self.columns[:position], *more, *self.columns[position:]))

    def part(self, rows: slice) -> Listing[Item]:
        """Some of the items, itself where they are all."""
        if rows.indices(len(self)) == (0, len(self), 1):
            return self
        return replace(self, items=self.items.iloc[rows] if isinstance(self.items, pd.DataFrame) else self.items[rows])

    @cached_property
    def cells(self) -> tuple[tuple[Value, ...], ...]:
        """The cells of each item, unrounded."""
        return tuple(tuple(column.value(item) for column in self.columns) for item in self)

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The cells of each item in words."""
        return tuple(tuple(column.words(item) for column in self.columns) for item in self)

    @property
    def records(self) -> Iterator[dict[str, str]]:
        """The words of each item by the columns' names."""
        return (dict(zip((column.name for column in self.columns), row, strict=True)) for row in self.texts)

    @property
    def by_column(self) -> Iterator[tuple[Column[Item], list[tuple[Value, Rounding | None]]]]:
        """The columns, each with its values and their roundings, None for what is given."""
        by_column = zip(*self.cells, strict=True) if len(self) else ((),) * len(self.columns)
        for column, values in zip(self.columns, by_column, strict=True):
            of = column.rounding
            alike = None if callable(of) else of or ROUNDINGS.get(column.kind)
            roundings = map(of, self) if callable(of) else repeat(alike, len(values))
            yield column, list(zip(values, roundings, strict=True))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The values under their headers, rounded as they are written: what a grid and a CSV file hold."""
        return pd.DataFrame({column.header: [as_shown(*cell) for cell in cells] for column, cells in self.by_column})


def chosen(columns: Columns[Item], *names: str) -> Columns[Item]:
    """These columns of a list, in this order."""
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in names)


def within(columns: Columns[Item], part: Callable[[Whole], Item]) -> Columns[Whole]:
    """The columns of a thing that is a `part` of a larger one."""

    def of(get: Callable[[Item], Value]) -> Callable[[Whole], Value]:
        return lambda whole: get(part(whole))

    return tuple(
        Column(
            column.name,
            column.header,
            of(column.value),
            column.kind,
            column.width,
            None if column.text is None else of(column.text),
            column.short,
            column.share,
            column.side,
            column.pixels,
            column.choices,
            of(column.rounding) if callable(column.rounding) else column.rounding,
        )
        for column in columns
    )


def plain(caption: str, headers: Iterable[str], rows: Sequence[Sequence[str]]) -> Listing[Sequence[str]]:
    """A listing of texts whose columns are known only when it is made."""

    def cell(position: int) -> Callable[[Sequence[str]], str]:
        return lambda row: row[position]

    columns = tuple(Column(header, header, cell(position)) for position, header in enumerate(headers))
    return Listing(caption, columns, rows)


def absent(value: Value) -> bool:
    """None, NaN or NaT."""
    return value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def as_shown(value: Value, rounding: Rounding | None) -> Value:
    """A value rounded as it is written; None where it is missing."""
    if absent(value):
        return None
    return value if rounding is None else rounded(value, rounding)


def worded(kind: Kind, value: Value, rounding: Rounding | None = None) -> str:
    """A value as a paper writes it, with its unit; a missing text stays blank."""
    if absent(value):
        return "" if kind == "text" else NO_VALUE
    rounding = rounding or ROUNDINGS.get(kind)
    if kind == "percent" and rounding:
        return format_percent(value, rounding)
    if kind == "points" and rounding:
        return format_points(value, rounding)
    return value if isinstance(value, str) else plainly(kind, value, rounding)


def plainly(kind: Kind, value: Value, rounding: Rounding | None = None) -> str:
    """A value as the screen writes it under a header that names its unit; a missing one is 「－」."""
    if absent(value) or value == "":
        return NO_VALUE
    if kind == "ordinal":
        return str(int(value))
    if isinstance(value, date):
        return wareki_and_time(value) if isinstance(value, datetime) else wareki(value)
    rounding = rounding or ROUNDINGS.get(kind)
    if rounding is None:
        return format_given(value) if kind in NUMBERS else str(value)
    if kind == "points":
        return format_gap(value, rounding)
    return format_amount(value, rounding) if kind == "amount" else format_computed(value, rounding)
