"""Sheets of text → typed tables, or issues with an Excel address: every rule of tables.md."""

from kdx_metrics.intake.checking.checker import CheckedFile, CheckLimits, Frames, check, check_across, check_sheet

__all__ = ["CheckLimits", "CheckedFile", "Frames", "check", "check_across", "check_sheet"]
