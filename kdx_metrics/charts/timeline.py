"""Timeline of the strategy, with bands of the 期, the 年表 as marks in lanes, and lines of 今日 and 時点."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.charts.completions import COMPLETIONS, completions, months_between
from kdx_metrics.charts.drawing.axes import (
    day_lines,
    iso,
    midnight,
    period_bands,
    year_axis,
    year_lines,
    year_note,
)
from kdx_metrics.charts.drawing.lanes import Event, Placement, TimeAxis, numbered, placements
from kdx_metrics.charts.drawing.style import SCREEN, Style, figure, halo, note
from kdx_metrics.charts.drawing.text import ems, safe, shortened, strong, wrap
from kdx_metrics.charts.drawing.theme import Scale
from kdx_metrics.plan.fiscal_calendar import wareki_and_iso, wareki_month
from kdx_metrics.plan.strategy import MilestoneWords, Strategy

PLANS = "計画"  # besides the meetings the category that a compact timeline names; the others share one lane
OTHERS = "そのほか"
NO_EVENTS = "表示する出来事がありません"
LEVELS = {False: 8, True: 5}
LEVELS_OF_OTHERS = 3
MARK, COMPACT_MARK, GAP = 20, 11, 6
WIDTH, COMPACT_WIDTH = 1240, 640
TITLE_EMS = 24.0
LANE_EMS = 6.0
DETAIL_EMS = 26.0


@dataclass(frozen=True, slots=True)
class _Lane:
    name: str
    events: list[Event]
    placements: list[Placement]
    top: float
    step: float

    def y(self, placement: Placement) -> float:
        return self.top + self.step * (placement.level + 0.5)

    @property
    def height(self) -> float:
        return self.step * max((placement.level + 1 for placement in self.placements), default=1)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Axis and options of one drawing."""

    axis: TimeAxis
    style: Style
    compact: bool
    words: MilestoneWords

    @property
    def leading(self) -> tuple[str, str]:
        """Categories that are told apart from all others."""
        return self.words.meeting, PLANS


