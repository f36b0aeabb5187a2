"""Checks of sheets of text: typed tables come of them, or issues with Excel addresses."""

from kdx_metrics.intake.checking.checked_file import CheckedFile
from kdx_metrics.intake.checking.checker import (
    CheckLimits,
    Frames,
    check,
    check_across,
    check_all,
    check_sheet,
)
from kdx_metrics.intake.checking.strategy_file import check_strategy, is_strategy_file

__all__ = [
    "CheckLimits",
    "CheckedFile",
    "Frames",
    "check",
    "check_across",
    "check_all",
    "check_sheet",
    "check_strategy",
    "is_strategy_file",
]
