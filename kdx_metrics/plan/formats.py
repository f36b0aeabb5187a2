"""Numbers as they are shown: one place for digits, thousands separators, units and signs."""

from __future__ import annotations

import math

import numpy as np

NO_VALUE = "－"
MINUS = "−"


def is_missing(value: float | None) -> bool:
    """True where there is no number: None or NaN."""
    return value is None or math.isnan(value)


def format_number(value: float | None, digits: int = 0, *, missing: str = NO_VALUE) -> str:
    """`12,345.6` with `digits` decimals and a real minus; `missing` where there is no value."""
    if value is None or math.isnan(value):
        return missing
    text = f"{abs(value):,.{digits}f}"
    return MINUS + text if value < 0 and any(character in "123456789" for character in text) else text


def format_value(value: float | None, unit: str = "", *, missing: str = NO_VALUE) -> str:
    """A value with its unit and only the decimals it has, at most three: `1,234.5人`."""
    if value is None or math.isnan(value):
        return missing
    whole, _, fraction = format_number(value, 3).partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}{unit}" if fraction else f"{whole}{unit}"


def format_amount(value: float) -> str:
    """A computed number for a sentence: at most one decimal, two below a hundred. Given ones are shown in full."""
    return format_value(round(value, 1 if abs(value) >= 100 else 2))  # noqa: PLR2004  # as the docstring says


def format_signed(value: float) -> str:
    """An amount with its sign: `+12.5`, `−3`."""
    return f"{'+' if value > 0 else ''}{format_amount(value)}"


def format_percent(value: float | None, digits: int = 1, *, missing: str = NO_VALUE) -> str:
    """`48.2%` of a value already on the scale 0–100."""
    text = format_number(value, digits, missing="")
    return f"{text}%" if text else missing


def format_points(value: float | None, digits: int = 1, *, missing: str = NO_VALUE) -> str:
    """A difference of percentages, always with its sign: `+8.2ポイント`, `−8.2ポイント`, `±0.0ポイント`."""
    text = format_number(value, digits, missing="")
    if not text:
        return missing
    if text.startswith(MINUS):
        return f"{text}ポイント"
    sign = "+" if any(character in "123456789" for character in text) else "±"
    return f"{sign}{text}ポイント"


def plain_number(value: float) -> str:
    """A number as it is written into a CSV: ASCII, no exponent, no separators, no more decimals than it has."""
    return np.format_float_positional(value + 0.0, trim="-")
