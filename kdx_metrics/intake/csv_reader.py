"""Bytes → text → a sheet of str whose rows keep their Excel numbers (tables.md; architecture.md, decision 5)."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.intake.decoding import Unreadable, decode, refuse_foreign
from kdx_metrics.intake.japanese import PADDING, trim

# A cell may be longer than csv's own limit: too long a cell is then an issue with an address, not an exception.
csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)

_PROBE = 65_536  # characters of the beginning that are looked at for a header
_PROBE_ROWS = 12
_FAST_FROM = 300_000  # bytes from which pandas' fast reader is the faster one; at 15,000 it takes four times as long
_STAND_INS = (("\x1e", "\n"), ("\x1f", "\r"))
SECOND_ROW = 2  # where data begins

Rows = list[list[str]]
IsHeader = Callable[[list[str]], bool]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of text as Excel shows it.

    `header` is row 1 and as wide as `cells`; `cells` has str columns 0, 1, 2 … and the Excel row numbers as
    its index `row`. Wholly blank rows are left out. `too_long` gives the rows with values outside the header, and the
    0-based column and text of the first; `too_short` the rows with fewer cells than it, and how many they have.
    """

    encoding: str | None
    header: tuple[str, ...]
    cells: pd.DataFrame
    too_long: tuple[tuple[int, int, str], ...] = ()
    too_short: tuple[tuple[int, int], ...] = ()


def read_csv(data: bytes, is_header: IsHeader) -> Sheet:
    """Read CSV bytes; `is_header` says whether a row holds headers that are looked for.

    Raises Unreadable, with the code and words of the issue, when the bytes are no CSV that can be read.
    """
    refuse_foreign(data)
    text, encoding = decode(data, lambda beginning: _looks_right(beginning, is_header))
    content = data.removeprefix(codecs.BOM_UTF8) if encoding.startswith("utf-8") else text.encode()
    try:
        refuse_title_above(_first_rows(text, ","), is_header)
        sheet = (_read_plain(content) if len(content) >= _FAST_FROM else None) or sheet_of(_records(text))
    except Unreadable as verdict:
        verdict.encoding = encoding
        raise
    return replace(sheet, encoding=encoding)


def sheet_of(rows: Rows) -> Sheet:
    """A sheet from rows of cells, the first being Excel's row 1 (also what a workbook is read into)."""
    if not rows:
        raise Unreadable("empty_file")
    header = _without_trailing_blanks(rows[0])
    body = rows[1:]
    width = len(header)
    too_long: list[tuple[int, int, str]] = []
    too_short: list[tuple[int, int]] = []
    for number, row in enumerate(body, start=SECOND_ROW):
        if len(row) == width:
            continue
        if len(row) > width:
            outside = next((place for place, cell in enumerate(row[width:], start=width) if trim(cell)), None)
            if outside is not None:
                too_long.append((number, outside, row[outside]))
            del row[width:]
        else:
            if any(map(trim, row)):
                too_short.append((number, len(row)))
            row.extend([""] * (width - len(row)))
    columns = zip(*body, strict=True) if body else ([] for _ in header)
    cells = pd.DataFrame({place: pd.array(list(column), dtype="str") for place, column in enumerate(columns)})
    return _numbered(Sheet(None, tuple(header), cells, tuple(too_long), tuple(too_short)))


def refuse_title_above(rows: Rows, is_header: IsHeader) -> None:
    """Raise Unreadable when the header is not in row 1 but further down."""
    if rows and not is_header(rows[0]):
        below = next((number for number, row in enumerate(rows, start=1) if is_header(row)), None)
        if below:
            above = "1行目" if below == SECOND_ROW else f"1~{below - 1}行目"
            raise Unreadable("title_above_header", row=below, above=above)


def _looks_right(beginning: str, is_header: IsHeader) -> bool:
    """Whether a header stands among the first rows; raises Unreadable when it does, but not between commas."""
    if any(map(is_header, _first_rows(beginning, ","))):
        return True
    for separator, name in (("\t", "タブ"), (";", "セミコロン(;)"), ("|", "縦線(|)")):
        if any(map(is_header, _first_rows(beginning, separator))):
            raise Unreadable("wrong_separator", separator=name)
    return False


def _first_rows(text: str, separator: str) -> Rows:
    reader = csv.reader(io.StringIO(text[:_PROBE], newline=""), delimiter=separator)
    return [row for row, _ in zip(reader, range(_PROBE_ROWS), strict=False)]


