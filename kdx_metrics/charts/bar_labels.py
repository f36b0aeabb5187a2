"""Labels of a progress bar, placed so that none covers another: value, plan, gap and worst rating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.labels import against_plan, bare, percent
from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.text import coloured, cut, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.formats import Rounding
from kdx_metrics.wording.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, counts_in_words

HALF_BAR, HALF_MARK = 0.145, 0.19  # half the height of a bar and of the plan's mark, in rows
NAME_EMS = 10.0
INSIDE_FROM = 22.0  # percentage points; a bar at least this long has its value inside
CLEARANCE = 20.0  # width of a value beside a bar, in percentage points
TOUCHING = 1.2  # percentage points from a bar's end within which the plan's mark touches that end
EDGE = 12.0  # percentage points from either end within which a centred label would leave the plot


def row_names(names: Sequence[str], above: float, palette: Palette, scale: Scale) -> go.Scatter:
    """Name of each row at the plot's left end, `above` rows over its middle, where a telephone has room for it."""
    return go.Scatter(
        name="名称",
        mode="text",
        x=[0] * len(names),
        y=[row - above for row, _ in enumerate(names)],
        text=[cut(name, NAME_EMS) for name in names],
        textposition="top right",
        textfont={"size": scale.small, "color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def bar_notes(y: int, group: Group, gaps: Rounding, style: Style) -> list[dict[str, Any]]:
    """Annotations of the bar in row `y`, counted from 0.

    The value is in or beside the bar, the plan's label below it, the gap and the worst rating above its right end.
    """
    palette, scale = style.palette, style.scale
    base: dict[str, Any] = {"y": y, "showarrow": False, "yanchor": "middle"}
    if group.actual is None:
        missing = NO_ACTIONS if group.actions == 0 else f"{NOT_EVALUABLE}({counts_in_words(group.ratings)})"
        return [
            base
            | {
                "x": 50,
                "text": missing,
                "bgcolor": palette.page,
                "borderpad": 2,
                "font": {"size": scale.small, "color": palette.quiet},
            }
        ]
    notes = [base | _value(group.actual, group.planned, style)]
    if group.planned is not None:
        side = "left" if group.planned < EDGE else "right" if group.planned > 100 - EDGE else "center"
        notes.append(
            {
                "x": group.planned,
                "y": y + HALF_MARK,
                "text": f"計画 {bare(group.planned)}",
                "showarrow": False,
                "xanchor": side,
                "yanchor": "top",
                "font": {"size": scale.small, "color": palette.ink},
                "borderpad": 0,
            }
        )
    if group.gap is not None:
        worst = RATING_WORDS[group.worst].mark if group.worst else ""
        colour = palette.ratings[group.worst].text if group.worst else palette.quiet
        notes.append(
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "right",
                "y": y - HALF_MARK,
                "yanchor": "bottom",
                "showarrow": False,
                "text": f"{against_plan(group.gap, gaps)} {coloured(worst, colour)}{_worst_words(group)}",
                "font": {"size": scale.small, "color": palette.ink},
                "borderpad": 0,
            }
        )
    return notes


def _worst_words(group: Group) -> str:
    if not group.worst:
        return ""
    return f"{RATING_WORDS[group.worst].word} {group.ratings[group.worst]}"


def _value(actual: float, planned: float | None, style: Style) -> dict[str, Any]:
    """Value in the bar if it fits there; else right of it, and right of the plan's mark if that would be covered."""
    palette, scale = style.palette, style.scale
    note = {"text": strong(percent(actual)), "font": {"size": scale.text, "color": palette.ink}}
    if actual >= INSIDE_FROM:
        crossed = planned is not None and actual - CLEARANCE < planned < actual + TOUCHING
        if crossed and planned is not None and planned < CLEARANCE:  # no room in the bar on either side of the mark
            return note | {"x": actual, "xanchor": "left", "xshift": 8}
        return note | {
            "x": planned if crossed else actual,
            "xanchor": "right",
            "xshift": -8,
            "font": {"size": scale.text, "color": palette.on_key},
        }
    crossed = planned is not None and actual - TOUCHING < planned < actual + CLEARANCE
    return note | {"x": planned if crossed else actual, "xanchor": "left", "xshift": 8}
