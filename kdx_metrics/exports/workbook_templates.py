"""Template workbooks to fill in, with a table's headers, choice lists, widths and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kdx_metrics.plan.strategy import STATUSES, Strategy
from kdx_metrics.plan.tables import AGGREGATIONS, CATEGORIES, DIRECTIONS, Column, Table

CHECKED_ROWS = 2_000  # rows below the header that get the choice lists
# Text must not become a formula, a link or a number.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template(table: Table, strategy: Strategy, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Bytes of a template workbook for `table`, filled with `rows`, whose cells are the texts of its CSV."""
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
            _lay_out(sheet, position, column, strategy, head, formats)
        for number, row in enumerate(rows, start=1):
            for position, (column, text) in enumerate(zip(table.columns, row, strict=True)):
                _write(sheet, number, position, column, text)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    return target.getvalue()


def _lay_out(
    sheet: Worksheet, position: int, column: Column, strategy: Strategy, head: Format, formats: dict[str, Format]
) -> None:
    kind = {"date": "date", "fiscal_date": "date", "number": "number", "percent": "number"}.get(column.kind, "text")
    wide = {"title", "name", "goal", "issue", "next_step", "definition", "detail", "remarks", "source"}
    sheet.set_column(position, position, 32 if column.name in wide else 13, formats[kind])
    sheet.write_string(0, position, column.header, head)
    note = ("必須。" if column.required else "") + column.rule
    if note:
        sheet.write_comment(0, position, note, {"x_scale": 2})
    if choices := choices_of(column, strategy):
        sheet.data_validation(
            1,
            position,
            CHECKED_ROWS,
            position,
            {
                "validate": "list",
                "source": choices,
                "error_title": column.header,
                "error_message": "一覧から選んでください。",
            },
        )


def choices_of(column: Column, strategy: Strategy) -> list[str]:
    """Choice list of a column, empty for a column without choices."""
    return {
        "pillar": [pillar.name for pillar in strategy.pillars],
        "period": [str(period.number) for period in strategy.periods],
        "status": list(STATUSES),
        "direction": list(DIRECTIONS),
        "aggregation": list(AGGREGATIONS),
        "category": list(CATEGORIES),
    }.get(column.kind, [])


def _write(sheet: Worksheet, row: int, position: int, column: Column, text: str) -> None:
    """Write numbers and dates as such, so that Excel sorts and sums them, and all else as text."""
    if not text:
        return
    try:
        if column.kind in {"number", "percent"}:
            sheet.write_number(row, position, float(text))
            return
        if column.kind in {"date", "fiscal_date"}:
            sheet.write_datetime(row, position, datetime.fromisoformat(text))
            return
    except ValueError:
        pass  # a reason such as 未集計 in place of the number
    sheet.write_string(row, position, text)