def _records(text: str) -> Rows:
    """Every record, one an Excel row: a line break inside quotes stays in its cell."""
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise Unreadable("unclosed_quote", row=len(rows) + 1) from error
    return rows


def _read_plain(content: bytes) -> Sheet | None:
    """The same sheet of UTF-8 bytes by pandas' fast reader, or None unless it provably reads what `_records` would.

    It does where no CR stands alone, every quote opens or closes a whole field, no line is blank (as many rows as
    records) and every record has as many fields as the header.
    """
    if content.count(b"\r") != content.count(b"\r\n"):
        return None
    signs = np.frombuffer(content, dtype=np.uint8)
    quotes = _well_placed_quotes(signs)
    breaks = np.array([], dtype=np.intp) if quotes is None else _record_ends(quotes, signs)
    if not len(breaks):
        return None
    start = int(breaks[0]) + 1
    header = next(csv.reader(io.StringIO(content[:start].decode(), newline="")), [])
    records = len(breaks) - content.endswith(b"\n")
    plain = _without_inner_breaks(content, signs, breaks)
    if not header or not trim(header[-1]) or not records or plain is None:
        return None
    body = io.BytesIO(plain)
    body.seek(start)
    try:
        cells = pd.read_csv(body, header=None, dtype=str, keep_default_na=False, engine="pyarrow")
    except (ValueError, OSError):  # ragged lines, or one longer than the reader's block
        return None
    if cells.shape != (records, len(header)):
        return None
    if plain is not content:
        for place in cells.columns:
            for stand_in, sign in _STAND_INS:
                cells[place] = cells[place].str.replace(stand_in, sign, regex=False)
    return _numbered(Sheet(None, tuple(header), cells))


def _without_inner_breaks(content: bytes, signs: NDArray[np.uint8], breaks: NDArray[np.intp]) -> bytes | None:
    """The bytes with stand-ins for the line breaks inside quotes, which pyarrow would take for ends of records.

    None where a stand-in is itself in the file.
    """
    if content.count(b"\n") == len(breaks):
        return content
    if any(stand_in.encode() in content for stand_in, _ in _STAND_INS):
        return None
    changed = signs.copy()
    for stand_in, sign in _STAND_INS:
        changed[signs == ord(sign)] = ord(stand_in)
    changed[breaks] = ord("\n")
    ends = breaks[signs[breaks - 1] == ord("\r")] - 1
    changed[ends] = ord("\r")
    return changed.tobytes()


def _well_placed_quotes(signs: NDArray[np.uint8]) -> NDArray[np.intp] | None:
    """Offsets of the quotes, or None where one is neither side of a whole field.

    Quotes come in pairs. Well placed, the first of a pair follows a separator, or the pair before it directly
    (a doubled quote inside a field), and the second is followed likewise.
    """
    quotes = np.flatnonzero(signs == ord('"'))
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    before = _is_one_of(signs[opening - 1], b",\n") | (opening == 0)
    after = _is_one_of(signs[np.minimum(closing + 1, len(signs) - 1)], b",\r\n") | (closing == len(signs) - 1)
    before[1:] |= doubled
    after[:-1] |= doubled
    return quotes if before.all() and after.all() else None


def _record_ends(quotes: NDArray[np.intp], signs: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Offsets of the line breaks outside quotes: behind an even number of them."""
    found: NDArray[np.intp] = np.flatnonzero(signs == ord("\n"))
    return found[np.searchsorted(quotes, found) % 2 == 0] if len(quotes) else found


def _is_one_of(signs: NDArray[np.uint8], wanted: bytes) -> NDArray[np.bool_]:
    return np.isin(signs, np.frombuffer(wanted, dtype=np.uint8))


def _numbered(sheet: Sheet) -> Sheet:
    """Give every row its Excel number and leave wholly blank rows out."""
    cells = sheet.cells
    cells.index = pd.RangeIndex(SECOND_ROW, len(cells) + SECOND_ROW, name="row")
    blank = np.ones(len(cells), dtype=bool)
    for place in cells.columns:
        at = np.flatnonzero(blank)
        if not len(at):
            break
        blank[at] = (cells[place].iloc[at].str.strip(PADDING) == "").to_numpy()
    return replace(sheet, cells=cells[~blank]) if blank.any() else sheet


def _without_trailing_blanks(row: list[str]) -> list[str]:
    width = len(row)
    while width and not trim(row[width - 1]):
        width -= 1
    return row[:width]
