"""Events of the 年表 on charts, as lines down the figure."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.text import safe
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso
from kdx_metrics.views.happenings import Happening


def happening_lines(events: Sequence[Happening], low: float, high: float, palette: Palette) -> list[go.Scatter]:
    """A line down the figure per event, named on hover; meetings lightly."""
    return [
        go.Scatter(
            name="出来事" if event.is_named else "会議",
            mode="lines",
            x=[iso(event.day)] * 2,
            y=[low, high],
            line={"color": palette.quiet, "width": 1.5 if event.is_named else 1, "dash": "dash"},
            hovertext=[_sentence(event)] * 2,
            hoverinfo="text",
        )
        for event in events
    ]


def _sentence(event: Happening) -> str:
    return f"{wareki_and_iso(event.day)} {safe(event.title)}"
