"""Excel workbooks in and out: the one place that knows .xlsx (python-calamine reads, XlsxWriter writes)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kdx_metrics.decoding import Unreadable
from kdx_metrics.formats import plain_number
from kdx_metrics.strategy import STATUSES, Strategy
from kdx_metrics.tables import AGGREGATIONS, CATEGORIES, DIRECTIONS, Column, Table

SIGNATURE = b"PK\x03\x04"
UNPACKED_AT_MOST = 200 * 1024 * 1024  # bytes; a workbook of 30,000 rows unpacks to some 20 MB
CHECKED_ROWS = 2_000  # rows below the header that get the choice lists

Cell = str | bool | float | datetime | date | time | timedelta


def is_workbook(data: bytes, file_name: str) -> bool:
    """Whether a file is to be read as a workbook: by its name and by its first bytes."""
    return file_name.lower().endswith(".xlsx") and data.startswith(SIGNATURE)


def read_workbook(data: bytes) -> list[list[str]]:
    """The first sheet's cells as text, row 1 first: dates as ISO, whole numbers without decimals.

    Raises Unreadable for a workbook that is broken, locked by a password, or unpacks to more than
    UNPACKED_AT_MOST (a zip bomb is refused before anything is unpacked).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > UNPACKED_AT_MOST:
            mebibyte = 1024 * 1024
            raise Unreadable(
                "file_too_large", size=f"{unpacked // mebibyte:,}MB", limit=f"{UNPACKED_AT_MOST // mebibyte:,}MB"
            )
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError, ValueError, OSError) as error:
        raise Unreadable("not_csv", kind="開けないExcelブック(破損またはパスワード付き)") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (bool, str, date, time, timedelta)):
        return str(cell)
    return plain_number(float(cell))


def template(table: Table, strategy: Strategy, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A workbook to fill in: the table's headers, choice lists, widths and notes, and `rows` (text, as in its CSV)."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
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
