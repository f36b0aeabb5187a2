"""Template workbooks to fill in, with a table's headers, choice lists, widths and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kdx_metrics.plan.tables import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHECKED_ROWS = 2_000  # rows below the header that get the choice lists
# Text must not become a formula, a link or a number.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template(table: Table, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Bytes of a template workbook for `table`, filled with `rows`, whose cells are the texts of its CSV."""
    import xlsxwriter  # noqa: PLC0415  # a page that offers templates makes none

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        sheet = workbook.add_worksheet(table.label)
        head = workbook.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1, "text_wrap": True})
        formats = {
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "text": workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "number": workbook.add_format({"num_format": "General"}),
        }
        sheet.freeze_panes(1, 1)
        for position, column in enumerate(table.columns):
            _lay_out(sheet, position, column, head, formats)
        for number, row in enumerate(rows, start=1):
            for position, (column, text) in enumerate(zip(table.columns, row, strict=True)):
                _write(sheet, number, position, column, text)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    return target.getvalue()


def _lay_out(sheet: Worksheet, position: int, column: Column, head: Format, formats: dict[str, Format]) -> None:
    kind = "date" if column.is_date else "number" if column.is_number else "text"
    sheet.set_column(position, position, column.width, formats[kind])
    sheet.write_string(0, position, column.header, head)
    note = ("必須。" if column.required else "") + column.rule
    if note:
        sheet.write_comment(0, position, note, {"x_scale": 2})
    if column.listed:
        sheet.data_validation(
            1,
            position,
            CHECKED_ROWS,
            position,
            {
                "validate": "list",
                "source": list(column.listed),
                "error_title": column.header,
                "error_message": "一覧から選んでください。",
            },
        )


def _write(sheet: Worksheet, row: int, position: int, column: Column, text: str) -> None:
    """Write numbers and dates as such, so that Excel sorts and sums them, and all else as text."""
    if not text:
        return
    try:
        if column.is_number:
            sheet.write_number(row, position, float(text))
            return
        if column.is_date:
            sheet.write_datetime(row, position, datetime.fromisoformat(text))
            return
    except ValueError:
        pass  # a reason such as 未集計 in place of the number
    sheet.write_string(row, position, text)
