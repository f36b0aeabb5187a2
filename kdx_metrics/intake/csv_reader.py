"""Bytes → text → a sheet of str whose rows keep their Excel numbers (tables.md; architecture.md, decision 5)."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

import pandas as pd

from kdx_metrics.intake.decoding import Unreadable, decode, refuse_foreign
from kdx_metrics.intake.japanese import trim
from kdx_metrics.intake.limits import COLUMNS_AT_MOST

# A cell may be longer than csv's own limit: too long a cell is then an issue with an address, not an exception.
csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)

SECOND_ROW = 2  # where data begins

_PROBE = 65_536  # characters of the beginning that are looked at for a header
_PROBE_ROWS = 12
_BLOCK = 1000  # rows that are lists at a time: a list of str takes ten times the memory of a column of them

IsHeader = Callable[[list[str]], bool]


@dataclass(frozen=True, slots=True)
class SheetNote:
    """Something about a sheet beyond its values: an issue code with its row and 0-based column, if it has them."""

    code: str
    row: int | None = None
    position: int | None = None
    value: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of text as Excel shows it.

    `header` is row `header_row` and as wide as `cells`; `cells` has str columns 0, 1, 2 … and the Excel row numbers as
    its index `row`. Wholly blank rows are left out. `too_long` gives the rows with values outside the header, and the
    0-based column and text of the first; `too_short` the rows with fewer cells than it, and how many they have.
    """

    encoding: str | None
    header: tuple[str, ...]
    cells: pd.DataFrame
    too_long: tuple[tuple[int, int, str], ...] = ()
    too_short: tuple[tuple[int, int], ...] = ()
    header_row: int = 1
    notes: tuple[SheetNote, ...] = ()


def read_csv(data: bytes, is_header: IsHeader, rows_at_most: int | None = None) -> Sheet:
    """Read CSV bytes; `is_header` says whether a row holds headers that are looked for.

    Raises Unreadable, with the code and words of the issue, when the bytes are no CSV that can be read, or as soon as
    they hold more columns or more filled rows than may be.
    """
    refuse_foreign(data)
    text, encoding = decode(data, lambda beginning: _looks_right(beginning, is_header))
    try:
        first_rows = _first_rows(text, ",")
        refuse_title_above(first_rows, is_header)
        if first_rows:
            refuse_columns(first_rows[0])
        sheet = sheet_of(_records(text), rows_at_most)
    except Unreadable as verdict:
        verdict.encoding = encoding
        raise
    return replace(sheet, encoding=encoding)


def sheet_of(rows: Iterable[list[str]], rows_at_most: int | None = None, header_row: int = 1) -> Sheet:
    """A sheet from rows of cells as they come, the first being Excel's row `header_row` (so a workbook is read, too).

    Raises Unreadable at the first filled row past `rows_at_most`, and for too wide a header.
    """
    records = iter(rows)
    first = next(records, None)
    if first is None:
        raise Unreadable("empty_file")
    header = _without_trailing_blanks(first)
    refuse_columns(header)
    body = _Body(records, len(header), rows_at_most, header_row + 1)
    cells = body.read()
    return Sheet(None, tuple(header), cells, tuple(body.too_long), tuple(body.too_short), header_row)


class _Body:
    """The rows below a header, made as wide as it; what was cut off or added is noted."""

    def __init__(self, records: Iterator[list[str]], width: int, rows_at_most: int | None, first_row: int) -> None:
        self.records = records
        self.width = width
        self.rows_at_most = rows_at_most
        self.first_row = first_row
        self.too_long: list[tuple[int, int, str]] = []
        self.too_short: list[tuple[int, int]] = []

    def read(self) -> pd.DataFrame:
        """Every row that is not wholly blank, under its Excel number."""
        filled, blocks = self._filled(), [self._frame([])]
        while block := list(islice(filled, _BLOCK)):
            blocks.append(self._frame(block))
        return pd.concat(blocks)

    def _frame(self, block: list[tuple[int, list[str]]]) -> pd.DataFrame:
        numbers = pd.Index([number for number, _ in block], dtype="int64", name="row")
        return pd.DataFrame([row for _, row in block], index=numbers, columns=range(self.width), dtype="str")

    def _filled(self) -> Iterator[tuple[int, list[str]]]:
        width, filled = self.width, 0
        for number, row in enumerate(self.records, start=self.first_row):
            if len(row) > width:
                outside = next((column for column in range(width, len(row)) if trim(row[column])), None)
                if outside is not None:
                    self.too_long.append((number, outside, row[outside]))
                del row[width:]
            if not any(map(trim, row)):
                continue
            filled += 1
            if self.rows_at_most is not None and filled > self.rows_at_most:
                raise Unreadable("too_many_rows", row=number, limit=f"{self.rows_at_most:,}")
            if len(row) < width:
                self.too_short.append((number, len(row)))
                row.extend([""] * (width - len(row)))
            yield number, row


def refuse_columns(header: list[str]) -> None:
    """Raise Unreadable for a header that is wider than any table."""
    if len(header) > COLUMNS_AT_MOST and (last := trim(header[COLUMNS_AT_MOST])):
        raise Unreadable("too_many_columns", row=1, limit=str(COLUMNS_AT_MOST), column=last)


def refuse_title_above(rows: list[list[str]], is_header: IsHeader) -> None:
    """Raise Unreadable when the header is not in row 1 but further down."""
    row = header_row_of(rows, is_header)
    if row is not None and row > 1:
        raise Unreadable("title_above_header", row=row, above=rows_above(row))


def header_row_of(rows: list[list[str]], is_header: IsHeader) -> int | None:
    """Excel's number of the first row that is a header; None where none is."""
    return next((number for number, row in enumerate(rows, start=1) if is_header(row)), None)


def rows_above(row: int) -> str:
    """Rows above a header, in words."""
    return "1行目" if row == SECOND_ROW else f"1~{row - 1}行目"


def _looks_right(beginning: str, is_header: IsHeader) -> bool:
    """True if a header stands among the first rows; raises Unreadable when it does, but not between commas."""
    if any(map(is_header, _first_rows(beginning, ","))):
        return True
    for separator, name in (("\t", "タブ"), (";", "セミコロン(;)"), ("|", "縦線(|)")):
        if any(map(is_header, _first_rows(beginning, separator))):
            raise Unreadable("wrong_separator", separator=name)
    return False


def _first_rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text[:_PROBE], newline=""), delimiter=separator)
    return [row for row, _ in zip(reader, range(_PROBE_ROWS), strict=False)]


def _records(text: str) -> Iterator[list[str]]:
    """Records, one per Excel row: a line break inside quotes stays in its cell."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007  # read where a record fails
            yield row
    except csv.Error as error:
        raise Unreadable("unclosed_quote", row=number + 1) from error


def _without_trailing_blanks(row: list[str]) -> list[str]:
    width = len(row)
    while width and not trim(row[width - 1]):
        width -= 1
    return row[:width]
