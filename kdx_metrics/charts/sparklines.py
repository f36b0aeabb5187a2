"""Small lines over time as inline SVG, for tables and tiles, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.charts.drawing.svg import DASHED, Point, dot, line, picture
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.numbers.kpi import KpiResult

WIDTH, HEIGHT, EDGE = 120, 44, 6  # px of a course of numbers
DOT, LAST = 2.5, 4.0  # radius of a value that stands alone, and of the newest
KPI_WIDTH, KPI_HEIGHT, KPI_EDGE = 200, 56, 9  # px of the small line of a KPI
KPI_SCALE = 2  # which is shown at about half its size


def course_of_numbers(values: Sequence[float | None], alt: str, palette: Palette) -> Markup:
    """One number at every published 時点 over a line at 0, the newest as a dot; nothing where there is none."""
    filled = [(position, value) for position, value in enumerate(values) if value is not None]
    if not filled:
        return Markup()
    numbers = [value for _, value in filled]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    steps, height = max(len(values) - 1, 1), (high - low) or 1.0

    def at(position: int, value: float) -> Point:
        """The newest at the right end; a number above 0 above its line, and 0 alone at the foot."""
        x = WIDTH - EDGE - (WIDTH - 2 * EDGE) * (len(values) - 1 - position) / steps
        return x, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / height

    points = [at(position, value) for position, value in filled]
    parts = [_baseline(at(0, 0.0)[1], palette), line(points, palette.ink, 2), dot(*points[-1], LAST, palette.ink)]
    return picture(WIDTH, HEIGHT, parts, alt, "kdx-course")


def _baseline(y: float, palette: Palette) -> Markup:
    return line([(0, y), (WIDTH, y)], palette.quiet, 1)


class KpiCourse(NamedTuple):
    """The path to a KPI's target, and its actuals in runs without a gap; from 0 to 1 rightwards and downwards."""

    path: list[Point]
    runs: list[list[Point]]


def points_of_kpi(kpi: KpiResult) -> KpiCourse:
    """The small line of a KPI, which is broken where a value is not known."""
    reported = {actual.as_of: actual.value for actual in kpi.actuals}
    unknown = {day for day, _ in kpi.pending}
    ends = [day for day in (kpi.baseline_on, kpi.target_on) if day is not None]
    days = sorted({*ends, *reported, *unknown})
    path = kpi.course.line(days[0], days[-1])
    values = [*(due for _, due in path), *reported.values()]
    low, high = min(values), max(values)
    total, height = max((days[-1] - days[0]).days, 1), (high - low) or 1.0

    def at(day: date, value: float) -> Point:
        return (day - days[0]).days / total, 1 - (value - low) / height

    runs: list[list[Point]] = [[]]
    for day in sorted({*reported, *unknown}):
        if day in reported:
            runs[-1].append(at(day, reported[day]))
        else:
            runs.append([])
    return KpiCourse([at(day, due) for day, due in path], [run for run in runs if run])


def course_against_plan(points: Sequence[tuple[date, float, float | None]], alt: str, palette: Palette) -> Markup:
    """Actual over its plan (dashed) in percent, over a line at 0, at every 時点, the newest as a dot.

    A point is a 時点 with its plan and its actual; the line is broken where nothing was reported. Nothing where
    nothing ever was, or where one 時点 alone has no course.
    """
    if len(points) < 2:  # noqa: PLR2004  # a line has two ends
        return Markup()
    first, days = points[0][0], max((points[-1][0] - points[0][0]).days, 1)

    def at(day: date, percent: float) -> Point:
        return EDGE + (WIDTH - 2 * EDGE) * (day - first).days / days, HEIGHT - EDGE - (
            HEIGHT - 2 * EDGE
        ) * percent / 100

    runs: list[list[Point]] = [[]]
    for day, _, actual in points:
        if actual is None:
            runs.append([])
        else:
            runs[-1].append(at(day, actual))
    plan = line([at(day, planned) for day, planned, _ in points], palette.quiet, 1.2, dash=DASHED)
    parts = [_baseline(at(first, 0.0)[1], palette), plan, *_actuals(runs, palette)]
    return picture(WIDTH, HEIGHT, parts, alt, "kdx-course")


def _actuals(runs: Sequence[Sequence[Point]], palette: Palette, scale: float = 1) -> list[Markup]:
    """Runs of values as lines, a value without a neighbour as a dot, the newest, unless silence follows it, large."""
    lines = [line(run, palette.key, 2 * scale) for run in runs if len(run) > 1]
    lone = [dot(*run[0], DOT * scale, palette.key) for run in runs[:-1] if len(run) == 1]
    return [*lines, *lone, *(dot(*point, LAST * scale, palette.key) for point in runs[-1][-1:])]


def course_of_kpi(kpi: KpiResult, palette: Palette) -> Markup:
    """A KPI's actuals and the path to its target (dashed), the newest actual as a large dot."""
    course = points_of_kpi(kpi)
    width, height = KPI_WIDTH - 2 * KPI_EDGE, KPI_HEIGHT - 2 * KPI_EDGE
    path, *runs = [
        [(KPI_EDGE + width * x, KPI_EDGE + height * y) for x, y in points] for points in (course.path, *course.runs)
    ]
    parts = [line(path, palette.quiet, 2, dash=DASHED), *(_actuals(runs, palette, KPI_SCALE) if runs else [])]
    return picture(KPI_WIDTH, KPI_HEIGHT, parts, f"{kpi.name}の推移。点線は目標への道すじ", "course")
