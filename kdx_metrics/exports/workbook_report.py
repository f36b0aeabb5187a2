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
from kdx_metrics.plan.formats import Rounding, decimals, honest_digits, plain_number
from kdx_metrics.views.listing import ROUNDINGS, Kind, Listing, Value, absent

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
}
GENERAL_CHARACTERS = 10  # of a number that Excel's General shows in full


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
        looks = _Looks(workbook)
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, looks, stamp)
    return target.getvalue()


class _Looks:
    """The formats of a workbook's cells, made when first used."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.head = self._format(bold=True, bg_color="#E8F1FE", bottom=1, text_wrap=True, valign="bottom")
        self.title = self._format(bold=True, font_size=14)
        self.quiet = self._format(font_color="#626264")

    def of_column(self, kind: Kind) -> Format:
        """Format of a column's blank cells."""
        rounding = ROUNDINGS.get(kind)
        return self._format(**_FORMATS[kind]) if rounding is None else self._decimals(kind, rounding.digits)

    def of_number(self, kind: Kind, value: float, rounding: Rounding | None) -> Format:
        """Format of a number: a given one in full, a computed one so that Excel does not round it onto an edge.

        The cell keeps the whole value, so it takes as many decimals as its rounding needs to be honest.
        """
        if rounding is not None:
            return self._decimals(kind, honest_digits(value, rounding))
        if kind == "number" and len(plain_number(value)) > GENERAL_CHARACTERS:
            return self._format(num_format=_decimal_code(decimals(value)), shrink=True)
        return self.of_column(kind)

    def _decimals(self, kind: Kind, digits: int) -> Format:
        code = _decimal_code(digits)
        return self._format(num_format=f"+{code};-{code};{code}" if kind == "points" else code)

    def _format(self, **look: object) -> Format:
        key = tuple(look.items())
        if key not in self._made:
            base: dict[str, object] = {"valign": "top", "font_name": "BIZ UDPGothic", "font_size": 10}
            self._made[key] = self._workbook.add_format(base | look)
        return self._made[key]


def _decimal_code(digits: int) -> str:
    return "0." + "0" * digits if digits else "0"


def _write(page: Worksheet, sheet: Sheet, looks: _Looks, stamp: str) -> None:
    listing = sheet.listing
    page.write_string(0, 0, listing.caption, looks.title)
    page.write_string(1, 0, stamp, looks.quiet)
    page.write_string(2, 0, sheet.note, looks.quiet)
    last = HEADER_ROW + len(listing)
    for position, (column, cells) in enumerate(listing.by_column):
        page.set_column(position, position, column.width, looks.of_column(column.kind))
        page.write_string(HEADER_ROW, position, column.header, looks.head)
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "error_message": "一覧から選んでください。"}
            page.data_validation(HEADER_ROW + 1, position, max(last, CHECKED_ROWS), position, rule)
        for number, (value, rounding) in enumerate(cells, start=HEADER_ROW + 1):
            _cell(page, (number, position), value, column.kind, looks, rounding)
    page.freeze_panes(HEADER_ROW + 1, sheet.frozen)
    if len(listing):
        page.autofilter(HEADER_ROW, 0, last, len(listing.columns) - 1)
    _print_setup(page, sheet, stamp)


def _cell(
    page: Worksheet, address: tuple[int, int], value: Value, kind: Kind, looks: _Looks, rounding: Rounding | None
) -> None:
    if absent(value):
        return
    if isinstance(value, Formula):
        look = looks.of_column(kind) if value.value is None else looks.of_number(kind, value.value, rounding)
        page.write_formula(*address, value.text, look, "" if value.value is None else value.value)
    elif isinstance(value, str):
        page.write_string(*address, value[:LONGEST], looks.of_column(kind))
    elif isinstance(value, date):
        page.write_datetime(*address, value, looks.of_column(kind))
    else:
        page.write_number(*address, value, looks.of_number(kind, value, rounding))


def _print_setup(page: Worksheet, sheet: Sheet, stamp: str) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{_plain(stamp)}&R{_plain(sheet.name)} &P / &N")


def _plain(text: str) -> str:
    return text.replace("&", "&&")
