"""Progress of groups (柱, 期, 所管課) as bars from 0 to 100 with a mark where the plan stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.labels import against_plan, bare, percent
from kdx_metrics.charts.text import coloured, cut, ems, safe, strong
from kdx_metrics.charts.theme import PALETTES, SCALES, Mode, Size, figure, pattern, scaled
from kdx_metrics.progress import Group
from kdx_metrics.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, counts_in_words

ROW = 54
HEAD = 20
LABEL_EMS = 11.0
INSIDE_FROM = 22.0  # a bar at least this long holds its own value
CLEARANCE = 17.0  # points of the scale that a value beside a bar takes
TOUCHING = 1.2  # points within which the plan mark would cross a bar's end
EDGE = 8.0  # points from either end within which a centred label would leave the plot


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its label, the group measured, and the key given back on a click (柱 id, 期 number, 所管課)."""

    label: str
    group: Group
    key: str | int = ""


def progress_bars(rows: Sequence[BarRow], *, mode: Mode = "light", size: Size = "screen") -> go.Figure:
    """Actual against plan, one bar a row in the order given, customdata `[key]`.

    A group without a number is a hatched bar that says 評価不能, never an empty one at 0.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    places = list(range(len(rows)))
    measured = [(place, row) for place, row in enumerate(rows) if row.group.actual is not None]
    blank = [(place, row) for place, row in enumerate(rows) if row.group.actual is None]
    planned = [(place, row) for place, row in measured if row.group.planned is not None]
    bar = {"orientation": "h", "width": 0.42, "hoverinfo": "text", "unselected": {"marker": {"opacity": 1}}}
    traces = [
        go.Bar(
            name="全体",
            x=[100.0] * len(measured),
            y=[place for place, _ in measured],
            orientation="h",
            width=0.42,
            marker={"color": palette.track},
            hoverinfo="skip",
        ),
        go.Bar(
            name="実績",
            x=[row.group.actual for _, row in measured],
            y=[place for place, _ in measured],
            marker={"color": palette.key},
            customdata=[[row.key] for _, row in measured],
            hovertext=[_sentence(row) for _, row in measured],
            **bar,
        ),
        go.Bar(
            name=NOT_EVALUABLE,
            x=[100.0] * len(blank),
            y=[place for place, _ in blank],
            marker=pattern(palette.ratings["not_reported"], size),
            customdata=[[row.key] for _, row in blank],
            hovertext=[_sentence(row) for _, row in blank],
            **bar,
        ),
        _marks("計画の縁", planned, palette.page, 8 * scale.factor, 34 * scale.factor),
        _marks("計画", planned, palette.ink, 4 * scale.factor, 30 * scale.factor),
    ]
    annotations = [note for place, row in enumerate(rows) for note in _notes(place, row, mode, size)]
    if not rows:
        annotations = [_centred(NO_ACTIONS)]
    return figure(
        traces,
        mode=mode,
        size=size,
        height=scaled(HEAD + ROW * max(len(rows), 1) + 30, size),
        annotations=annotations,
        xaxis={
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", "100%"],
            "visible": bool(rows),
        },
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.68],
            "tickvals": places,
            "ticktext": [cut(row.label, LABEL_EMS) for row in rows],
            "showgrid": False,
        },
        margin={"l": 8, "r": round(ems("▲ やや遅れ 12") * scale.small) + 14, "t": 4, "b": 8, "pad": 6},
        bargap=0.3,
    )


def _marks(name: str, rows: Sequence[tuple[int, BarRow]], colour: str, width: float, length: float) -> go.Scatter:
    """The plan's upright lines; drawn once in the page's colour, so that they stand out from a dark bar."""
    return go.Scatter(
        name=name,
        x=[row.group.planned for _, row in rows],
        y=[place for place, _ in rows],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": length / 1.4, "line": {"width": width, "color": colour}},
        hovertext=[_sentence(row) for _, row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _sentence(row: BarRow) -> str:
    group = row.group
    if group.actual is None:
        return f"{strong(safe(row.label))}<br>評価できる取組がありません({counts_in_words(group.ratings)})"
    gap = f"、計画比 {against_plan(group.gap).removeprefix('計画比 ')}ポイント" if group.gap is not None else ""
    return (
        f"{strong(safe(row.label))}<br>実績 {percent(group.actual)}、計画 {percent(group.planned)}{gap}"
        f"<br>{counts_in_words(group.ratings)}"
    )


def _notes(place: int, row: BarRow, mode: Mode, size: Size) -> list[dict[str, Any]]:
    """The value beside or in the bar, the plan's label above it, the gap at the right."""
    palette, scale = PALETTES[mode], SCALES[size]
    group = row.group
    base: dict[str, Any] = {"y": place, "showarrow": False, "yanchor": "middle"}
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
    notes = [base | _value(group.actual, group.planned, mode, size)]
    if group.planned is not None:
        side = "left" if group.planned < EDGE else "right" if group.planned > 100 - EDGE else "center"
        notes.append(
            {
                "x": group.planned,
                "y": place - 0.24,
                "yshift": 3,
                "text": f"計画 {bare(group.planned)}",
                "showarrow": False,
                "xanchor": side,
                "yanchor": "bottom",
                "font": {"size": scale.small, "color": palette.ink},
                "borderpad": 0,
            }
        )
    if group.gap is not None:
        worst = RATING_WORDS[group.worst].mark if group.worst else ""
        colour = palette.ratings[group.worst].text if group.worst else palette.quiet
        notes.append(
            base
            | {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 8,
                "align": "left",
                "text": f"{against_plan(group.gap)}<br>{coloured(worst, colour)} {_worst_words(group)}",
                "font": {"size": scale.small, "color": palette.ink},
            }
        )
    return notes


def _worst_words(group: Group) -> str:
    if not group.worst:
        return ""
    return f"{RATING_WORDS[group.worst].word} {group.ratings[group.worst]}"


def _value(actual: float, planned: float | None, mode: Mode, size: Size) -> dict[str, Any]:
    """In the bar's end where it fits; else right of it, past the plan mark if that stands in the way."""
    palette, scale = PALETTES[mode], SCALES[size]
    note = {"text": strong(percent(actual)), "font": {"size": scale.text, "color": palette.ink}}
    if actual >= INSIDE_FROM:
        crossed = planned is not None and actual - CLEARANCE < planned < actual + TOUCHING
        return note | {
            "x": planned if crossed else actual,
            "xanchor": "right",
            "xshift": -8,
            "font": {"size": scale.text, "color": palette.on_key},
        }
    crossed = planned is not None and actual - TOUCHING < planned < actual + CLEARANCE
    return note | {"x": planned if crossed else actual, "xanchor": "left", "xshift": 8}


def _centred(text: str) -> dict[str, Any]:
    return {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
