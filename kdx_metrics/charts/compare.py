"""Gaps of groups to their plan at an earlier 時点 and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure, note
from kdx_metrics.charts.drawing.text import cut, ems, safe, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.charts.drawing.ticks import value_axis
from kdx_metrics.plan.formats import POINTS, Rounding, format_gap, format_points
from kdx_metrics.wording.words import NO_DATA, NOT_EVALUABLE, NOTHING_TO_COMPARE

ROW, LEAST = 62, 54  # px per row on a page and, as a minimum, in the meeting, where figures fill the screen
MARK = 0.19  # rows from a mark's middle to the line of text above it
NAME_EMS = 15.0


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """Gap of a group to its plan at both 時点 in points, None where it cannot be evaluated."""

    label: str
    before: float | None
    after: float | None
    key: str | int = ""
    gaps: Rounding = POINTS


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    before: str = "前回",
    after: str = "今回",
    style: Style = SCREEN,
) -> go.Figure:
    """Gap of each group before (hollow) and after (filled), joined by a line, with customdata `[key]`.

    The plan is the vertical line at 0. A line is in the colour of 遅れ where the gap has widened below the plan.
    """
    palette, scale = style.palette, style.scale
    both = [(y, row) for y, row in enumerate(rows) if row.before is not None and row.after is not None]
    side = round(ems("100.0") * scale.small + 12 * scale.factor)  # room for a value outside the outermost mark
    gaps = [gap for row in rows for gap in (row.before, row.after) if gap is not None]
    low, high = min([*gaps, -5.0]), max([*gaps, 5.0])
    room = (high - low) * 0.1
    return figure(
        [
            *(_bridges(both, style, widened=widened) for widened in (False, True)),
            _side(rows, before, [row.before for row in rows], palette, scale, filled=False),
            _side(rows, after, [row.after for row in rows], palette, scale, filled=True),
        ],
        style=style,
        height=style.scaled((ROW if style.size == "screen" else LEAST) * max(len(rows), 1) + 66),
        showlegend=bool(rows),
        annotations=[label for y, row in enumerate(rows) for label in (_name(y, row, style), *_values(y, row, style))]
        or [note(NOTHING_TO_COMPARE, style)],
        shapes=[_plan_line(style)],
        xaxis=value_axis(low - room, high + room, most=6),
        yaxis={"range": [max(len(rows), 1) - 0.5, -0.7], "visible": False},
        margin={"l": side, "r": side, "t": 4, "b": style.scaled(26)},
    )


def _bridges(both: Sequence[tuple[int, DumbbellRow]], style: Style, *, widened: bool) -> go.Scatter:
    """Lines between the marks of the groups whose gap below the plan has widened, or of the others."""
    rows = [(y, row) for y, row in both if _has_widened(row) == widened]
    palette = style.palette
    return go.Scatter(
        name="広がった差" if widened else "縮まった差",
        mode="lines",
        x=[value for _, row in rows for value in (row.before, row.after, None)],
        y=[value for y, _ in rows for value in (y, y, None)],
        line={"color": palette.ratings["behind"].fill if widened else palette.quiet, "width": 4 * style.scale.factor},
        hoverinfo="skip",
        showlegend=False,
    )


def _has_widened(row: DumbbellRow) -> bool:
    return row.before is not None and row.after is not None and row.after < min(row.before, 0.0)


def _plan_line(style: Style) -> dict[str, Any]:
    line = {"color": style.palette.ink, "width": 2}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": line}


def _name(y: int, row: DumbbellRow, style: Style) -> dict[str, Any]:
    """Name of a row at the plot's left end above its marks, where a telephone has room for it."""
    text, anchor = cut(row.label, NAME_EMS), Anchor("left", "bottom")
    return annotation(text, style, x=0, y=y - MARK, of_x="paper", anchor=anchor, align="left")


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
        hovertext=[
            f"{strong(safe(row.label))}<br>{safe(name)} 計画との差 {format_points(value, row.gaps)}"
            for _, row, value in marks
        ],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _values(y: int, row: DumbbellRow, style: Style) -> list[dict[str, Any]]:
    """Both values on the outer sides of their marks, and the difference above the right end, on their own ground."""
    if row.before is None and row.after is None:
        return [annotation(NOT_EVALUABLE, style, x=0.5, y=y, of_x="paper", colour=style.palette.quiet)]
    labels = []
    rising = (row.after or 0) >= (row.before or 0)
    for value, leftwards in ((row.before, rising), (row.after, not rising)):
        if value is not None:
            anchor = Anchor("right", "middle", -12) if leftwards else Anchor("left", "middle", 12)
            labels.append(annotation(format_gap(value, row.gaps), style, x=value, y=y, anchor=anchor, ground=True))
    gap = None if row.before is None or row.after is None else row.after - row.before
    text, anchor = format_points(gap, missing=NO_DATA), Anchor("right", "bottom")
    return [*labels, annotation(text, style, x=1, y=y - MARK, of_x="paper", anchor=anchor, ground=True)]
