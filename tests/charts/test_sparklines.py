"""Small lines: the course of a 取組 against its plan."""

from __future__ import annotations

from datetime import date

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.sparklines import course_against_plan

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


def test_nothing_reported_last_has_no_dot_and_one_date_no_line() -> None:
    silent = course_against_plan([(DAYS[0], 0.0, 0.0), (DAYS[1], 50.0, None)], "推移", LIGHT)
    assert "<circle" not in silent
    assert course_against_plan([(DAYS[0], 50.0, 40.0)], "推移", LIGHT) == ""
