"""Numbers as they are shown."""

from __future__ import annotations

import math

import pytest

from kdx_metrics.plan.formats import (
    format_amount,
    format_number,
    format_percent,
    format_points,
    format_signed,
    format_value,
    plain_number,
)


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


def test_percentages_are_on_the_scale_of_a_hundred() -> None:
    assert format_percent(48.25) == "48.2%"
    assert format_percent(100, 0) == "100%"


def test_a_value_shows_only_the_decimals_it_has() -> None:
    assert [format_value(value, "人") for value in (1200.0, 12.5, -3.14159)] == ["1,200人", "12.5人", "−3.142人"]


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_number_is_a_dash_or_the_callers_word_and_never_zero(missing: float | None) -> None:
    assert format_number(missing) == format_percent(missing) == format_points(missing) == format_value(missing) == "－"
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
    ("value", "text"), [(0.0, "0"), (-0.001, "0"), (45.678, "45.68"), (1234.56, "1,234.6"), (-12.0, "−12")]
)
def test_an_amount_has_at_most_two_decimals(value: float, text: str) -> None:
    assert format_amount(value) == text


def test_an_amount_to_be_gained_or_lost_carries_its_sign() -> None:
    assert [format_signed(value) for value in (12.5, -3.0, 0.0)] == ["+12.5", "−3", "0"]
