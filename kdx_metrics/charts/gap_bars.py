"""Groups against their plan in few pixels: a quiet bar, the plan's tick, and the gap between them in its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure, note, pattern
from kdx_metrics.charts.drawing.text import coloured, ems, safe, strong
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.formats import format_gap, format_percent
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.wording.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS

ROW, BAR = 38, 0.5  # px of a row; share of it that the bar takes
NAME_EMS, GAP_EMS = 9.0, 8.5  # room of a name and of its gap in words
ENDS = 100.0


def gap_bars(
    named: Sequence[tuple[str, Group]],
    bands: RatingBands,
    *,
    style: Style = SCREEN,
) -> go.Figure:
    """One row per group in the order given, with customdata `[name]`: actual, plan, and the gap named at the right.

    A group without an actual is hatched. What lies between plan and actual has the colour of a row that far behind.
    """
    palette, scale = style.palette, style.scale
    rows = list(enumerate(named))
    measured = [(y, group) for y, (_, group) in rows if group.actual is not None and group.planned is not None]
    blank = [y for y, (_, group) in rows if group.actual is None]
    below = [(y, group) for y, group in measured if (group.gap or 0.0) < 0]
    looks = [palette.ratings[bands.rating_of(group.gap or 0.0)] for _, group in below]
    common: dict[str, Any] = {"orientation": "h", "width": BAR, "hoverinfo": "skip"}
    traces = [
        go.Bar(
            x=[ENDS] * len(rows),
            y=[y for y, _ in rows],
            width=1.0,
            orientation="h",
            marker={"color": "rgba(0,0,0,0)"},
            customdata=[[name] for _, (name, _) in rows],
            hovertemplate=[f"{safe(name)}の取組を見る<extra></extra>" for _, (name, _) in rows],
        ),
        go.Bar(x=[ENDS] * len(measured), y=[y for y, _ in measured], marker={"color": palette.track}, **common),
        go.Bar(
            x=[group.actual for _, group in measured],
            y=[y for y, _ in measured],
            marker={"color": palette.bar},
            **common,
        ),
        go.Bar(
            x=[(group.planned or 0.0) - (group.actual or 0.0) for _, group in below],
            base=[group.actual for _, group in below],
            y=[y for y, _ in below],
            marker={"color": [look.fill for look in looks]},
            **common,
        ),
        go.Bar(x=[ENDS] * len(blank), y=blank, marker=pattern(palette.ratings["not_reported"], style), **common),
        go.Scatter(
            x=[group.planned for _, group in measured],
            y=[y for y, _ in measured],
            mode="markers",
            marker={
                "symbol": "line-ns",
                "size": ROW * BAR * scale.factor + 8,
                "line": {"width": 4, "color": palette.ink},
            },
            hoverinfo="skip",
        ),
    ]
    labels = [_gap_label(y, group, bands, style) for y, (_, group) in rows]
    inside = Anchor("left", "middle", 6)
    on_bar = palette.ink if style.mode == "light" else palette.page  # dark on the bars of both modes
    values = [
        annotation(strong(format_percent(group.actual)), style, x=0, y=y, anchor=inside, colour=on_bar)
        for y, group in measured
    ]
    return figure(
        traces,
        style,
        height=max(len(rows), 1) * ROW * scale.factor + 8,
        annotations=[*labels, *values] if rows else [note(NO_ACTIONS, style)],
        margin={"l": round(NAME_EMS * scale.text), "r": round(GAP_EMS * scale.text * 1.4), "t": 4, "b": 4},
        xaxis={"range": [0, ENDS], "showgrid": False, "showticklabels": False},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": [y for y, _ in rows],
            "ticktext": [_name(name) for _, (name, _) in rows],
            "showgrid": False,
            "tickfont": {"size": scale.text},
        },
        barmode="overlay",
    )


def _name(name: str) -> str:
    return safe(name) if ems(name) <= NAME_EMS else f"{safe(name[: int(NAME_EMS) - 1])}…"


def _gap_label(y: int, group: Group, bands: RatingBands, style: Style) -> dict[str, Any]:
    """`−16.6 遅れ 4 未報告 2` at the right of a row."""
    palette, late = style.palette, group.ratings.get("behind", 0)
    parts = []
    if group.gap is not None:
        colour = palette.ratings[bands.rating_of(group.gap or 0.0)].text if group.gap < 0 else palette.ink
        parts.append(coloured(strong(format_gap(group.gap, bands.rounding)), colour))
    if late:
        parts.append(f"{RATING_WORDS['behind'].word} {late}")
    if group.unreported:
        parts.append(f"未報告 {group.unreported}")
    outside = Anchor("left", "middle", 6)
    return annotation(" ".join(parts) or NOT_EVALUABLE, style, x=1, of_x="paper", y=y, anchor=outside)
