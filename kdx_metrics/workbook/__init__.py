"""Excel workbooks in and out: the one place that knows .xlsx (python-calamine reads, XlsxWriter writes)."""

from kdx_metrics.intake.workbook_reader import is_workbook, read_workbook
from kdx_metrics.workbook.report import FIRST_ROW, Cell, Formula, Sheet, SheetColumn, write_report
from kdx_metrics.workbook.templates import choices_of, template

__all__ = [
    "FIRST_ROW",
    "Cell",
    "Formula",
    "Sheet",
    "SheetColumn",
    "choices_of",
    "is_workbook",
    "read_workbook",
    "template",
    "write_report",
]
