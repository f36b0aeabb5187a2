"""The decimal behind a float."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.numbers.exact import exact


def test_a_value_is_the_decimal_that_it_was_read_from() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert exact(np.float64(8.5)) - exact(8.2) == exact(0.3)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10).map(str))
def test_decimals_of_up_to_15_digits_come_back_whole(typed: str) -> None:
    assert exact(float(typed)) == Fraction(typed)


@pytest.mark.parametrize("value", [0.0, -0.0, 1e22, 5e-324])
def test_every_float_has_a_decimal(value: float) -> None:
    assert float(exact(value)) == value
