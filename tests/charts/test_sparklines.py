"""Small lines: the course of a 取組 against its plan."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.sparklines import EDGE, HEIGHT, course_against_plan, course_of_kpi, course_of_numbers
from tests.shipped import NOW, summary

LIGHT = PALETTES["light"]
DAYS = [date(2025, 4, 1), date(2025, 10, 1), date(2026, 4, 1), date(2026, 10, 1)]


def test_the_line_of_the_actual_breaks_where_nothing_was_reported() -> None:
    actuals = [0.0, 20.0, None, 70.0]
    drawn = course_against_plan(
        [(day, 25.0 * number, actual) for number, (day, actual) in enumerate(zip(DAYS, actuals, strict=True))],
        "推移",
        LIGHT,
    )
    assert drawn.count(f'stroke="{LIGHT.key}"') == 1  # the two before the gap; the newest is a dot
    assert drawn.count("<circle") == 1
    assert "stroke-dasharray" in drawn
    assert "推移" in drawn


def test_a_value_between_two_silences_is_a_dot() -> None:
    actuals = [None, 20.0, None, 70.0]
    drawn = course_against_plan(
        [(day, 25.0 * number, actual) for number, (day, actual) in enumerate(zip(DAYS, actuals, strict=True))],
        "推移",
        LIGHT,
    )
    assert re.findall(r'<circle [^>]*r="([0-9.]+)"', drawn)[0] == "2.5"


def baseline_and_dots(drawn: str) -> tuple[float, list[tuple[float, float]]]:
    """Height of the line at 0, and the dots."""
    zero = re.search(rf'points="0.0,([0-9.]+) 120.0,\1"[^>]*stroke="{LIGHT.quiet}"', drawn)
    assert zero is not None
    dots = re.findall(r'<circle cx="([0-9.]+)" cy="([0-9.]+)"', drawn)
    return float(zero[1]), [(float(x), float(y)) for x, y in dots]


@pytest.mark.parametrize(
    ("values", "zero", "newest"),
    [
        ([0.0, 0.0, 0.0], HEIGHT - EDGE, HEIGHT - EDGE),  # nothing is late: the line lies at the foot
        ([None, 3.0], HEIGHT - EDGE, EDGE),
        ([-4.0, -8.0], EDGE, HEIGHT - EDGE),
        ([-2.0, 2.0], HEIGHT / 2, EDGE),
    ],
)
def test_numbers_have_a_line_at_0_and_the_newest_a_dot_at_the_right(
    values: list[float | None], zero: float, newest: float
) -> None:
    drawn = course_of_numbers(values, "推移", LIGHT)
    assert baseline_and_dots(drawn) == (zero, [(120 - EDGE, newest)])


def test_a_single_number_is_a_dot_and_none_is_nothing() -> None:
    assert baseline_and_dots(course_of_numbers([5.0], "推移", LIGHT))[1] == [(120 - EDGE, EDGE)]
    assert course_of_numbers([None, None], "推移", LIGHT) == ""


def test_the_newest_value_of_a_kpi_is_its_largest_dot_even_where_it_is_the_only_one() -> None:
    for kpi in summary(NOW).kpis:
        circles = re.findall(r'<circle cx="([0-9.]+)"[^>]* r="([0-9.]+)"', course_of_kpi(kpi, LIGHT))
        assert bool(circles) == bool(kpi.actuals), kpi.kpi_id
        if circles:
            assert circles[-1][1] == "8", kpi.kpi_id


def test_after_nothing_was_reported_no_value_is_the_newest_and_one_date_has_no_line() -> None:
    silent = course_against_plan([(DAYS[0], 0.0, 0.0), (DAYS[1], 50.0, None)], "推移", LIGHT)
    assert re.findall(r'<circle [^>]*r="([0-9.]+)"', silent) == ["2.5"]
    assert course_against_plan([(DAYS[0], 50.0, 40.0)], "推移", LIGHT) == ""
