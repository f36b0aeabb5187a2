"""Sums written out: inputs have the digits with which a reader gets the result that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from kdx_metrics.numbers.exact import exact
from kdx_metrics.plan.formats import MOST_DIGITS, Rounding, format_computed, format_points, rounded

PLAIN = Rounding(1)
OF_PLAN = "実績 {}% − 計画 {}%"


class Step(NamedTuple):
    """A sum of inputs, and its result with the rounding with which it is shown."""

    work: Callable[..., Fraction]
    result: float
    rounding: Rounding

    def comes_out(self, inputs: Sequence[Fraction]) -> bool:
        """True where these inputs give the result as it is shown."""
        try:
            result = float(self.work(*inputs))
        except ZeroDivisionError:  # a divisor that these digits show as 0
            return False
        return rounded(result, self.rounding) == rounded(self.result, self.rounding)


def with_digits_needed(inputs: Sequence[float], *steps: Step, rounding: Rounding = PLAIN) -> list[str]:
    """Texts of computed inputs, with the fewest decimals, from those of `rounding` on, with which every step comes out.

    The edges of `rounding` are kept: no input is shown as reached that is not.
    """
    for digits in range(rounding.digits, MOST_DIGITS):
        kind = rounding._replace(digits=digits)
        shown = [exact(rounded(value, kind)) for value in inputs]
        if all(step.comes_out(shown) for step in steps):
            break
    return [format_computed(value, kind) for value in inputs]


def difference(pattern: str, minuend: float, subtrahend: float, result: float, rounding: Rounding) -> str:
    """Two percentages put into a pattern such as `実績 {}% − 計画 {}%`, and their difference in points."""
    inputs = with_digits_needed([minuend, subtrahend], Step(Fraction.__sub__, result, rounding))
    return f"{pattern.format(*inputs)} = {format_points(result, rounding)}"
