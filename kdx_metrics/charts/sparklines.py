"""Small lines over time as inline SVG, for tables and tiles, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.charts.drawing.svg import Point, dot, line, picture, rect
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.numbers.kpi import KpiResult

WIDTH, HEIGHT, EDGE = 120, 44, 6  # px of a course of numbers


def course_of_numbers(values: Sequence[float | None], said: str, palette: Palette) -> Markup:
    """One number at every published 時点 over a line at 0, the newest as a dot; nothing where there is but one."""
    known = [(position, value) for position, value in enumerate(values) if value is not None]
    if len(known) < 2:  # noqa: PLR2004  # a line has two ends
        return Markup()
    low, high = min(0.0, *(value for _, value in known)), max(0.0, *(value for _, value in known))
    height = (high - low) or 1.0

    def at(position: int, value: float) -> Point:
        x = EDGE + (WIDTH - 2 * EDGE) * position / (len(values) - 1)
        return x, EDGE + (HEIGHT - 2 * EDGE) * (high - value) / height

    points = [at(position, value) for position, value in known]
    zero = at(0, 0.0)[1]
    parts = [
        rect(0, zero - 0.5, WIDTH, 1, palette.grid),
        line(points, palette.quiet, 2),
        dot(*points[-1], 4, palette.ink),
    ]
    return picture(WIDTH, HEIGHT, parts, said, "kdx-course")


class KpiCourse(NamedTuple):
    """The path to a KPI's target, and its actuals in runs without a gap; from 0 to 1 rightwards and downwards."""

    path: list[Point]
    runs: list[list[Point]]


def points_of_kpi(kpi: KpiResult) -> KpiCourse:
    """The small line of a KPI, which is broken where a value is not known."""
    known = {actual.as_of: actual.value for actual in kpi.actuals}
    unknown = {day for day, _ in kpi.pending}
    ends = [day for day in (kpi.baseline_on, kpi.target_on) if day is not None]
    days = sorted({*ends, *known, *unknown})
    path = kpi.course.line(days[0], days[-1])
    values = [*(due for _, due in path), *known.values()]
    low, high = min(values), max(values)
    total, height = max((days[-1] - days[0]).days, 1), (high - low) or 1.0

    def at(day: date, value: float) -> Point:
        return (day - days[0]).days / total, 1 - (value - low) / height

    runs: list[list[Point]] = [[]]
    for day in sorted({*known, *unknown}):
        if day in known:
            runs[-1].append(at(day, known[day]))
        else:
            runs.append([])
    return KpiCourse([at(day, due) for day, due in path], [run for run in runs if run])


def course_against_plan(points: Sequence[tuple[date, float, float | None]], said: str, palette: Palette) -> Markup:
    """Actual over its plan (dashed) in percent, 0 to 100, at every 時点, the newest as a dot; nothing of but one 時点.

    A point is a 時点 with its plan and its actual; the line is broken where nothing was reported.
    """
    if len(points) < 2:  # noqa: PLR2004  # a line has two ends
        return Markup()
    first, days = points[0][0], max((points[-1][0] - points[0][0]).days, 1)

    def at(day: date, percent: float) -> Point:
        return EDGE + (WIDTH - 2 * EDGE) * (day - first).days / days, HEIGHT - EDGE - (
            HEIGHT - 2 * EDGE
        ) * percent / 100

    parts = [line([at(day, planned) for day, planned, _ in points], palette.quiet, 1.2, dashed=True)]
    runs: list[list[Point]] = [[]]
    for day, _, actual in points:
        if actual is None:
            runs.append([])
        else:
            runs[-1].append(at(day, actual))
    parts += [line(run, palette.key, 2) for run in runs if len(run) > 1]
    if runs[-1]:
        parts.append(dot(*runs[-1][-1], 4, palette.key))
    return picture(WIDTH, HEIGHT, parts, said, "kdx-course")


def course_of_kpi(kpi: KpiResult, palette: Palette) -> Markup:
    """A KPI's actuals with dots and the path to its target."""
    course = points_of_kpi(kpi)
    path, *runs = [[(4 + 192 * x, 6 + 38 * y) for x, y in points] for points in (course.path, *course.runs)]
    parts = [line(path, palette.quiet, 1.2, dashed=True)]
    parts += [line(run, palette.key, 1.8) for run in runs if len(run) > 1]
    parts += [dot(x, y, 2, palette.key) for run in runs for x, y in run]
    return picture(200, 48, parts, f"{kpi.name}の推移。点線は目標への道すじ", "course")
