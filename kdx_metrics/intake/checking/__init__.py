"""Sheets of text → typed tables, or issues with an Excel address: every rule of tables.md."""

from kdx_metrics.intake.checking.checker import Checked, Limits, check, check_across, check_sheet
from kdx_metrics.intake.checking.rules_kpis import SPANNING
from kdx_metrics.intake.checking.schema import COMPANIONS, empty_frame

__all__ = ["COMPANIONS", "SPANNING", "Checked", "Limits", "check", "check_across", "check_sheet", "empty_frame"]
