"""Progress of a group over time: planned curve, actuals at each published 時点 and earned-schedule forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, period_bands, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.labels import bare, percent
from kdx_metrics.charts.drawing.text import strong
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Mode, Palette, Scale, Size, figure, halo, note, scaled
from kdx_metrics.numbers.earned_schedule import EarnedSchedule, FloatArray
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso, wareki_month
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.outlooks import no_pace

HEIGHT = 360
POINTS = 160  # of the planned curve, one per two or three weeks of eight years
LONGEST = timedelta(days=2 * 365)  # the axis ends at most this long after the plan
WIDTH = 1200
VISIBLY_MOVED = 2.0  # percentage points between an earlier plan and the present one

Point = tuple[date, float, float | None]


def progress_curve(
    planned: tuple[date, FloatArray] | None,
    history: Sequence[Point],
    earned: EarnedSchedule,
    strategy: Strategy,
    *,
    width: int = WIDTH,
    mode: Mode = "light",
    size: Size = "screen",
) -> go.Figure:
    """Planned curve, actuals and the dashed forecast to 100 %.

    `planned` is the result of `earned_schedule.planned_curve`, None without one. `history` holds (時点, actual, plan
    at that 時点) in percent, in any order; plans of earlier 時点 are small marks, since the plan may have changed.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    points = sorted(history)
    end = earned.forecast_end
    horizon = strategy.last_day + LONGEST
    last = max(strategy.last_day, *(day for day, _, _ in points), min(end, horizon) if end else strategy.last_day)
    first = min(strategy.first_day, *(day for day, _, _ in points), planned[0] if planned else strategy.first_day)
    first, last = first - timedelta(days=20), last + timedelta(days=45)
    traces: list[Any] = [_plan(planned, palette, size)] if planned is not None else []
    if points:
        traces += [_moved(points, palette), _actual(points, palette)]
    if points and end is not None:
        traces.append(_forecast(points[-1], end, last, palette))
    period_days = min((period.last_day - period.first_day).days for period in strategy.periods)
    pixels = width - 70
    current = strategy.period_at(points[-1][0]).number if points else 0
    bands, names = period_bands(
        strategy,
        current,
        mode=mode,
        size=size,
        bar=scale.small + 6,
        room=period_days / (last - first).days * pixels / scale.small,
    )
    years = year_axis(first, last, width=pixels, mode=mode, size=size)
    return figure(
        traces or [go.Scatter(x=[iso(first)], y=[0], mode="none", hoverinfo="skip")],
        mode=mode,
        size=size,
        height=scaled(HEIGHT, size),
        shapes=[*bands, *year_lines(first, last, mode=mode)],
        annotations=[
            *names,
            *_labels(planned, points, end, (first, last), mode, size),
            *year_note(years, mode=mode, size=size),
            *([] if traces else [note(no_pace("nothing_evaluable"))]),
        ],
        xaxis=years,
        yaxis={
            "range": [0, 116],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", "100%"],
        },
        margin={"l": 8, "r": 12, "t": scale.small + 14, "b": 8, "pad": 4},
    )


def _plan(planned: tuple[date, FloatArray], palette: Palette, size: Size) -> go.Scatter:
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
        line={"color": palette.quiet, "width": 3 * SCALES[size].factor},
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


def _forecast(latest: Point, end: date, edge: date, palette: Palette) -> go.Scatter:
    """Line from the latest actual to 100 % on `end`, cut off at `edge`."""
    day, actual, _ = latest
    x, y = [iso(day), iso(end)], [actual, 100.0]
    if end > edge:
        share = (edge - day).days / max((end - day).days, 1)
        x, y = [iso(day), iso(edge)], [actual, actual + (100 - actual) * share]
    inside = end <= edge
    return go.Scatter(
        name="見込み",
        mode="lines+markers" if inside else "lines",
        x=x,
        y=y,
        line={"color": palette.key, "width": 2, "dash": "dash"},
        marker={"symbol": "circle-open", "size": [0, 11], "color": palette.key, "line": {"width": 2}},
        hovertext=[f"このままの速さが続くと{wareki_and_iso(end)}に完了する見込み"] * 2,
        hoverinfo="text",
    )


def _labels(
    planned: tuple[date, FloatArray] | None,
    points: Sequence[Point],
    end: date | None,
    shown: tuple[date, date],
    mode: Mode,
    size: Size,
) -> list[dict[str, Any]]:
    """Names beside the lines, in place of a legend."""
    palette, scale = PALETTES[mode], SCALES[size]
    labels = []
    if planned is not None:
        start, values = planned
        index = int((values <= 80).sum()) - 1  # noqa: PLR2004  # high on the curve, clear of the actuals
        day = start + timedelta(days=index)
        labels.append(_label(day, float(values[index]), "計画", palette.quiet, scale, palette, left=True))
        labels += _moved_label(planned, points, shown, palette, scale)
    if points:
        day, actual, plan = points[-1]
        below = plan is None or actual <= plan
        text = strong(f"実績 {bare(actual)}%")
        labels.append(_label(day, actual, text, palette.key, scale, palette, left=not below, below=below))
    if points and end is not None:
        inside = end <= shown[1]
        text = f"このままなら{wareki_month(end)}に完了" + ("" if inside else "(図の外)")
        label = _label(end if inside else shown[1], 100.0, text, palette.key, scale, palette, left=True)
        labels.append(label | {"xshift": 0, "yshift": 8})
    return labels


def _moved_label(
    planned: tuple[date, FloatArray],
    points: Sequence[Point],
    shown: tuple[date, date],
    palette: Palette,
    scale: Scale,
) -> list[dict[str, Any]]:
    """Name of the marks of earlier plans, at the mark furthest from the present plan."""
    start, values = planned

    def planned_now(day: date) -> float:
        return float(values[min(max((day - start).days + 1, 0), len(values) - 1)])

    leftmost = shown[0] + (shown[1] - shown[0]) * 0.25  # further left the label would leave the plot
    moved = [
        (abs(plan - planned_now(day)), day, plan) for day, _, plan in points if plan is not None and day > leftmost
    ]
    if not moved or max(moved)[0] < VISIBLY_MOVED:
        return []
    _, day, plan = max(moved)
    return [_label(day, plan, "その時点の計画", palette.quiet, scale, palette, left=True)]


def _label(
    day: date,
    value: float,
    text: str,
    colour: str,
    scale: Scale,
    palette: Palette,
    *,
    left: bool = False,
    below: bool = False,
) -> dict[str, Any]:
    return {
        "x": iso(day),
        "y": value,
        "text": text,
        "showarrow": False,
        "xanchor": "right" if left else "left",
        "xshift": -8 if left else 8,
        "yanchor": "top" if below else "bottom",
        "yshift": -4 if below else 4,
        "font": {"size": scale.small, "color": colour, "shadow": halo(palette)},
    }
