"""Progress of groups at an earlier 時点 and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.labels import bare, percent
from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure, note
from kdx_metrics.charts.drawing.text import cut, ems, safe, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.plan.formats import format_points
from kdx_metrics.wording.words import NO_DATA, NOT_EVALUABLE

ROW, LEAST = 62, 54  # px per row on a page and, as a minimum, in the meeting, where figures fill the screen
MARK = 0.19  # rows from a mark's middle to the line of text above it
NAME_EMS = 15.0
NOTHING = "比べるものがありません"


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """Progress of a group at both 時点 in percent, None where it cannot be evaluated."""

    label: str
    before: float | None
    after: float | None
    key: str | int = ""


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    before: str = "前回",
    after: str = "今回",
    style: Style = SCREEN,
) -> go.Figure:
    """Progress of each group before (hollow) and after (filled), joined by a line, with customdata `[key]`."""
    palette, scale = style.palette, style.scale
    both = [(y, row) for y, row in enumerate(rows) if row.before is not None and row.after is not None]
    side = round(ems("100.0") * scale.small + 12 * scale.factor)  # room for a value outside the outermost mark
    bridges = go.Scatter(
        name="変化",
        mode="lines",
        x=[value for _, row in both for value in (row.before, row.after, None)],
        y=[value for y, _ in both for value in (y, y, None)],
        line={"color": palette.quiet, "width": 4 * scale.factor},
        hoverinfo="skip",
        showlegend=False,
    )
    return figure(
        [
            bridges,
            _side(rows, before, [row.before for row in rows], palette, scale, filled=False),
            _side(rows, after, [row.after for row in rows], palette, scale, filled=True),
            _row_names([row.label for row in rows], style),
        ],
        style=style,
        height=style.scaled((ROW if style.size == "screen" else LEAST) * max(len(rows), 1) + 66),
        showlegend=bool(rows),
        annotations=[label for y, row in enumerate(rows) for label in _values(y, row, style)] or [note(NOTHING, style)],
        xaxis={"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25", "50", "75", "100%"]},
        yaxis={"range": [max(len(rows), 1) - 0.5, -0.7], "visible": False},
        margin={"l": side, "r": side, "t": 4, "b": style.scaled(26)},
    )


def _row_names(names: Sequence[str], style: Style) -> go.Scatter:
    """Name of each row at the plot's left end above its marks, where a telephone has room for it."""
    return go.Scatter(
        name="名称",
        mode="text",
        x=[0] * len(names),
        y=[row - MARK for row, _ in enumerate(names)],
        text=[cut(name, NAME_EMS) for name in names],
        textposition="top right",
        textfont={"size": style.scale.small, "color": style.palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _side(
    rows: Sequence[DumbbellRow],
    name: str,
    values: Sequence[float | None],
    palette: Palette,
    scale: Scale,
    *,
    filled: bool,
) -> go.Scatter:
    numbered = enumerate(zip(rows, values, strict=True))
    marks = [(y, row, value) for y, (row, value) in numbered if value is not None]
    return go.Scatter(
        name=safe(name),
        mode="markers",
        x=[value for _, _, value in marks],
        y=[y for y, _, _ in marks],
        marker={
            "symbol": "circle" if filled else "circle-open",
            "size": 15 * scale.factor,
            "color": palette.key,
            "line": {"width": 3, "color": palette.key},
        },
        customdata=[[row.key or row.label] for _, row, _ in marks],
        hovertext=[f"{strong(safe(row.label))}<br>{safe(name)} {percent(value)}" for _, row, value in marks],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _values(y: int, row: DumbbellRow, style: Style) -> list[dict[str, Any]]:
    """Both values on the outer sides of their marks, and the difference above the right end."""
    if row.before is None and row.after is None:
        return [annotation(NOT_EVALUABLE, style, x=50, y=y, colour=style.palette.quiet)]
    labels = []
    rising = (row.after or 0) >= (row.before or 0)
    for value, leftwards in ((row.before, rising), (row.after, not rising)):
        if value is not None:
            anchor = Anchor("right", "middle", -12) if leftwards else Anchor("left", "middle", 12)
            labels.append(annotation(bare(value), style, x=value, y=y, anchor=anchor))
    gap = None if row.before is None or row.after is None else row.after - row.before
    text, anchor = format_points(gap, missing=NO_DATA), Anchor("right", "bottom")
    return [*labels, annotation(text, style, x=1, y=y - MARK, of_x="paper", anchor=anchor)]
