"""Progress of a group over time: planned curve, actuals at each published 時点 and earned-schedule forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, period_bands, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.labels import bare, percent
from kdx_metrics.charts.drawing.placing import PlotArea
from kdx_metrics.charts.drawing.plot import Plot
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure, note
from kdx_metrics.charts.drawing.text import strong
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.numbers.earned_schedule import EarnedSchedule, FloatArray
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.meeting.outlooks import no_pace

HEIGHT = 360
POINTS = 160  # of the planned curve, one per two or three weeks of eight years
FORECAST_STEPS = 12  # parts of the forecast's line
TOP = 116  # percent at the upper edge, with room for a label over a full line
WIDTH = 1200
WEIGHTS = {"実績": 3.0, "見込み": 2.0}  # cost of covering a point of a trace
VISIBLY_MOVED = 2.0  # percentage points between an earlier plan and the present one

Point = tuple[date, float, float | None]


def progress_curve(
    planned: tuple[date, FloatArray] | None,
    history: Sequence[Point],
    earned: EarnedSchedule,
    strategy: Strategy,
    *,
    width: int = WIDTH,
    style: Style = SCREEN,
) -> go.Figure:
    """Planned curve, actuals and the dashed forecast to the end of the running 期.

    `planned` is the result of `earned_schedule.planned_curve`, None without one. `history` holds (時点, actual, plan
    at that 時点) in percent, in any order; plans of earlier 時点 are small marks, since the plan may have changed.
    """
    palette, scale = style.palette, style.scale
    points = sorted(history)
    days = [day for day, _, _ in points]
    first = min([strategy.first_day, *days, *([planned[0]] if planned else [])]) - timedelta(days=20)
    last = max([strategy.last_day, *days]) + timedelta(days=45)
    ahead = _at_this_pace(planned, points, earned, strategy)
    traces: list[Any] = [_plan(planned, palette, style)] if planned is not None else []
    if points:
        traces += [_moved(points, palette), _actual(points, palette)]
    if ahead:
        traces.append(_forecast(ahead, palette))
    period_days = min((period.last_day - period.first_day).days for period in strategy.periods)
    pixels, height, bar = width - 70, style.scaled(HEIGHT), scale.small + 6
    current = strategy.period_at(points[-1][0]).number if points else 0
    room = period_days / (last - first).days * pixels / scale.small
    bands, names = period_bands(strategy, current, style=style, bar=bar, room=room)
    years = year_axis(first, last, width=pixels, style=style)
    plot = Plot(first, last, 0, TOP, style, PlotArea(pixels, height - bar - 8 - 3.2 * scale.small, 0))
    plot.avoid(traces, WEIGHTS)
    return figure(
        traces or [go.Scatter(x=[iso(first)], y=[0], mode="none", hoverinfo="skip")],
        style=style,
        height=height,
        shapes=[*bands, *year_lines(first, last, style=style)],
        annotations=[
            *names,
            *_labels(planned, points, ahead, plot),
            *year_note(years, style=style),
            *([] if traces else [note(no_pace("nothing_evaluable"), style)]),
        ],
        xaxis=years,
        yaxis={"range": [0, TOP], "tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25", "50", "75", "100%"]},
        margin={"l": 8, "r": 12, "t": scale.small + 14, "b": 8, "pad": 4},
    )


def _at_this_pace(
    planned: tuple[date, FloatArray] | None, points: Sequence[Point], earned: EarnedSchedule, strategy: Strategy
) -> list[tuple[date, float]]:
    """Days from the latest actual to the end of its 期, each with the actual that the present pace leads to.

    The planned curve, stretched by 1/SPI(t): what the plan has reached on its day ES is reached on day AT.
    """
    if planned is None or not points or not earned.spi_t:
        return []
    latest, end = points[-1][0], strategy.period_at(points[-1][0]).last_day
    if latest >= end:
        return []
    days = [latest + (end - latest) * step / FORECAST_STEPS for step in range(FORECAST_STEPS + 1)]
    start, values = planned
    positions = [((day - start).days + 1) * earned.spi_t for day in days]
    return list(zip(days, np.interp(positions, np.arange(len(values)), values).tolist(), strict=True))


def _plan(planned: tuple[date, FloatArray], palette: Palette, style: Style) -> go.Scatter:
    start, values = planned
    step = max(len(values) // POINTS, 1)
    indices = sorted({*range(0, len(values), step), len(values) - 1})
    days = [start + timedelta(days=index - 1) for index in indices]
    planned_values = [float(values[index]) for index in indices]
    return go.Scatter(
        name="計画",
        mode="lines",
        x=[iso(day) for day in days],
        y=planned_values,
        line={"color": palette.quiet, "width": 3 * style.scale.factor},
        hovertext=[
            f"{wareki_and_iso(day)}の計画は{percent(value)}" for day, value in zip(days, planned_values, strict=True)
        ],
        hoverinfo="text",
    )


def _actual(points: Sequence[Point], palette: Palette) -> go.Scatter:
    return go.Scatter(
        name="実績",
        mode="lines+markers",
        x=[iso(day) for day, _, _ in points],
        y=[actual for _, actual, _ in points],
        line={"color": palette.key, "width": 3},
        marker={"symbol": "circle", "size": 11, "color": palette.key, "line": {"width": 2, "color": palette.page}},
        customdata=[[iso(day)] for day, _, _ in points],
        hovertext=[
            f"{strong(wareki_and_iso(day) + '時点')}<br>実績 {percent(actual)}"
            + ("" if plan is None else f"、その時点の計画 {percent(plan)}")
            for day, actual, plan in points
        ],
        hoverinfo="text",
    )


def _moved(points: Sequence[Point], palette: Palette) -> go.Scatter:
    marks = [(day, plan) for day, _, plan in points if plan is not None]
    return go.Scatter(
        name="その時点の計画",
        mode="markers",
        x=[iso(day) for day, _ in marks],
        y=[plan for _, plan in marks],
        marker={"symbol": "line-ew", "size": 12, "line": {"width": 3, "color": palette.quiet}},
        hovertext=[f"{wareki_and_iso(day)}時点の計画は{percent(plan)}" for day, plan in marks],
        hoverinfo="text",
    )


def _forecast(ahead: Sequence[tuple[date, float]], palette: Palette) -> go.Scatter:
    day, value = ahead[-1]
    sizes = [0] * (len(ahead) - 1) + [11]
    return go.Scatter(
        name="見込み",
        mode="lines+markers",
        x=[iso(each) for each, _ in ahead],
        y=[percentage for _, percentage in ahead],
        line={"color": palette.key, "width": 2, "dash": "dash"},
        marker={"symbol": "circle-open", "size": sizes, "color": palette.key, "line": {"width": 2}},
        hovertext=[f"このままの速さが続くと{wareki_and_iso(day)}に{percent(value)}の見込み"] * len(ahead),
        hoverinfo="text",
    )


def _labels(
    planned: tuple[date, FloatArray] | None, points: Sequence[Point], ahead: Sequence[tuple[date, float]], plot: Plot
) -> list[dict[str, Any]]:
    """Names beside the lines, in place of a legend."""
    palette = plot.style.palette
    labels = []
    is_short = bool(points) and (points[-1][2] is None or points[-1][1] <= points[-1][2])
    if points:
        day, actual, _ = points[-1]
        text = f"実績 {bare(actual)}%"
        choices = plot.around(day, actual, below=is_short)
        labels.append(plot.write(text, choices, colour=palette.key, shown=strong(text)))
    if ahead:
        day, value = ahead[-1]
        text = f"このままなら期末に {bare(value)}%"
        labels.append(plot.write(text, plot.around(day, value, below=is_short), colour=palette.key))
    if planned is not None:
        start, values = planned
        index = int((values <= 80).sum()) - 1  # noqa: PLR2004  # high on the curve, clear of the actuals
        choices = plot.around(start + timedelta(days=index), float(values[index]), below=False)
        labels.append(plot.write("計画", choices, colour=palette.quiet))
        labels += _moved_label(planned, points, plot)
    return labels


def _moved_label(planned: tuple[date, FloatArray], points: Sequence[Point], plot: Plot) -> list[dict[str, Any]]:
    """Name of the marks of earlier plans, at the mark furthest from the present plan."""
    start, values = planned

    def planned_now(day: date) -> float:
        return float(values[min(max((day - start).days + 1, 0), len(values) - 1)])

    moved = [(abs(plan - planned_now(day)), day, plan) for day, _, plan in points if plan is not None]
    if not moved or max(moved)[0] < VISIBLY_MOVED:
        return []
    _, day, plan = max(moved)
    return [plot.write("その時点の計画", plot.around(day, plan, below=False), colour=plot.style.palette.quiet)]
