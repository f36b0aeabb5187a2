"""Checks of sheets of text: typed tables come of them, or issues with Excel addresses."""

from kdx_metrics.intake.checking.checker import (
    CheckedFile,
    CheckLimits,
    Frames,
    check,
    check_across,
    check_all,
    check_sheet,
)

__all__ = ["CheckLimits", "CheckedFile", "Frames", "check", "check_across", "check_all", "check_sheet"]
