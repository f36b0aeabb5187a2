"""One KPI over the strategy's years, with actuals, targets, expected path, forecast and missing values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, year_axis, year_lines, year_note, year_note_room
from kdx_metrics.charts.drawing.placing import PlotArea
from kdx_metrics.charts.drawing.text import ems, safe
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Mode, Palette, Size, figure, scaled
from kdx_metrics.charts.drawing.ticks import value_axis
from kdx_metrics.charts.kpi_labels import BAND_TRACE, Plot, Step, kpi_labels, with_unit
from kdx_metrics.numbers.forecast import Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_start, wareki_and_iso
from kdx_metrics.plan.formats import format_amount
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.amounts import of_goal
from kdx_metrics.wording.kpi_sentences import band_words
from kdx_metrics.wording.words import NO_DATA

SMALL_HEIGHT, LARGE_HEIGHT = 240, 380
SMALL_WIDTH, LARGE_WIDTH = 380, 1200
TOP, FOOT, BESIDE = 22, 6, 110  # px above, below and beside the plot, beside it including the axis labels
PADDING = 0.16  # share of the range of values that stays free above and below


def kpi_small(
    kpi: KpiResult,
    forecast: Forecast,
    strategy: Strategy,
    *,
    large: bool = False,
    width: int | None = None,
    mode: Mode = "light",
    size: Size = "screen",
) -> go.Figure:
    """Small multiple, or `large` figure, of a KPI; customdata of each actual is `[date]`.

    Targets are one step per 期, or per 年度 with a target of its own, and the expected path is dotted. A date without a
    value has a hollow mark at the top with its reason, and the line of actuals has a gap there. Values are in the KPI's
    unit; their axis need not begin at 0. `width` is the least width in px at which the figure is shown; the labels fit
    it.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    days = [*([kpi.baseline_on] if kpi.baseline_on else []), *(actual.as_of for actual in kpi.actuals), *kpi.targets]
    first = min(strategy.first_day, *days) - timedelta(days=60)
    last = max(strategy.last_day, *kpi.targets) + timedelta(days=60)
    low, high = _bounds(kpi, forecast)
    steps = _steps(kpi, strategy)
    width = width or (LARGE_WIDTH if large else SMALL_WIDTH)
    years = _sparse(year_axis(first, last, width=width - 60, mode=mode, size=size), strategy, large=large)
    traces = [
        *_band(kpi, forecast, palette),
        _path(kpi, strategy, palette),
        *[_step(day, until, value, kpi, palette) for day, until, value in steps],
        *_baseline(kpi, palette),
        _actuals(kpi, palette),
        *_pending(kpi, low, high, palette),
    ]
    height = scaled(LARGE_HEIGHT if large else SMALL_HEIGHT, size)
    area = PlotArea(width - BESIDE, height - TOP - FOOT - 2.6 * scale.small, TOP)
    plot = Plot(first, last, low, high, palette, scale, area)
    plot.avoid(traces)
    labels = kpi_labels(kpi, steps, plot)
    return figure(
        traces,
        mode=mode,
        size=size,
        height=height,
        shapes=[*(year_lines(first, last, mode=mode) if large else []), *_allowed(steps, kpi, palette)],
        annotations=labels + year_note(years, mode=mode, size=size),
        xaxis=years,
        yaxis=value_axis(
            low,
            high,
            most=6 if large else 4,
            unit=kpi.unit if ems(kpi.unit) <= 2 else "",  # noqa: PLR2004  # a longer unit is in the title
        ),
        margin={"l": year_note_room(size), "r": 14, "t": TOP, "b": FOOT, "pad": 3},
    )


def _bounds(kpi: KpiResult, forecast: Forecast) -> tuple[float, float]:
    values = [*(actual.value for actual in kpi.actuals), *(value for _, value in kpi.path.corners)]
    values += [kpi.baseline] if kpi.baseline is not None else []
    if forecast.low is not None and forecast.high is not None:
        values += [forecast.low, forecast.high]
    if kpi.tolerance is not None and kpi.target is not None:
        values += [kpi.target - kpi.tolerance, kpi.target + kpi.tolerance]
    low, high = min(values), max(values)
    room = (high - low) * PADDING or abs(high) * PADDING or 1.0
    return low - 1.3 * room, high + room  # a label below the last value needs more than one above


def _sparse(axis: dict[str, Any], strategy: Strategy, *, large: bool) -> dict[str, Any]:
    """Axis on which, unless `large`, only the first 年度 of each 期 is labelled."""
    if large:
        return axis
    labelled = {str(period.first_fiscal_year) for period in strategy.periods}
    pairs = [
        (value, text)
        for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
        if any(year in text for year in labelled)
    ]
    return axis | {"tickvals": [value for value, _ in pairs], "ticktext": [text for _, text in pairs]}


def _steps(kpi: KpiResult, strategy: Strategy) -> list[Step]:
    """First day, last day and value of each target, the last day being that on which it is due.

    A target is that of its 期, or of its 年度 in a 期 with several. One due before 基準日 is left out unless in force.
    """
    steps: list[Step] = []
    for due, value in kpi.targets.items():
        if kpi.baseline_on is not None and due <= kpi.baseline_on and due != kpi.target_on:
            continue
        period = strategy.period_at(due)
        is_only = due == period.last_day and not any(period.first_day <= day < due for day in kpi.targets)
        steps.append((period.first_day if is_only else fiscal_year_start(fiscal_year(due)), due, value))
    return steps


