"""A stored value and its display → the text that a reader of the workbook means by it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kdx_metrics.intake.workbook.formats import Display, Shown
from kdx_metrics.plan.fiscal_calendar import era_year

DIGITS = 15  # as many as Excel shows: 0.1 + 0.2 is 0.3
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_SERIAL = 2_958_465  # 9999-12-31

Value = str | bool | float | datetime | date | time | timedelta


def text_of(value: Value, display: Display | None = None, epoch: date = EPOCH) -> str:
    """The value as text: dates as ISO, percent as `95.3%`, years as `2025年度`, numbers without an exponent.

    `epoch` is day 0 of the book's dates, for those that come as a serial number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, display, epoch)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    return _period(value, display) if isinstance(value, date) else str(value)


def _number(value: float, display: Display | None, epoch: date) -> str:
    number = Decimal(f"{value:.{DIGITS}g}")
    if display is None:
        return _plain(number)
    if display.kind is Shown.PERCENT:
        return f"{_plain(number * 100)}%"
    if display.kind is Shown.SCALED:
        return _plain(number / display.divisor)
    return _period(epoch + timedelta(days=int(value)), display) if 0 < value <= LAST_SERIAL else _plain(number)


def _period(day: date, display: Display | None) -> str:
    """The year or month where the format shows no more of the date, else the date."""
    kind = display.kind if display is not None else None
    if kind is Shown.FISCAL_YEAR:
        return f"{day.year}年度"
    if kind is Shown.ERA_FISCAL_YEAR:
        return f"{era_year(day)}度"
    if kind is Shown.MONTH:
        return f"{day.year}年{day.month}月"
    if kind is Shown.YEAR:
        return f"{day.year}年"
    return f"{day:%Y-%m-%d}"


def _plain(number: Decimal) -> str:
    """Decimal digits without an exponent and without trailing zeros; no negative zero."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
