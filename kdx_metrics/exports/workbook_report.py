"""Report workbooks with typed cells under a title and a stamp, laid out for the screen and for A4 paper."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kdx_metrics.exports.workbook_templates import CHECKED_ROWS, OPTIONS
from kdx_metrics.views.listing import Kind, Listing, Value, absent

HEADER_ROW = 3  # counted from 0; title, stamp and note are above it
FIRST_ROW = HEADER_ROW + 2  # first row of the data in Excel's count
LONGEST = 32_767  # Excel's limit of characters per cell
A4 = 9  # Excel's number of the paper size

_FORMATS: Mapping[Kind, Mapping[str, object]] = {
    "text": {"text_wrap": True, "num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "ordinal": {"num_format": "0"},
    "count": {"num_format": "#,##0"},
    "number": {"num_format": "General"},
    "percent": {"num_format": "0.0"},
    "points": {"num_format": "+0.0;-0.0;0.0"},
    "pace": {"num_format": "0.00"},
    "index": {"num_format": "0.000"},
}


class Formula(NamedTuple):
    """An Excel formula with its value, for programs that do not calculate and until Excel recalculates."""

    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, with a listing under its caption and a note; the first `frozen` columns stay in view."""

    name: str
    listing: Listing[Any]
    note: str = ""
    frozen: int = 1

    def column(self, name: str) -> str:
        """Absolute address of a column's cells, for a formula in another sheet."""
        letters = column_letters(self.listing, name)
        last = max(FIRST_ROW + len(self.listing) - 1, FIRST_ROW)
        return f"'{self.name}'!${letters}${FIRST_ROW}:${letters}${last}"


def column_letters(listing: Listing[Any], name: str) -> str:
    """The letters by which Excel calls a column of a listing."""
    letters: str = xl_col_to_name([column.name for column in listing.columns].index(name))
    return letters


def write_report(sheets: Sequence[Sheet], *, title: str, stamp: str) -> bytes:
    """Bytes of the workbook, with `stamp` on each sheet and at the foot of each printed page.

    Texts are written as text cells and cannot become a formula or a link.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"title": title, "comments": stamp})
        base: dict[str, object] = {"valign": "top", "font_name": "BIZ UDPGothic", "font_size": 10}
        formats = {str(kind): workbook.add_format(base | dict(look)) for kind, look in _FORMATS.items()}
        formats["head"] = workbook.add_format(
            base | {"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        formats["title"] = workbook.add_format(base | {"bold": True, "font_size": 14})
        formats["quiet"] = workbook.add_format(base | {"font_color": "#626264"})
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, formats, stamp)
    return target.getvalue()


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Format], stamp: str) -> None:
    listing = sheet.listing
    page.write_string(0, 0, listing.caption, formats["title"])
    page.write_string(1, 0, stamp, formats["quiet"])
    page.write_string(2, 0, sheet.note, formats["quiet"])
    last = HEADER_ROW + len(listing)
    for position, column in enumerate(listing.columns):
        page.set_column(position, position, column.width, formats[column.kind])
        page.write_string(HEADER_ROW, position, column.header, formats["head"])
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "error_message": "一覧から選んでください。"}
            page.data_validation(HEADER_ROW + 1, position, max(last, CHECKED_ROWS), position, rule)
        for number, row in enumerate(listing.cells, start=HEADER_ROW + 1):
            _cell(page, number, position, row[position], formats[column.kind])
    page.freeze_panes(HEADER_ROW + 1, sheet.frozen)
    if len(listing):
        page.autofilter(HEADER_ROW, 0, last, len(listing.columns) - 1)
    _print_setup(page, sheet, stamp)


def _cell(page: Worksheet, row: int, position: int, value: Value, look: Format) -> None:
    if absent(value):
        return
    if isinstance(value, Formula):
        page.write_formula(row, position, value.text, look, "" if value.value is None else value.value)
    elif isinstance(value, str):
        page.write_string(row, position, value[:LONGEST], look)
    elif isinstance(value, date):
        page.write_datetime(row, position, value, look)
    else:
        page.write_number(row, position, value, look)


def _print_setup(page: Worksheet, sheet: Sheet, stamp: str) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{_plain(stamp)}&R{_plain(sheet.name)} &P / &N")


def _plain(text: str) -> str:
    return text.replace("&", "&&")
