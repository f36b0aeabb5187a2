"""Traces in the figure of a KPI: targets, path, 基準値, actuals as a line or as columns, missing values, forecast."""

from __future__ import annotations

from datetime import date, timedelta

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.plot import Plot
from kdx_metrics.charts.drawing.text import safe
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.charts.kpi_labels import BAND_TRACE, middle_of_year, months_in_words, with_unit
from kdx_metrics.numbers.kpi import Actual, KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast, prediction_band
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year, wareki_and_iso
from kdx_metrics.plan.formats import format_amount
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.kpi.amounts import of_forecast
from kdx_metrics.wording.kpi.kpi_sentences import band_words
from kdx_metrics.wording.words import NO_DATA

COLUMN_DAYS = 220  # width of the column of a 年度
DAY = 86_400_000  # milliseconds, the unit of plotly's widths on a date axis


def step(start: date, end: date, value: float, kpi: KpiResult, palette: Palette) -> go.Scatter:
    """One target over the days for which it holds."""
    return go.Scatter(
        name="目標",
        mode="lines",
        x=[iso(start), iso(end)],
        y=[value, value],
        line={"color": palette.ink, "width": 3},
        hovertext=[f"{wareki_and_iso(end)}までの目標は{with_unit(value, kpi)}"] * 2,
        hoverinfo="text",
    )


def path(kpi: KpiResult, strategy: Strategy, palette: Palette) -> go.Scatter:
    """The expected path."""
    begins_level = kpi.baseline is None or kpi.baseline_on is None or kpi.course.stepped
    first = strategy.first_day if begins_level else kpi.baseline_on
    corners = kpi.course.line(first or strategy.first_day, max(strategy.last_day, *kpi.targets))
    return go.Scatter(
        name="期待値",
        mode="lines",
        x=[iso(day) for day, _ in corners],
        y=[value for _, value in corners],
        line={"color": palette.quiet, "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )


def baseline(kpi: KpiResult, palette: Palette) -> list[go.Scatter]:
    """Mark of 基準値."""
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


def line_of_actuals(kpi: KpiResult, palette: Palette) -> go.Scatter:
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


def columns_of_actuals(kpi: KpiResult, palette: Palette) -> list[go.Bar]:
    """One column per 年度 of a 単年度 KPI, from 0 to its newest value; that of a running year is hollow."""
    columns = []
    for name, actuals in _by_completeness(kpi):
        whole = name == "実績"
        columns.append(
            go.Bar(
                name=name,
                x=[iso(middle_of_year(actual.as_of)) for actual in actuals],
                y=[actual.value for actual in actuals],
                width=COLUMN_DAYS * DAY,
                marker={
                    "color": palette.key if whole else palette.page,
                    "line": {"width": 0 if whole else 2, "color": palette.key},
                },
                customdata=[[iso(actual.as_of)] for actual in actuals],
                hovertext=[_year_in_words(actual, kpi) for actual in actuals],
                hoverinfo="text",
            )
        )
    return columns


def avoid_columns(kpi: KpiResult, plot: Plot) -> None:
    """Keep labels off the columns."""
    half = timedelta(days=COLUMN_DAYS / 2)
    for _, actuals in _by_completeness(kpi):
        for actual in actuals:
            middle, foot = middle_of_year(actual.as_of), max(plot.bottom, 0.0)
            corners = [(middle - half, foot), (middle - half, actual.value), (middle + half, actual.value)]
            plot.avoid_line([*corners, (middle + half, foot), (middle, foot), (middle, actual.value)], weight=3.0)


def _by_completeness(kpi: KpiResult) -> list[tuple[str, list[Actual]]]:
    """Newest value of each 年度, those of whole years apart from that of a running one; kinds without any left out."""
    newest = {fiscal_year(actual.as_of): actual for actual in kpi.actuals}
    whole = [actual for actual in newest.values() if actual.is_of_whole_year]
    running = [actual for actual in newest.values() if not actual.is_of_whole_year]
    return [(name, actuals) for name, actuals in (("実績", whole), ("途中の年度", running)) if actuals]


def _year_in_words(actual: Actual, kpi: KpiResult) -> str:
    year = era_fiscal_year(fiscal_year(actual.as_of))
    when = "" if actual.is_of_whole_year else f"・{months_in_words(actual.as_of)}"
    return f"{year}の実績は{with_unit(actual.value, kpi)}({wareki_and_iso(actual.as_of)}{when})"


def pending(kpi: KpiResult, low: float, high: float, palette: Palette) -> list[go.Scatter]:
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


def outlook(kpi: KpiResult, forecast: Forecast, palette: Palette) -> list[go.Scatter]:
    """Band of the forecast from the latest actual to the forecast's date, as wide as it is on each day, and its line.

    The band of a percentage ends at 0 and 100.
    """
    low, value, high = forecast.low, forecast.value, forecast.high
    if forecast.on is None or low is None or value is None or high is None:
        return []
    band = prediction_band(kpi, forecast.on)
    days = [iso(day) for day, _, _ in band]
    floor, ceiling = limits(kpi)
    upper = [min(middle + margin, ceiling) for _, middle, margin in band]
    lower = [min(max(middle - margin, floor), ceiling) for _, middle, margin in band]
    rounding = of_forecast(kpi, forecast)
    hover = f"{wareki_and_iso(forecast.on)}の見込みは{format_amount(value, rounding)}{safe(kpi.unit)}"
    hover += f"({band_words()} {format_amount(low, rounding)}~{format_amount(high, rounding)})"
    return [
        go.Scatter(
            name=BAND_TRACE,
            mode="lines",
            x=[*days, *reversed(days)],
            y=[*upper, *reversed(lower)],
            fill="toself",
            fillcolor=palette.track,
            line={"width": 1, "color": palette.accent},
            hoverinfo="skip",
        ),
        go.Scatter(
            name="見込み",
            mode="lines+markers",
            x=[days[0], days[-1]],
            y=[band[0][1], value],
            line={"color": palette.accent, "width": 2, "dash": "dash"},
            marker={"symbol": "circle-open", "size": [0, 9], "line": {"width": 2}},
            hovertext=["", hover],
            hoverinfo="text",
        ),
    ]


def limits(kpi: KpiResult) -> tuple[float, float]:
    """Values beyond which a band is not drawn: a percentage that has never been outside 0–100 does not get there."""
    values = [*(actual.value for actual in kpi.actuals), *kpi.targets.values()]
    if kpi.unit == "%" and min(values) >= 0 and max(values) <= 100:  # noqa: PLR2004  # percent
        return 0.0, 100.0
    return -float("inf"), float("inf")
