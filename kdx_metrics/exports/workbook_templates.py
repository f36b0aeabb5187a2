"""Workbooks to fill in, by XlsxWriter: a table's headers with choice lists, widths and notes."""

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
# Every text stays a text: neither formula, nor link, nor number.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template(table: Table, strategy: Strategy, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A workbook to fill in: the table's headers, choice lists, widths and notes, and `rows` (text, as in its CSV)."""
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
        for place, column in enumerate(table.columns):
            _lay_out(sheet, place, column, strategy, head, formats)
        for number, row in enumerate(rows, start=1):
            for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
                _write(sheet, number, place, column, text)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    return target.getvalue()


def _lay_out(
    sheet: Worksheet, place: int, column: Column, strategy: Strategy, head: Format, formats: dict[str, Format]
) -> None:
    kind = {"date": "date", "fiscal_date": "date", "number": "number", "percent": "number"}.get(column.kind, "text")
    wide = {"title", "name", "goal", "issue", "next_step", "definition", "detail", "remarks", "source"}
    sheet.set_column(place, place, 32 if column.name in wide else 13, formats[kind])
    sheet.write_string(0, place, column.header, head)
    note = ("必須。" if column.required else "") + column.rule
    if note:
        sheet.write_comment(0, place, note, {"x_scale": 2})
    if choices := choices_of(column, strategy):
        sheet.data_validation(
            1,
            place,
            CHECKED_ROWS,
            place,
            {
                "validate": "list",
                "source": choices,
                "error_title": column.header,
                "error_message": "一覧から選んでください。",
            },
        )


def choices_of(column: Column, strategy: Strategy) -> list[str]:
    """The words of a choice column as a list to pick from; empty for other columns."""
    return {
        "pillar": [pillar.name for pillar in strategy.pillars],
        "period": [str(period.number) for period in strategy.periods],
        "status": list(STATUSES),
        "direction": list(DIRECTIONS),
        "aggregation": list(AGGREGATIONS),
        "category": list(CATEGORIES),
    }.get(column.kind, [])


def _write(sheet: Worksheet, row: int, place: int, column: Column, text: str) -> None:
    """Numbers and dates as such, so that Excel sorts and sums them; all else as text, never as a formula."""
    if not text:
        return
    try:
        if column.kind in {"number", "percent"}:
            sheet.write_number(row, place, float(text))
            return
        if column.kind in {"date", "fiscal_date"}:
            sheet.write_datetime(row, place, datetime.fromisoformat(text))
            return
    except ValueError:
        pass  # a reason such as 未集計 stands where the number would
    sheet.write_string(row, place, text)
