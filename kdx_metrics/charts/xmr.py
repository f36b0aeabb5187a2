"""Process behaviour chart (XmR) of a KPI, with mean, natural limits and signals that differ by shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso, year_axis, year_lines, year_note
from kdx_metrics.charts.drawing.text import safe
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Mode, Palette, Size, figure, halo, scaled
from kdx_metrics.charts.drawing.ticks import value_axis
from kdx_metrics.numbers.kpi import Actual, KpiResult
from kdx_metrics.numbers.spc import SignalKind, XmR
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.plan.formats import format_amount, format_given
from kdx_metrics.wording.amounts import of_goal
from kdx_metrics.wording.words import signal_word

HEIGHT, WIDTH = 360, 1200
LABEL_ROOM = 120  # px right of the plot for the names of the lines
SYMBOLS: Mapping[SignalKind, str] = {
    "outside": "diamond",
    "run": "square",
    "trend": "triangle-up",
    "two_of_three": "pentagon",
}


def xmr_chart(kpi: KpiResult, xmr: XmR, *, mode: Mode = "light", size: Size = "screen") -> go.Figure:
    """Values of `kpi.actuals`, with customdata `[date]`, and lines of mean, limits and target.

    A value with several signals is marked by the first in the order outside, run, trend, two of three.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    days = [actual.as_of for actual in kpi.actuals]
    first, last = days[0] - timedelta(days=20), days[-1] + timedelta(days=20)
    years = year_axis(first, last, width=WIDTH - LABEL_ROOM - 60, mode=mode, size=size)
    lines = [
        ("平均", xmr.mean, palette.quiet, "solid"),
        ("上限", xmr.upper, palette.quiet, "dash"),
        ("下限", xmr.lower, palette.quiet, "dash"),
    ]
    if kpi.target is not None:
        lines.append(("目標", kpi.target, palette.ink, "solid"))
    values = [actual.value for actual in kpi.actuals] + [value for _, value, _, _ in lines]
    room = (max(values) - min(values)) * 0.1 or 1.0
    return figure(
        [_values(kpi, palette), *_signals(kpi, xmr, palette)],
        mode=mode,
        size=size,
        height=scaled(HEIGHT, size),
        showlegend=bool(xmr.signals),
        shapes=[
            *year_lines(first, last, mode=mode),
            *(_level(value, colour, dash, name == "目標") for name, value, colour, dash in lines),
        ],
        annotations=[*_names(lines, kpi, palette, scale.small, room), *year_note(years, mode=mode, size=size)],
        xaxis=years,
        yaxis=value_axis(min(values) - room, max(values) + room, most=6),
        margin={"l": 8, "r": LABEL_ROOM * scale.factor, "t": 8, "b": 8, "pad": 4},
    )


def _values(kpi: KpiResult, palette: Palette) -> go.Scatter:
    return go.Scatter(
        name="実績",
        mode="lines+markers",
        showlegend=False,
        x=[iso(actual.as_of) for actual in kpi.actuals],
        y=[actual.value for actual in kpi.actuals],
        line={"color": palette.key, "width": 2},
        marker={"size": 8, "color": palette.key},
        customdata=[[iso(actual.as_of)] for actual in kpi.actuals],
        hovertext=[_sentence(actual, kpi) for actual in kpi.actuals],
        hoverinfo="text",
    )


def _sentence(actual: Actual, kpi: KpiResult) -> str:
    return f"{wareki_and_iso(actual.as_of)}の実績は{format_given(actual.value)}{safe(kpi.unit)}"


def _signals(kpi: KpiResult, xmr: XmR, palette: Palette) -> list[go.Scatter]:
    """One trace per kind of signal, with a shape of its own drawn over the plain mark."""
    shown: dict[int, SignalKind] = {}
    for kind in SYMBOLS:
        for signal in xmr.signals:
            if signal.kind == kind:
                shown.setdefault(signal.index, kind)
    colour = palette.ratings["slightly_behind"].fill
    traces = []
    for kind, symbol in SYMBOLS.items():
        indices = sorted(index for index, shown_kind in shown.items() if shown_kind == kind)
        if not indices:
            continue
        points = [kpi.actuals[index] for index in indices]
        traces.append(
            go.Scatter(
                name=signal_word(kind),
                mode="markers",
                x=[iso(actual.as_of) for actual in points],
                y=[actual.value for actual in points],
                marker={"symbol": symbol, "size": 15, "color": colour, "line": {"width": 2, "color": palette.ink}},
                hovertext=[f"{_sentence(actual, kpi)}<br>兆候: {signal_word(kind)}" for actual in points],
                hoverinfo="text",
            )
        )
    return traces


def _level(value: float, colour: str, dash: str, thick: bool) -> dict[str, Any]:  # noqa: FBT001  # private, one caller
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "layer": "below"}
    return line | {"line": {"color": colour, "width": 3 if thick else 2, "dash": dash}}


def _names(
    lines: list[tuple[str, float, str, str]], kpi: KpiResult, palette: Palette, points: int, room: float
) -> list[dict[str, Any]]:
    """Name and value of each line at its right end, moved up where lines lie close."""
    labels, goal = [], of_goal(kpi)
    below = float("-inf")
    for name, value, colour, _ in sorted(lines, key=lambda line: line[1]):
        y = max(value, below + room * 0.95)
        below = y
        labels.append(
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": y,
                "text": f"{name} {format_amount(value, goal)}{safe(kpi.unit)}",
                "showarrow": False,
                "font": {"size": points, "color": colour, "shadow": halo(palette)},
            }
        )
    return labels
