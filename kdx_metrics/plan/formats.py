"""Numbers as they are shown: given ones with the digits they were given with, computed ones rounded honestly.

Source: formulas.md, "Exact and honest". A given value is the decimal that its float was read from; trailing zeros are
no digits. A computed value is rounded half up, as Excel and a reader with a pencil do, and never onto what it has not
reached.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np

NO_VALUE = "－"
MINUS = "−"
AGREEING = 14  # digits in which floats agree that are one number, computed in two ways
MOST_DIGITS = 15  # a float holds no more


class Rounding(NamedTuple):
    """Decimals of a computed number, and the edges that rounding must not carry it onto.

    A number falls short of an edge in `below` while it is below it, of one in `above` while it is above it. Where it
    would be shown on the other side, it is shown one step further on its own.
    """

    digits: int = 1
    below: tuple[float, ...] = ()
    above: tuple[float, ...] = ()


PERCENT = Rounding(1, below=(100.0,))
POINTS = Rounding(1)
SPEED = Rounding(2, below=(1.0,))  # SPI(t), 1 = on schedule
INDEX = Rounding(3, below=(1.0,))


def is_missing(value: float | None) -> bool:
    """True where there is no number: None or NaN."""
    return value is None or math.isnan(value)


def given(value: float) -> Decimal:
    """The decimal that a float was read from, without trailing zeros."""
    return Decimal(repr(float(value))).normalize()


def decimals(value: float) -> int:
    """Number of decimals that a value was given with."""
    return max(0, -int(given(value).as_tuple().exponent))


def rounded(value: float, rounding: Rounding) -> float:
    """A computed number as it is shown: half up to its decimals, but on its own side of every edge."""
    step = 10.0**-rounding.digits
    nearest = round(value, rounding.digits) + 0.0  # no −0.0
    is_tie = abs(abs(value - nearest) / step - 0.5) < 1e-6  # noqa: PLR2004  # a tie but for the noise of floats
    near_edge = any(abs(value - edge) <= step for edge in (*rounding.below, *rounding.above))
    return _rounded_exactly(value, rounding) if is_tie or near_edge else nearest


def _rounded_exactly(value: float, rounding: Rounding) -> float:
    """`rounded` in decimals, which are slower: only ties and edges need them."""
    number = Decimal(f"{value:.{AGREEING}g}")
    step = Decimal(1).scaleb(-rounding.digits)
    shown = number.quantize(step, ROUND_HALF_UP)
    below, above = map(given, rounding.below), map(given, rounding.above)
    shown += _step_back([(number - edge, shown - edge) for edge in below]) * step
    shown -= _step_back([(edge - number, edge - shown) for edge in above]) * step
    return float(shown) + 0.0


def _step_back(sides: list[tuple[Decimal, Decimal]]) -> int:
    """−1 where rounding has carried a number onto an edge that it falls short of, 1 where short of one it has reached.

    Each pair is how far the number is beyond an edge, and how far it is as it is shown.
    """
    if any(number < 0 <= shown for number, shown in sides):
        return -1
    return 1 if any(shown < 0 <= number for number, shown in sides) else 0


def honest_digits(value: float, rounding: Rounding) -> int:
    """Fewest decimals, from those of `rounding` on, with which plain rounding shows nothing as reached that is not.

    For programs that round by themselves, such as Excel.
    """
    return next(
        (
            digits
            for digits in range(rounding.digits, MOST_DIGITS)
            if rounded(value, Rounding(digits)) == rounded(value, rounding._replace(digits=digits))
        ),
        MOST_DIGITS,
    )


def format_computed(value: float | None, rounding: Rounding, *, missing: str = NO_VALUE) -> str:
    """`12,345.6`: a computed number with all decimals of its rounding and a real minus."""
    if value is None or math.isnan(value):
        return missing
    shown = rounded(value, rounding)
    text = f"{abs(shown):,.{rounding.digits}f}"
    return MINUS + text if shown < 0 else text


def format_number(value: float | None, digits: int = 0) -> str:
    """`12,345.6` with `digits` decimals: a count, or a number that has nothing to reach."""
    return format_computed(value, Rounding(digits))


def format_given(value: float | None, unit: str = "", *, least: int = 0, missing: str = NO_VALUE) -> str:
    """A given value with its unit and all the digits that it was given with, `least` decimals or more: `0.0042件`."""
    if value is None or math.isnan(value):
        return missing
    whole, _, fraction = f"{abs(given(value)):,f}".partition(".")
    fraction = fraction.ljust(least, "0")
    return f"{MINUS if value < 0 else ''}{whole}{'.' if fraction else ''}{fraction}{unit}"


def format_amount(value: float | None, rounding: Rounding, unit: str = "") -> str:
    """A computed number among given ones, so without zeros at its end: `799.7人`, `1,200人`."""
    if value is None or math.isnan(value):
        return NO_VALUE
    return format_given(rounded(value, rounding), unit)


def format_signed(value: float, rounding: Rounding) -> str:
    """An amount with its sign: `+12.5`, `−3`."""
    return f"{'+' if value > 0 else ''}{format_amount(value, rounding)}"


def format_percent(value: float | None, rounding: Rounding = PERCENT, *, missing: str = NO_VALUE) -> str:
    """`48.2%` of a computed value already on the scale 0–100."""
    text = format_computed(value, rounding, missing="")
    return f"{text}%" if text else missing


def format_gap(value: float | None, rounding: Rounding = POINTS, *, missing: str = NO_VALUE) -> str:
    """A difference of percentages, always with its sign and without its unit: `+8.2`, `−8.2`, `±0.0`."""
    text = format_computed(value, rounding, missing="")
    if not text or text.startswith(MINUS):
        return text or missing
    return f"{'+' if any(character in '123456789' for character in text) else '±'}{text}"


def format_points(value: float | None, rounding: Rounding = POINTS, *, missing: str = NO_VALUE) -> str:
    """`format_gap` with its unit: `+8.2ポイント`."""
    text = format_gap(value, rounding, missing="")
    return f"{text}ポイント" if text else missing


def plain_number(value: float) -> str:
    """A number as it is written into a CSV: ASCII, no exponent, no separators, no more decimals than it has."""
    return np.format_float_positional(value + 0.0, trim="-")
