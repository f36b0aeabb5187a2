"""Process behaviour chart (XmR) of a KPI: mean, natural limits, and signals for the better and for the worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.placing import PlotArea
from kdx_metrics.charts.drawing.plot import Plot
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure
from kdx_metrics.charts.drawing.text import safe
from kdx_metrics.charts.drawing.ticks import value_axis
from kdx_metrics.numbers.kpi import KEPT, SIGNS, Actual, KpiResult
from kdx_metrics.numbers.kpi.spc import Signal, SignalKind, XmR, rises
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.plan.formats import format_amount, format_given
from kdx_metrics.wording.kpi.amounts import of_goal
from kdx_metrics.wording.words import signal_word

HEIGHT, WIDTH = 360, 1200
LABEL_ROOM = 120  # px right of the plot for the names of the lines
SYMBOLS: Mapping[SignalKind, str] = {
    "outside": "diamond",
    "run": "square",
    "trend": "triangle-up",
    "two_of_three": "pentagon",
}
BETTER, WORSE = "よい方向", "悪い方向"


class _Line(NamedTuple):
    name: str
    value: float
    text: str
    first: date
    colour: str
    dash: str
    width: int


def xmr_chart(kpi: KpiResult, xmr: XmR, *, style: Style = SCREEN) -> go.Figure:
    """Values of `kpi.actuals`, with customdata `[date]`, and lines of mean, limits and target.

    Mean and limits stand over the values that they hold for, and not at all while a trend goes on. A value with several
    signals is marked by the first in the order outside, run, trend, two of three; its colour says whether that is for
    the better or for the worse.
    """
    scale = style.scale
    days = [actual.as_of for actual in kpi.actuals]
    first, last = days[0] - timedelta(days=20), days[-1] + timedelta(days=20)
    years = year_axis(first, last, width=WIDTH - LABEL_ROOM - 60, style=style)
    lines = _lines(kpi, xmr, first, style)
    values = [actual.value for actual in kpi.actuals] + [line.value for line in lines]
    room = (max(values) - min(values)) * 0.1 or 1.0
    low, high = min(values) - room, max(values) + room
    height = style.scaled(HEIGHT)
    plot = Plot(first, last, low, high, style, PlotArea(WIDTH - 60, height - 16 - 2.6 * scale.small, 0))
    return figure(
        [_values(kpi, style), *_signals(kpi, xmr, style)],
        style=style,
        height=height,
        showlegend=bool(xmr.signals),
        shapes=[*year_lines(first, last, style=style), *(_level(line, last) for line in lines)],
        annotations=[
            *(plot.write(line.text, plot.at_end(last, line.value), colour=line.colour) for line in lines),
            *year_note(years, style=style),
        ],
        xaxis=years,
        yaxis=value_axis(low, high, most=6),
        margin={"l": 8, "r": LABEL_ROOM * scale.factor, "t": 8, "b": 8, "pad": 4},
    )


def _lines(kpi: KpiResult, xmr: XmR, first: date, style: Style) -> list[_Line]:
    """Target, and mean and limits where they hold."""
    palette, goal, unit = style.palette, of_goal(kpi), safe(kpi.unit)
    lines = []
    if kpi.target is not None:
        text = f"目標 {format_given(kpi.target)}{unit}"
        lines.append(_Line("目標", kpi.target, text, first, palette.ink, "solid", 3))
    if xmr.steady is None:
        since = kpi.actuals[xmr.first].as_of if xmr.first else first
        for name, value, dash in (
            ("平均", xmr.mean, "solid"),
            ("上限", xmr.upper, "dash"),
            ("下限", xmr.lower, "dash"),
        ):
            text = f"{name} {format_amount(value, goal)}{unit}"
            lines.append(_Line(name, value, text, since, palette.quiet, dash, 2))
    return lines


def _values(kpi: KpiResult, style: Style) -> go.Scatter:
    grey = style.palette.quiet
    return go.Scatter(
        name="実績",
        mode="lines+markers",
        showlegend=False,
        x=[iso(actual.as_of) for actual in kpi.actuals],
        y=[actual.value for actual in kpi.actuals],
        line={"color": grey, "width": 2},
        marker={"size": 8, "color": grey},
        customdata=[[iso(actual.as_of)] for actual in kpi.actuals],
        hovertext=[_sentence(actual, kpi) for actual in kpi.actuals],
        hoverinfo="text",
    )


def _sentence(actual: Actual, kpi: KpiResult) -> str:
    return f"{wareki_and_iso(actual.as_of)}の実績は{safe(format_given(actual.value, kpi.unit))}"


def _signals(kpi: KpiResult, xmr: XmR, style: Style) -> list[go.Scatter]:
    """One trace per kind of signal and direction, with a shape of its own drawn over the plain mark."""
    shown: dict[int, Signal] = {}
    for kind in SYMBOLS:
        for signal in xmr.signals:
            if signal.kind == kind:
                shown.setdefault(signal.index, signal)
    traces = []
    for kind, symbol in SYMBOLS.items():
        for word, colour in ((BETTER, style.palette.better), (WORSE, style.palette.worse)):
            marked = [
                kpi.actuals[index]
                for index, signal in sorted(shown.items())
                if signal.kind == kind and (word == BETTER) == _is_better(signal, kpi, xmr)
            ]
            if marked:
                traces.append(_signal(marked, kpi, f"{signal_word(kind)}({word})", symbol, colour))
    return traces


def _signal(marked: list[Actual], kpi: KpiResult, name: str, symbol: str, colour: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        mode="markers",
        x=[iso(actual.as_of) for actual in marked],
        y=[actual.value for actual in marked],
        marker={"symbol": symbol, "size": 13, "color": colour},
        hovertext=[f"{_sentence(actual, kpi)}<br>合図: {name}" for actual in marked],
        hoverinfo="text",
    )


def _is_better(signal: Signal, kpi: KpiResult, xmr: XmR) -> bool:
    """True where a signal points the way that the KPI should go; what is to be kept is never better for moving."""
    if kpi.direction == KEPT:
        return False
    values = [actual.value for actual in kpi.actuals]
    up = rises(values, signal.index) if signal.kind == "trend" else values[signal.index] > xmr.mean
    return up == (SIGNS[kpi.direction] > 0)


def _level(line: _Line, last: date) -> dict[str, Any]:
    shape = {"type": "line", "x0": iso(line.first), "x1": iso(last), "y0": line.value, "y1": line.value}
    return shape | {"layer": "between", "line": {"color": line.colour, "width": line.width, "dash": line.dash}}
