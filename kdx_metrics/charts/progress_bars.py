"""Groups (柱, 期, 所管課) as bars: progress from 0 to 100 with a mark for the plan, or counts per rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import plotly.graph_objects as go

from kdx_metrics.charts.bar_labels import bar_notes
from kdx_metrics.charts.labels import against_plan, percent
from kdx_metrics.charts.legend import rating_legend
from kdx_metrics.charts.text import cut, ems, safe, strong
from kdx_metrics.charts.theme import PALETTES, SCALES, Mode, Palette, Scale, Size, figure, note, pattern, scaled
from kdx_metrics.progress import RATINGS, Group
from kdx_metrics.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, counts_in_words

ROW = 54
HEAD = 20
LABEL_EMS = 11.0
LEGEND = 30
STACK_WIDTH = 360.0  # px that the bars of half a page can count on


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its label, the group measured and the key given back on a click (the label without one)."""

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
            customdata=[[row.key or row.label] for _, row in measured],
            hovertext=[_sentence(row) for _, row in measured],
            **bar,
        ),
        go.Bar(
            name=NOT_EVALUABLE,
            x=[100.0] * len(blank),
            y=[place for place, _ in blank],
            marker=pattern(palette.ratings["not_reported"], size),
            customdata=[[row.key or row.label] for _, row in blank],
            hovertext=[_sentence(row) for _, row in blank],
            **bar,
        ),
        _marks("計画の縁", planned, palette.page, 8 * scale.factor, 34 * scale.factor),
        _marks("計画", planned, palette.ink, 4 * scale.factor, 30 * scale.factor),
    ]
    annotations = [label for place, row in enumerate(rows) for label in bar_notes(place, row.group, mode, size)]
    if not rows:
        annotations = [note(NO_ACTIONS)]
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
    gap = "" if group.gap is None else f"、{against_plan(group.gap)}ポイント"
    return (
        f"{strong(safe(row.label))}<br>実績 {percent(group.actual)}、計画 {percent(group.planned)}{gap}"
        f"<br>{counts_in_words(group.ratings)}"
    )


def rating_stack(rows: Sequence[BarRow], *, mode: Mode = "light", size: Size = "screen") -> go.Figure:
    """How many 取組 have which rating, in the fixed order of RATINGS, customdata `[key, rating]`.

    Every 取組 is in a segment: 未報告 and 対象外 are hatched, never left out.
    """
    palette, scale = PALETTES[mode], SCALES[size]
    most = max((row.group.actions for row in rows), default=0) or 1
    segments = list(_segments(rows))
    present = [rating for rating in RATINGS if any(segment.rating == rating for segment in segments)]
    labels = [
        _segment_label(segment, segment.rows * scaled(STACK_WIDTH, size) / most, palette, scale) for segment in segments
    ]
    return figure(
        [_stack_trace(rating, [s for s in segments if s.rating == rating], mode, size) for rating in present],
        mode=mode,
        size=size,
        height=scaled(HEAD + ROW * max(len(rows), 1) + LEGEND, size),
        annotations=[
            *(label for label in labels if label["text"]),
            *(_total(place, row.group.actions, palette, scale) for place, row in enumerate(rows)),
            rating_legend(present, palette, scale, beyond=ems("全120件") * scale.small) if rows else note(NO_ACTIONS),
        ],
        xaxis={"range": [0, most], "visible": False},
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [cut(row.label, LABEL_EMS) for row in rows],
            "showgrid": False,
        },
        margin={"l": 8, "r": ems("全120件") * scale.small + 12, "t": scaled(LEGEND, size), "b": 4, "pad": 6},
    )


class _Segment(NamedTuple):
    place: int
    row: BarRow
    rating: str
    start: int
    rows: int


def _segments(rows: Sequence[BarRow]) -> Iterator[_Segment]:
    """Every segment with something in it, from the left of the first row on."""
    for place, row in enumerate(rows):
        start = 0
        for rating in RATINGS:
            count = row.group.ratings.get(rating, 0)
            if count:
                yield _Segment(place, row, rating, start, count)
            start += count


def _stack_trace(rating: str, segments: list[_Segment], mode: Mode, size: Size) -> go.Bar:
    palette = PALETTES[mode]
    look, word = palette.ratings[rating], RATING_WORDS[rating]
    return go.Bar(
        name=word.label,
        orientation="h",
        base=[segment.start for segment in segments],
        x=[segment.rows for segment in segments],
        y=[segment.place for segment in segments],
        width=0.46,
        marker=pattern(look, size) | {"line": {"width": 1.5, "color": look.fill if look.pattern else palette.page}},
        customdata=[[segment.row.key or segment.row.label, rating] for segment in segments],
        hovertext=[
            f"{strong(safe(segment.row.label))}<br>{word.label} {segment.rows}件(全{segment.row.group.actions}件)"
            for segment in segments
        ],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _segment_label(segment: _Segment, room: float, palette: Palette, scale: Scale) -> dict[str, Any]:
    """Mark and count in a segment's middle, the count alone or nothing where it is narrow; `room` in px.

    Hatching is its own mark: －2 on it would read as a negative number.
    """
    look, mark = palette.ratings[segment.rating], RATING_WORDS[segment.rating].mark
    texts = ("" if look.pattern else f"{mark}{segment.rows}", str(segment.rows))
    label = {
        "x": segment.start + segment.rows / 2,
        "y": segment.place,
        "text": next((text for text in texts if text and ems(text) * scale.small + 2 <= room), ""),
        "showarrow": False,
        "font": {"size": scale.small, "color": palette.ink if look.pattern else look.ink},
    }
    return label | {"bgcolor": palette.page, "borderpad": 1} if look.pattern else label


def _total(place: int, actions: int, palette: Palette, scale: Scale) -> dict[str, Any]:
    """The row's total beside the bars; 取組なし in its place where there is none."""
    at = {"x": 1, "xref": "paper", "xshift": 8} if actions else {"x": 0}
    font = {"size": scale.small, "color": palette.ink if actions else palette.quiet}
    text = f"全{actions}件" if actions else NO_ACTIONS
    return at | {"y": place, "xanchor": "left", "text": text, "showarrow": False, "font": font}
