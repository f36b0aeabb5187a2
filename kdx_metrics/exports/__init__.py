"""Exports for Excel (CSV, templates, workbooks) and the data dictionary."""

from kdx_metrics.exports.workbook_report import FIRST_ROW, Cell, Formula, Sheet, SheetColumn, write_report
from kdx_metrics.exports.workbook_templates import template

__all__ = [
    "FIRST_ROW",
    "Cell",
    "Formula",
    "Sheet",
    "SheetColumn",
    "template",
    "write_report",
]
