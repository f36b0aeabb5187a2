"""Bars of groups (柱, 期, 所管課), of progress against plan or of counts per rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import plotly.graph_objects as go

from kdx_metrics.charts.bar_labels import HALF_BAR, HALF_MARK, bar_notes, row_names
from kdx_metrics.charts.drawing.labels import against_plan, percent
from kdx_metrics.charts.drawing.legend import legend, rating_legend
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure, note, pattern
from kdx_metrics.charts.drawing.text import coloured, ems, safe, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import POINTS, Rounding
from kdx_metrics.wording.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, counts_in_words

ROW = 70  # px per row, with the name above the bar and the plan's label below it
LEAST = 54  # px per row in the meeting, as a minimum, since figures fill the screen there
HEAD, FOOT, BARE = 42, 26, 6  # px above the rows with a legend, below them with a scale, and without either
STACK_WIDTH = 280.0  # px; least width of the plot, that on a telephone


@dataclass(frozen=True, slots=True)
class BarRow:
    """Label and group of a bar, and the key returned on a click; without a key the label is returned."""

    label: str
    group: Group
    key: str | int = ""


def progress_bars(rows: Sequence[BarRow], *, gaps: Rounding = POINTS, style: Style = SCREEN) -> go.Figure:
    """Actual against plan, one bar per row in the order given, with customdata `[key]`.

    `gaps` is the rounding of a gap to plan. A group without an actual is a hatched bar that says 評価不能, not an
    empty bar at 0.
    """
    palette, scale = style.palette, style.scale
    numbered = list(enumerate(rows))
    measured = [(y, row) for y, row in numbered if row.group.actual is not None]
    blank = [(y, row) for y, row in numbered if row.group.actual is None]
    planned = [(y, row) for y, row in measured if row.group.planned is not None]
    traces = [
        _bar("行", numbered, [100.0] * len(rows), {"color": "rgba(0,0,0,0)"}, gaps, width=1.0),
        _bar("全体", measured, [100.0] * len(measured), {"color": palette.track}, gaps),
        _bar("実績", measured, [row.group.actual for _, row in measured], {"color": palette.key}, gaps),
        _bar(NOT_EVALUABLE, blank, [100.0] * len(blank), pattern(palette.ratings["not_reported"], style), gaps),
        _marks("計画の縁", planned, palette.page, 8 * scale.factor, 30 * scale.factor, gaps),
        _marks("計画", planned, palette.ink, 4 * scale.factor, 26 * scale.factor, gaps),
        row_names([row.label for row in rows], HALF_MARK, palette, scale),
    ]
    annotations = [label for y, row in numbered for label in bar_notes(y, row.group, gaps, style)]
    if not rows:
        annotations = [note(NO_ACTIONS, style)]
    elif style.size == "screen":
        annotations.append(legend([f"{coloured('■', palette.key)} 実績", f"{strong('┃')}計画"], style))
    return figure(
        traces,
        style=style,
        height=_height(rows, style),
        annotations=annotations,
        xaxis={
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", "100%"],
            "visible": bool(rows) and style.size == "screen",
        },
        yaxis=_row_axis(rows),
        margin=_margin(_around(style), style),
    )


def _height(rows: Sequence[BarRow], style: Style) -> float:
    return style.scaled(sum(_around(style)) + (ROW if style.size == "screen" else LEAST) * max(len(rows), 1))


def _around(style: Style) -> tuple[float, float]:
    """Height above and below the rows; the meeting has neither legend nor scale, to leave room for the rows."""
    return (HEAD, FOOT) if style.size == "screen" else (BARE, BARE)


def _row_axis(rows: Sequence[BarRow]) -> dict[str, Any]:
    """Y axis of one row per group from the top, without labels because the names stand above the bars."""
    return {"range": [max(len(rows), 1) - 0.5, -0.5], "visible": False}


def _margin(around: tuple[float, float], style: Style) -> dict[str, Any]:
    top, bottom = around
    return {"l": 10, "r": style.scaled(20), "t": style.scaled(top), "b": style.scaled(bottom), "pad": 0}


def _bar(
    name: str,
    rows: Sequence[tuple[int, BarRow]],
    lengths: Sequence[float | None],
    marker: dict[str, Any],
    gaps: Rounding,
    *,
    width: float = 2 * HALF_BAR,
) -> go.Bar:
    """One bar per row with the row's hover text and customdata, so that a click anywhere in a row selects it."""
    return go.Bar(
        name=name,
        orientation="h",
        width=width,
        x=lengths,
        y=[y for y, _ in rows],
        marker=marker,
        customdata=_keys(rows),
        hovertext=[_sentence(row, gaps) for _, row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _keys(rows: Sequence[tuple[int, BarRow]]) -> list[list[str | int]]:
    return [[row.key or row.label] for _, row in rows]


def _marks(
    name: str, rows: Sequence[tuple[int, BarRow]], colour: str, width: float, length: float, gaps: Rounding
) -> go.Scatter:
    """Vertical mark of the plan per row; a wider one in the page's colour below it sets it off from a dark bar."""
    return go.Scatter(
        name=name,
        x=[row.group.planned for _, row in rows],
        y=[y for y, _ in rows],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": length / 1.4, "line": {"width": width, "color": colour}},
        customdata=_keys(rows),
        hovertext=[_sentence(row, gaps) for _, row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _sentence(row: BarRow, gaps: Rounding) -> str:
    group = row.group
    if group.actual is None:
        return f"{strong(safe(row.label))}<br>評価できる取組がありません({counts_in_words(group.ratings)})"
    gap = "" if group.gap is None else f"、{against_plan(group.gap, gaps)}ポイント"
    return (
        f"{strong(safe(row.label))}<br>実績 {percent(group.actual)}、計画 {percent(group.planned)}{gap}"
        f"<br>{counts_in_words(group.ratings)}"
    )


def rating_stack(rows: Sequence[BarRow], *, style: Style = SCREEN) -> go.Figure:
    """Number of 取組 per rating, in the order of RATINGS, with customdata `[key, rating]`.

    未報告 and 対象外 have hatched segments, so that the segments of a row add up to all its 取組.
    """
    palette, scale = style.palette, style.scale
    most = max((row.group.actions for row in rows), default=0) or 1
    segments = list(_segments(rows))
    present = [rating for rating in RATINGS if any(segment.rating == rating for segment in segments)]
    labels = [
        _segment_label(segment, segment.actions * style.scaled(STACK_WIDTH) / most, palette, scale)
        for segment in segments
    ]
    return figure(
        [
            *(_stack_trace(rating, [s for s in segments if s.rating == rating], style) for rating in present),
            row_names([row.label for row in rows], HALF_MARK, palette, scale),
        ],
        style=style,
        height=style.scaled(HEAD + ROW * max(len(rows), 1) + FOOT),
        annotations=[
            *(label for label in labels if label["text"]),
            *(_total(y, row.group.actions, palette, scale) for y, row in enumerate(rows)),
            rating_legend(present, style, narrow=True) if rows else note(NO_ACTIONS, style),
        ],
        xaxis={"range": [0, most], "visible": False},
        yaxis=_row_axis(rows),
        margin=_margin((HEAD, FOOT), style),
    )


class _Segment(NamedTuple):
    y: int
    row: BarRow
    rating: str
    start: int
    actions: int


def _segments(rows: Sequence[BarRow]) -> Iterator[_Segment]:
    """Segments that are not empty, row by row from the left."""
    for y, row in enumerate(rows):
        start = 0
        for rating in RATINGS:
            count = row.group.ratings.get(rating, 0)
            if count:
                yield _Segment(y, row, rating, start, count)
            start += count


def _stack_trace(rating: str, segments: list[_Segment], style: Style) -> go.Bar:
    palette = style.palette
    look, word = palette.ratings[rating], RATING_WORDS[rating]
    return go.Bar(
        name=word.label,
        orientation="h",
        base=[segment.start for segment in segments],
        x=[segment.actions for segment in segments],
        y=[segment.y for segment in segments],
        width=2 * HALF_BAR,
        marker=pattern(look, style) | {"line": {"width": 1.5, "color": look.fill if look.pattern else palette.page}},
        customdata=[[segment.row.key or segment.row.label, rating] for segment in segments],
        hovertext=[
            f"{strong(safe(segment.row.label))}<br>{word.label} {segment.actions}件(全{segment.row.group.actions}件)"
            for segment in segments
        ],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _segment_label(segment: _Segment, room: float, palette: Palette, scale: Scale) -> dict[str, Any]:
    """Word and count in the middle of a segment of `room` px, or the count alone, or nothing if it is narrow."""
    look, word = palette.ratings[segment.rating], RATING_WORDS[segment.rating].word
    texts = (f"{word} {segment.actions}", str(segment.actions))
    label = {
        "x": segment.start + segment.actions / 2,
        "y": segment.y,
        "text": next((text for text in texts if ems(text) * scale.small + 2 <= room), ""),
        "showarrow": False,
        "font": {"size": scale.small, "color": palette.ink if look.pattern else look.ink},
    }
    return label | {"bgcolor": palette.page, "borderpad": 0} if look.pattern else label


def _total(y: int, actions: int, palette: Palette, scale: Scale) -> dict[str, Any]:
    """Number of 取組 of a row above the bar's right end, or 取組なし in place of the bar."""
    position = {"x": 1, "xref": "paper", "y": y - HALF_MARK, "xanchor": "right", "yanchor": "bottom"}
    if not actions:
        position = {"x": 0, "y": y, "xanchor": "left"}
    font = {"size": scale.small, "color": palette.ink if actions else palette.quiet}
    text = f"全{actions}件" if actions else NO_ACTIONS
    return position | {"text": text, "showarrow": False, "font": font, "borderpad": 0}
