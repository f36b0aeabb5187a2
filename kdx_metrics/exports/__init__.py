"""Excel workbooks in and out: the one place that knows .xlsx (python-calamine reads, XlsxWriter writes)."""

from kdx_metrics.exports.workbook_report import FIRST_ROW, Cell, Formula, Sheet, SheetColumn, write_report
from kdx_metrics.exports.workbook_templates import choices_of, template
from kdx_metrics.intake.workbook_reader import is_workbook, read_workbook

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
