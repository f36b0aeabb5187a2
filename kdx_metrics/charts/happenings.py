"""Events of the 年表 on charts: lines down the figure, and marks at a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.text import safe
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.views.happenings import Happening

MARK = 10  # px


def happening_lines(events: Sequence[Happening], low: float, high: float, palette: Palette) -> list[go.Scatter]:
    """A line down the figure per event, named on hover; meetings lightly."""
    return [
        go.Scatter(
            name="出来事" if event.is_named else "会議",
            mode="lines",
            x=[iso(event.day)] * 2,
            y=[low, high],
            line={"color": palette.quiet if event.is_named else palette.grid, "width": 1.5, "dash": "dash"},
            hovertext=[_sentence(event)] * 2,
            hoverinfo="text",
        )
        for event in events
    ]


def meeting_lines(events: Sequence[Happening], palette: Palette) -> list[dict[str, Any]]:
    """Shapes of light lines behind everything, bars included."""
    line = {"color": palette.quiet, "width": 1, "dash": "dash"}
    return [
        {"type": "line", "x0": iso(event.day), "x1": iso(event.day), "yref": "paper", "y0": 0, "y1": 1}
        | {"layer": "below", "line": line, "opacity": 0.5}
        for event in events
    ]


def meeting_ticks(events: Sequence[Happening], y: float, style: Style) -> list[go.Scatter]:
    """A tick at the head of each line, named on hover."""
    tick = {"symbol": "line-ns", "size": MARK * style.scale.factor, "line": {"width": 2, "color": style.palette.quiet}}
    return [_marks("会議", [(y, event) for event in events], tick)] if events else []


def happening_marks(placed: Sequence[tuple[float, Happening]], style: Style) -> list[go.Scatter]:
    """A ring per event at the height of its row, as on the 年表, named on hover."""
    palette = style.palette
    ring = {"symbol": "circle", "size": MARK * style.scale.factor, "color": palette.page}
    return [_marks("出来事", placed, ring | {"line": {"width": 2, "color": palette.key}})] if placed else []


def _marks(name: str, placed: Sequence[tuple[float, Happening]], marker: dict[str, Any]) -> go.Scatter:
    return go.Scatter(
        name=name,
        mode="markers",
        x=[iso(event.day) for _, event in placed],
        y=[y for y, _ in placed],
        marker=marker,
        hovertext=[_sentence(event) for _, event in placed],
        hoverinfo="text",
    )


def _sentence(event: Happening) -> str:
    return f"{wareki_and_iso(event.day)} {safe(event.title)}"
