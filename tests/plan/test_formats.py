"""Numbers as they are shown: given ones as given, computed ones rounded, but never onto what they have not reached."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from kdx_metrics.plan.formats import (
    PERCENT,
    POINTS,
    Rounding,
    format_amount,
    format_computed,
    format_given,
    format_number,
    format_percent,
    format_points,
    format_signed,
    given,
    honest_digits,
    plain_number,
    rounded,
)
from tests.factories import strategy

GAPS, PACES = strategy().rating.rounding, strategy().kpi.rounding
RATIO_OF_A_FALL = Rounding(1, above=(100.0,))

values = st.floats(-1e6, 1e6)
decimal_values = st.decimals(-(10**6), 10**6, places=4, allow_nan=False).map(float)
roundings = st.builds(
    Rounding,
    st.integers(0, 4),
    below=st.lists(decimal_values, max_size=3).map(tuple),
    above=st.just(()),
) | st.builds(Rounding, st.integers(0, 4), below=st.just(()), above=st.lists(decimal_values, max_size=3).map(tuple))


edges = st.decimals(-30, 101, places=3, allow_nan=False).map(lambda edge: (float(edge),))
of_one_edge = st.builds(Rounding, st.integers(0, 2), below=edges, above=st.just(()))


def around(edges: tuple[float, ...]) -> st.SearchStrategy[float]:
    """Values on, and close to, edges."""
    offsets = st.floats(-0.2, 0.2) | st.sampled_from([0.0, 0.04, -0.04, 0.05, -0.05, 0.004, -0.004])
    return st.builds(float.__add__, st.sampled_from(edges), offsets)


near_and_far = st.one_of(values, around((100.0, -10.0, -25.0, 0.8, 0.95, 1.0)))


def test_numbers_have_thousands_separators_and_a_real_minus() -> None:
    assert format_number(1234567.891, 1) == "1,234,567.9"
    assert format_number(-1234.5, 1) == "−1,234.5"
    assert format_number(-0.04, 1) == "0.0"


def test_points_always_carry_their_sign() -> None:
    assert [format_points(value) for value in (8.24, -8.24, 0.0, -0.01)] == [
        "+8.2ポイント",
        "−8.2ポイント",
        "±0.0ポイント",
        "±0.0ポイント",
    ]


def test_a_half_is_rounded_up_as_excel_and_a_pencil_do() -> None:
    assert [format_percent(value) for value in (48.25, 48.35, 0.05)] == ["48.3%", "48.4%", "0.1%"]
    assert [format_points(value) for value in (-5.25, -0.05)] == ["−5.3ポイント", "−0.1ポイント"]
    assert format_computed(0.955, Rounding(2)) == "0.96"


@pytest.mark.parametrize(
    ("value", "rounding", "text"),
    [
        (99.96, PERCENT, "99.9"),
        (99.94, PERCENT, "99.9"),
        (100.0, PERCENT, "100.0"),
        (100.04, PERCENT, "100.0"),
        (99.99999999999999, PERCENT, "100.0"),  # 100 but for the noise of floats
        (100.04, RATIO_OF_A_FALL, "100.1"),
        (99.96, RATIO_OF_A_FALL, "100.0"),
        (-10.04, GAPS, "−10.1"),
        (-10.0, GAPS, "−10.0"),
        (-9.96, GAPS, "−10.0"),
        (7.6 - 17.6, GAPS, "−10.0"),
        (-25.04, GAPS, "−25.1"),
        (-8.04, GAPS, "−8.0"),
        (0.7999, PACES, "0.79"),
        (0.8, PACES, "0.80"),
        (0.9499, PACES, "0.94"),
        (0.996, PACES, "0.99"),
        (1.004, PACES, "1.00"),
        (-7.604, Rounding(1, below=(-7.6,)), "−7.7"),
        (49.96, Rounding(1, below=(49.97,)), "49.9"),  # an edge between two steps
        (-7.55, Rounding(1, below=(-7.55,)), "−7.5"),
    ],
)
def test_rounding_never_shows_as_reached_what_is_not(value: float, rounding: Rounding, text: str) -> None:
    assert format_computed(value, rounding) == text


@drawn(near_and_far, roundings | st.sampled_from([PERCENT, GAPS, PACES, RATIO_OF_A_FALL]))
def test_a_number_short_of_an_edge_is_shown_short_of_it_within_one_step(value: float, rounding: Rounding) -> None:
    shown, exact = given(rounded(value, rounding)), Decimal(value)
    assert abs(shown - exact) <= Decimal(1).scaleb(-rounding.digits) * Decimal("1.0001")
    noise = Decimal("1e-13") * (1 + abs(exact))
    for edge in map(given, rounding.below):
        assert exact >= edge - noise or shown < edge
    for edge in map(given, rounding.above):
        assert exact <= edge + noise or shown > edge


@drawn(st.decimals(-30, 0, places=3).map(float), st.decimals(0, 29, places=2).map(float))
def test_a_gap_is_shown_within_the_band_that_it_is_in(gap: float, band: float) -> None:
    shown = rounded(gap, Rounding(1, below=(-band,)))
    assert (shown >= -band) == (gap >= -band)


@drawn(near_and_far, near_and_far, st.sampled_from([PERCENT, GAPS, PACES, RATIO_OF_A_FALL, POINTS]) | of_one_edge)
def test_a_larger_number_is_never_shown_as_a_smaller_one(first: float, second: float, rounding: Rounding) -> None:
    low, high = sorted((first, second))
    assert rounded(low, rounding) <= rounded(high, rounding)


@drawn(near_and_far, st.sampled_from([PERCENT, GAPS, PACES]))
def test_what_is_shown_is_shown_again_as_itself(value: float, rounding: Rounding) -> None:
    shown = rounded(value, rounding)
    assert rounded(shown, rounding) == shown


@drawn(values, st.integers(0, 4))
def test_a_plain_value_is_rounded_to_the_nearest_step(value: float, digits: int) -> None:
    shown, step = Fraction(given(rounded(value, Rounding(digits)))), Fraction(1, 10**digits)
    assert (shown / step).denominator == 1
    assert abs(shown - Fraction(value)) <= step / 2 * (1 + Fraction(1, 10**6))


@drawn(near_and_far, st.sampled_from([PERCENT, GAPS, PACES, RATIO_OF_A_FALL]))
def test_a_program_that_rounds_by_itself_gets_decimals_enough_to_be_honest(value: float, rounding: Rounding) -> None:
    digits = honest_digits(value, rounding)
    plainly = rounded(value, Rounding(digits))
    assert all(value >= edge - 1e-9 or plainly < edge for edge in rounding.below)
    assert all(value <= edge + 1e-9 or plainly > edge for edge in rounding.above)


def test_decimals_are_added_only_where_rounding_is_not_honest() -> None:
    assert [honest_digits(value, PERCENT) for value in (48.26, 99.96, 99.996, 100.0)] == [1, 2, 3, 1]
    assert honest_digits(-10.04, GAPS) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0042, "0.0042件"),
        (99.9985, "99.9985件"),
        (1200.0, "1,200件"),
        (1234567.5, "1,234,567.5件"),
        (-3.14159, "−3.14159件"),
        (-0.0, "0件"),
        (1e-7, "0.0000001件"),
        (123456789012345.0, "123,456,789,012,345件"),
    ],
)
def test_a_given_value_is_shown_with_the_digits_it_was_given_with(value: float, text: str) -> None:
    assert format_given(value, "件") == text


@drawn(st.decimals(-(10**9), 10**9, places=5, allow_nan=False).filter(lambda value: len(value.as_tuple().digits) <= 15))
def test_a_decimal_of_fifteen_digits_survives_the_way_through_a_float(value: Decimal) -> None:
    assert Decimal(format_given(float(value)).replace(",", "").replace("−", "-")) == value
    assert Decimal(plain_number(float(value))) == value


def test_a_given_value_may_be_shown_with_more_decimals_than_it_has() -> None:
    assert [format_given(pace, least=2) for pace in (0.8, 0.95, 0.855, 1.0)] == ["0.80", "0.95", "0.855", "1.00"]


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_number_is_a_dash_or_the_callers_word_and_never_zero(missing: float | None) -> None:
    texts = (format_number(missing), format_percent(missing), format_points(missing), format_given(missing))
    assert {*texts, format_amount(missing, POINTS)} == {"－"}
    assert format_percent(missing, missing="未報告") == "未報告"


def test_a_plain_number_has_no_exponent() -> None:
    assert [plain_number(value) for value in (1e16, 1e-7, 40.0, -0.0, 0.1)] == [
        "10000000000000000",
        "0.0000001",
        "40",
        "0",
        "0.1",
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0人"), (-0.001, "0人"), (45.678, "45.7人"), (1234.56, "1,234.6人"), (-12.0, "−12人")]
)
def test_a_computed_amount_has_one_decimal_where_it_needs_one(value: float, text: str) -> None:
    assert format_amount(value, POINTS, "人") == text


def test_an_amount_to_be_gained_or_lost_carries_its_sign() -> None:
    assert [format_signed(value, POINTS) for value in (12.5, -3.0, 0.0)] == ["+12.5", "−3", "0"]