def timeline(  # callers name every option
    milestones: pd.DataFrame,
    strategy: Strategy,
    today: date,
    as_of: date | None,
    *,
    actions: pd.DataFrame | None = None,
    compact: bool = False,
    width: int | None = None,
    style: Style = SCREEN,
) -> go.Figure:
    """Events of the 年表 over the whole strategy, with customdata `[number]`, the number in date order.

    `actions` (rows of `rate()`) adds their planned completions, with customdata `["actions", first day, last day]`.
    If `compact`, only the meetings and 計画 are named, by their month. `width` is the least width in px at which the
    figure is shown, by default half a page if compact, else a whole one; the labels fit it.
    """
    events = numbered(milestones)
    scale = style.scale
    width = width or (COMPACT_WIDTH if compact else WIDTH)
    lane_label = LANE_EMS * scale.small + 14
    axis = _axis(events, strategy, width - lane_label - 20, scale, compact=compact)
    axis = replace(axis, lines=tuple(axis.position(day) for day in (today, as_of) if day is not None))
    first, last, mark = axis.first, axis.last, axis.mark
    frame = _Frame(axis, style, compact, strategy.milestones)
    lanes = _lanes(events, frame)
    foot = lanes[-1].top + lanes[-1].height + GAP if lanes else scale.small * 4.0
    ticks = [(lane.top + lane.height / 2, _lane_label(lane.name)) for lane in lanes]
    traces: list[Any] = [trace for lane in lanes for trace in _lane_traces(lane, frame)]
    if actions is not None and len(actions):
        months = months_between(mark, axis.width / (last - first).days)
        traces.append(completions(actions, foot + scale.small, mark, months, style=style))
        ticks.append((foot + scale.small, wrap(COMPLETIONS, LANE_EMS)))
        foot += scale.small * 2 + GAP
    bar = scale.small + 6
    share = axis.width / max((last - first).days, 1) / scale.small
    room = min((period.last_day - period.first_day).days for period in strategy.periods) * share
    current = strategy.period_at(today).number if today <= strategy.last_day else 0
    bands, names = period_bands(strategy, current, style=style, bar=bar, room=room)
    lines, line_labels = day_lines(today, as_of, style=style, shown=(first, last)) if traces else ([], [])
    top, bottom = bar + 6, scale.small * 2.6 + 6
    years = year_axis(first, last, width=round(axis.width), style=style)
    return figure(
        traces or [go.Scatter(x=[iso(first)], y=[0], mode="none", hoverinfo="skip")],
        style=style,
        height=top + foot + bottom,
        shapes=[*bands, *year_lines(first, last, style=style), *lines],
        annotations=[
            *names,
            *line_labels,
            *([] if lanes else [note(NO_EVENTS, style)]),
            *year_note(years, style=style),
        ],
        xaxis=years,
        yaxis={
            "range": [foot, 0],
            "tickvals": [y for y, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "showgrid": False,
        },
        margin={"l": lane_label, "r": 10, "t": top, "b": bottom, "pad": 4},
    )


def _axis(events: list[Event], strategy: Strategy, width: float, scale: Scale, *, compact: bool) -> TimeAxis:
    """Axis over the whole strategy and all events, with room for half a mark at its left end."""
    days = [event.day for event in events] + [event.last for event in events if event.last]
    first, last = min([strategy.first_day, *days]), max([strategy.last_day, *days])
    mark = (COMPACT_MARK if compact else MARK) * scale.factor
    margin = timedelta(days=round((last - first).days * (mark / 2 + 6) / width) + 1)
    return TimeAxis(first - margin, last + margin, width, scale.small, mark)


def _lanes(events: list[Event], frame: _Frame) -> list[_Lane]:
    """One lane per category that occurs, or if compact one for meetings and plans and one for the others."""
    if frame.compact:
        leading = [event for event in events if event.category in frame.leading]
        rest = [event for event in events if event.category not in frame.leading]
        groups = [("・".join(name for name in frame.leading if any(e.category == name for e in leading)), leading)]
        groups.append((OTHERS, rest))
    else:
        order = dict.fromkeys([*frame.words.categories, *(event.category for event in events)])
        groups = [(name, [event for event in events if event.category == name]) for name in order]
    top = frame.style.scale.small * 1.4 + 6
    lanes = []
    for name, members in groups:
        if not members:
            continue
        labels = [_label(event, named=name != OTHERS, compact=frame.compact) for event in members]
        step = frame.axis.mark + 2 if name == OTHERS else frame.style.scale.small + (3 if frame.compact else 9)
        levels = LEVELS_OF_OTHERS if name == OTHERS else LEVELS[frame.compact]
        lane = _Lane(name, members, placements(members, labels, frame.axis, levels), top, step)
        lanes.append(lane)
        top += lane.height + GAP
    return lanes


def _lane_label(name: str) -> str:
    """Name beside a lane; one that is too wide is broken at its separators first (推進本部会議 / 計画)."""
    parts = name.split("・") if ems(name) > LANE_EMS else [name]
    return "<br>".join(wrap(part, LANE_EMS) for part in parts)


def _label(event: Event, *, named: bool, compact: bool) -> str:
    if not named:
        return ""
    if compact:
        return wareki_month(event.day)
    return shortened(event.title, TITLE_EMS)


def _lane_traces(lane: _Lane, frame: _Frame) -> list[Any]:
    palette, scale = frame.style.palette, frame.style.scale
    leading = lane.name != OTHERS and lane.events[0].category in frame.leading
    heights = [lane.y(placement) for placement in lane.placements]
    hover = [_sentence(event) for event in lane.events]
    marks = go.Scatter(
        name=safe(lane.name),
        mode="markers+text",
        x=[iso(event.day) for event in lane.events],
        y=heights,
        text=["" if frame.compact else str(event.number) for event in lane.events],
        textposition="middle center",
        textfont={"size": scale.small, "color": palette.on_key if leading else palette.ink},
        marker={
            "symbol": "circle",
            "size": frame.axis.mark,
            "color": palette.key if leading else palette.track,
            "line": {"width": 1.5, "color": palette.key},
        },
        customdata=[[event.number] for event in lane.events],
        hovertext=hover,
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    ranges = [(event, y, text) for event, y, text in zip(lane.events, heights, hover, strict=True) if event.last]
    bars = go.Bar(
        name=f"{safe(lane.name)}の期間",
        orientation="h",
        base=[midnight(event.day) for event, _, _ in ranges],
        x=[_length(event) for event, _, _ in ranges],
        y=[y for _, y, _ in ranges],
        width=frame.axis.mark * 0.55,
        marker={"color": palette.accent},
        customdata=[[event.number] for event, _, _ in ranges],
        hovertext=[text for _, _, text in ranges],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    return [*([bars] if ranges else []), marks, *_labels(lane, heights, frame)]


def _length(event: Event) -> float:
    return midnight((event.last or event.day) + timedelta(days=1)) - midnight(event.day)


def _labels(lane: _Lane, heights: list[float], frame: _Frame) -> list[go.Scatter]:
    """Labels right of their marks, then those left of their marks."""
    palette = frame.style.palette
    traces = []
    for leftwards in (False, True):
        named = [
            (*_label_start(event, frame.axis, leftwards=leftwards), y, placement.label)
            for event, y, placement in zip(lane.events, heights, lane.placements, strict=True)
            if placement.label and placement.leftwards == leftwards
        ]
        if named:
            traces.append(
                go.Scatter(
                    name="名称",
                    mode="markers+text",
                    x=[iso(day) for day, _, _, _ in named],
                    y=[y for _, _, y, _ in named],
                    text=[safe(label) for _, _, _, label in named],
                    textposition="middle left" if leftwards else "middle right",
                    textfont={"size": frame.style.scale.small, "color": palette.ink, "shadow": halo(palette)},
                    marker={"size": [size for _, size, _, _ in named], "opacity": 0},
                    hoverinfo="skip",
                )
            )
    return traces


def _label_start(event: Event, axis: TimeAxis, *, leftwards: bool) -> tuple[date, float]:
    """Day and distance in px at which a label starts, past the mark or past the event's last day."""
    if leftwards or event.last is None or axis.position(event.last) - axis.position(event.day) < axis.mark / 2:
        return event.day, axis.mark
    return event.last, 4.0


def _sentence(event: Event) -> str:
    when = wareki_and_iso(event.day) + (f"から{wareki_and_iso(event.last)}まで" if event.last else "")
    detail = f"<br>{wrap(event.detail, DETAIL_EMS)}" if event.detail else ""
    return f"{strong(wrap(event.title, DETAIL_EMS))}<br>{safe(event.category)} {when}{detail}"
