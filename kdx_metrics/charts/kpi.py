"""One KPI over the strategy's years, with actuals, targets, expected path, forecast and missing values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from kdx_metrics.charts import kpi_traces as drawn
from kdx_metrics.charts.drawing.axes import iso, year_axis, year_lines, year_note, year_note_room
from kdx_metrics.charts.drawing.placing import Anchor, PlotArea
from kdx_metrics.charts.drawing.plot import Plot
from kdx_metrics.charts.drawing.still import still
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure
from kdx_metrics.charts.drawing.text import coloured, ems, strong
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.charts.drawing.ticks import value_axis
from kdx_metrics.charts.happenings import happening_lines
from kdx_metrics.charts.kpi_labels import WEIGHTS, Step, kpi_labels
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast
from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_start
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.happenings import Happening
from kdx_metrics.wording.kpi.kpi_sentences import band_words

SMALL_HEIGHT, LARGE_HEIGHT = 195, 380
SMALL_WIDTH, LARGE_WIDTH = 312, 1200
TOP, FOOT = 22, 6  # px above and below the plot
SMALL_BESIDE, LARGE_BESIDE = 90, 110  # px beside the plot, the axis labels included
PADDING = 0.16  # share of the range of values that stays free above and below


def kpi_small(
    kpi: KpiResult,
    forecast: Forecast,
    strategy: Strategy,
    *,
    large: bool = False,
    width: int | None = None,
    events: Sequence[Happening] = (),
    style: Style = SCREEN,
) -> go.Figure:
    """Small multiple, or `large` figure, of a KPI; customdata of each actual is `[date]`.

    The page shows small figures as pictures (`drawing.still`), SMALL_WIDTH px being the least that a telephone has.
    Targets are one step per 期, or per 年度 with a target of its own, and the expected path is dotted. A date without a
    value has a hollow mark at the top with its reason, and the line of actuals has a gap there; the values of a 単年度
    KPI are columns from 0, that of a running year hollow. Values are in the KPI's unit. A large figure has a key above
    it; small ones share one on their page. `events` of the 年表 are lines below everything, named on hover. `width` is
    the least width in px at which the figure is shown, which its labels fit.
    """
    palette, scale = style.palette, style.scale
    days = [*([kpi.baseline_on] if kpi.baseline_on else []), *(actual.as_of for actual in kpi.actuals), *kpi.targets]
    first = min(strategy.first_day, *days) - timedelta(days=60)
    last = max(strategy.last_day, *kpi.targets) + timedelta(days=60)
    low, high = _bounds(kpi, forecast)
    targets = steps(kpi, strategy)
    width = width or (LARGE_WIDTH if large else SMALL_WIDTH)
    years = _sparse(year_axis(first, last, width=width - 60, style=style), strategy, large=large)
    is_yearly = kpi.aggregation == "単年度"
    lines = [
        *drawn.outlook(kpi, forecast, palette),
        drawn.path(kpi, strategy, palette),
        *[drawn.step(day, until, value, kpi, palette) for day, until, value in targets],
        *drawn.baseline(kpi, palette),
        *([] if is_yearly else [drawn.line_of_actuals(kpi, palette)]),
        *drawn.pending(kpi, low, high, palette),
    ]
    height = style.scaled(LARGE_HEIGHT if large else SMALL_HEIGHT)
    top = TOP + (1.6 * scale.small if large else 0)
    area = PlotArea(width - (LARGE_BESIDE if large else SMALL_BESIDE), height - top - FOOT - 2.6 * scale.small, TOP)
    plot = Plot(first, last, low, high, style, area)
    plot.avoid(lines, WEIGHTS)
    if is_yearly:
        drawn.avoid_columns(kpi, plot)
    labels = kpi_labels(kpi, targets, plot)
    first_drawn = happening_lines([event for event in events if first <= event.day <= last], low, high, palette)
    return figure(
        [*first_drawn, *(drawn.columns_of_actuals(kpi, palette) if is_yearly else []), *lines],
        style=style,
        height=height,
        shapes=[*(year_lines(first, last, style=style) if large else []), *_allowed(targets, kpi, palette)],
        annotations=[*labels, *year_note(years, style=style), *([key(kpi, forecast, style, events)] if large else [])],
        xaxis=years,
        yaxis=value_axis(
            low,
            high,
            most=6 if large else 4,
            unit=kpi.unit if ems(kpi.unit) <= 2 else "",  # noqa: PLR2004  # a longer unit is in the title
        ),
        margin={"l": year_note_room(style), "r": 14, "t": top, "b": FOOT, "pad": 3},
    )


def kpi_picture(
    kpi: KpiResult,
    forecast: Forecast,
    strategy: Strategy,
    alt: str,
    *,
    events: Sequence[Happening] = (),
    style: Style = SCREEN,
) -> Markup:
    """The small figure as an SVG picture, described by `alt`; nothing shows on hover."""
    return still(kpi_small(kpi, forecast, strategy, events=events, style=style), SMALL_WIDTH, alt, style)


def _bounds(kpi: KpiResult, forecast: Forecast) -> tuple[float, float]:
    values = [*(actual.value for actual in kpi.actuals), *(value for _, value in kpi.path.corners)]
    values += [kpi.baseline] if kpi.baseline is not None else []
    if forecast.low is not None and forecast.high is not None:
        floor, ceiling = drawn.limits(kpi)
        values += [max(forecast.low, floor), min(forecast.high, ceiling)]
    if kpi.tolerance is not None and kpi.target is not None:
        values += [kpi.target - kpi.tolerance, kpi.target + kpi.tolerance]
    low, high = min(values), max(values)
    if kpi.aggregation == "単年度":
        low, high = min(low, 0.0), max(high, 0.0)
        room = (high - low) * PADDING or 1.0
        return (low - room if low < 0 else 0.0), high + 1.5 * room
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


def steps(kpi: KpiResult, strategy: Strategy) -> list[Step]:
    """First day, last day and value of each target, the last day being that on which it is due.

    A target is that of its 期, or of its 年度 in a 期 with several. One due before 基準日 is left out unless in force.
    """
    by_date: list[Step] = []
    for due, value in kpi.targets.items():
        if kpi.baseline_on is not None and due <= kpi.baseline_on and due != kpi.target_on:
            continue
        period = strategy.period_at(due)
        is_only = due == period.last_day and not any(period.first_day <= day < due for day in kpi.targets)
        by_date.append((period.first_day if is_only else fiscal_year_start(fiscal_year(due)), due, value))
    return by_date


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


def key(kpi: KpiResult, forecast: Forecast, style: Style, events: Sequence[Happening] = ()) -> dict[str, Any]:
    """Legend of what this figure draws."""
    palette, is_yearly = style.palette, kpi.aggregation == "単年度"
    running = any(not actual.is_of_whole_year for actual in kpi.actuals)
    entries = [
        (coloured("■", palette.key) + " 実績(年度)" if is_yearly else coloured("━●", palette.key) + " 実績", True),
        (coloured("□", palette.key) + " 途中の年度", is_yearly and running),
        (f"{strong('━')} 目標", bool(kpi.targets)),
        (coloured("┈", palette.quiet) + " 目標への道すじ", True),
        ("◇ 基準値", kpi.baseline is not None),
        (coloured("╎", palette.quiet) + " 年表の出来事", bool(events)),
        (coloured("╌○", palette.accent) + f" 見込みと{band_words()}", forecast.value is not None),
    ]
    text = "\u3000".join(entry for entry, is_drawn in entries if is_drawn)
    return annotation(
        text, style, x=0, y=1, of_x="paper", of_y="paper", anchor=Anchor("left", "bottom", 0, 22), align="left"
    )