def _step(start: date, end: date, value: float, kpi: KpiResult, palette: Palette) -> go.Scatter:
    return go.Scatter(
        name="目標",
        mode="lines",
        x=[iso(start), iso(end)],
        y=[value, value],
        line={"color": palette.ink, "width": 3},
        hovertext=[f"{wareki_and_iso(end)}までの目標は{with_unit(value, kpi)}"] * 2,
        hoverinfo="text",
    )


def _allowed(steps: Sequence[Step], kpi: KpiResult, palette: Palette) -> list[dict[str, Any]]:
    """For a KPI to be maintained (維持), the band of tolerance around each target."""
    width = kpi.tolerance
    if width is None:
        return []
    return [
        {"type": "rect", "x0": iso(start), "x1": iso(end), "y0": value - width, "y1": value + width}
        | {"fillcolor": palette.band, "line": {"width": 1, "color": palette.grid}, "layer": "below"}
        for start, end, value in steps
    ]


def _path(kpi: KpiResult, strategy: Strategy, palette: Palette) -> go.Scatter:
    begins_level = kpi.baseline is None or kpi.baseline_on is None or kpi.path.stepped
    first = strategy.first_day if begins_level else kpi.baseline_on
    corners = kpi.path.line(first or strategy.first_day, max(strategy.last_day, *kpi.targets))
    return go.Scatter(
        name="期待値",
        mode="lines",
        x=[iso(day) for day, _ in corners],
        y=[value for _, value in corners],
        line={"color": palette.quiet, "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )


def _baseline(kpi: KpiResult, palette: Palette) -> list[go.Scatter]:
    if kpi.baseline is None or kpi.baseline_on is None:
        return []
    return [
        go.Scatter(
            name="基準値",
            mode="markers",
            cliponaxis=False,
            x=[iso(kpi.baseline_on)],
            y=[kpi.baseline],
            marker={"symbol": "diamond-open", "size": 10, "color": palette.ink, "line": {"width": 2}},
            hovertext=[f"基準値 {with_unit(kpi.baseline, kpi)}({wareki_and_iso(kpi.baseline_on)})"],
            hoverinfo="text",
        )
    ]


def _actuals(kpi: KpiResult, palette: Palette) -> go.Scatter:
    """Line of actuals in date order, with a gap at each date without a value."""
    points: list[tuple[date, float | None]] = [(actual.as_of, actual.value) for actual in kpi.actuals]
    points = sorted([*points, *((day, None) for day, _ in kpi.pending)], key=lambda point: point[0])
    return go.Scatter(
        name="実績",
        mode="lines+markers",
        connectgaps=False,
        x=[iso(day) for day, _ in points],
        y=[value for _, value in points],
        line={"color": palette.key, "width": 2.5},
        marker={"symbol": "circle", "size": 7, "color": palette.key},
        customdata=[[iso(day)] for day, _ in points],
        hovertext=[
            "" if value is None else f"{wareki_and_iso(day)}の実績は{with_unit(value, kpi)}" for day, value in points
        ],
        hoverinfo="text",
    )


def _pending(kpi: KpiResult, low: float, high: float, palette: Palette) -> list[go.Scatter]:
    """Hollow mark on a vertical line at each date without a value, at the top since at the foot it would read as 0."""
    if not kpi.pending:
        return []
    dates = [iso(day) for day, _ in kpi.pending]
    return [
        go.Scatter(
            name="値のない時点",
            mode="lines",
            x=[x for day in dates for x in (day, day, None)],
            y=[low, high, None] * len(dates),
            line={"color": palette.quiet, "width": 1, "dash": "dot"},
            hoverinfo="skip",
        ),
        go.Scatter(
            name="未集計",
            mode="markers",
            cliponaxis=False,
            x=dates,
            y=[high] * len(dates),
            marker={"symbol": "circle-open", "size": 10, "color": palette.quiet, "line": {"width": 2}},
            hovertext=[f"{wareki_and_iso(day)}の実績は{safe(reason or NO_DATA)}" for day, reason in kpi.pending],
            hoverinfo="text",
        ),
    ]


def _band(kpi: KpiResult, forecast: Forecast, palette: Palette) -> list[go.Scatter]:
    """80 % band of the forecast, from the latest actual to the forecast's date, and its middle line."""
    if forecast.on is None or forecast.value is None or kpi.as_of is None or kpi.actual is None:
        return []
    low, high = forecast.low, forecast.high
    if low is None or high is None:
        return []
    start, end = iso(kpi.as_of), iso(forecast.on)
    goal = of_goal(kpi)
    hover = f"{wareki_and_iso(forecast.on)}の見込みは{format_amount(forecast.value, goal)}{safe(kpi.unit)}"
    hover += f"({band_words()} {format_amount(low, goal)}~{format_amount(high, goal)})"
    return [
        go.Scatter(
            name=BAND_TRACE,
            mode="lines",
            x=[start, end, end, start],
            y=[kpi.actual, high, low, kpi.actual],
            fill="toself",
            fillcolor=palette.track,
            line={"width": 1, "color": palette.accent},
            hoverinfo="skip",
        ),
        go.Scatter(
            name="見込み",
            mode="lines+markers",
            x=[start, end],
            y=[kpi.actual, forecast.value],
            line={"color": palette.accent, "width": 2, "dash": "dash"},
            marker={"symbol": "circle-open", "size": [0, 9], "line": {"width": 2}},
            hovertext=["", hover],
            hoverinfo="text",
        ),
    ]
