"""The strategy's years on one axis: the 期 as bands, the 年表 as marks in lanes, 今日 and 時点 as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.calendar import wareki_month
from kdx_metrics.charts.axes import day_lines, day_text, iso, midnight, month_text, period_bands, year_axis, year_lines
from kdx_metrics.charts.lanes import Event, Ruler, Spot, numbered, spots
from kdx_metrics.charts.text import cut, ems, safe, strong, wrap
from kdx_metrics.charts.theme import PALETTES, SCALES, Mode, Scale, Size, figure, halo
from kdx_metrics.progress import WORST_FIRST
from kdx_metrics.strategy import Strategy
from kdx_metrics.tables import CATEGORIES
from kdx_metrics.words import RATING_WORDS

LEADING = ("本部会議", "計画")  # what a compact timeline names; the rest share one lane
OTHERS = "そのほか"
COMPLETIONS = "取組の完了予定"
LEVELS = {False: 8, True: 5}
MARK, COMPACT_MARK, GAP = 20, 11, 6
TITLE_EMS = 22.0
LANE_EMS = 6.0
DETAIL_EMS = 26.0
NAMED_IN_HOVER = 6


@dataclass(frozen=True, slots=True)
class _Lane:
    name: str
    events: list[Event]
    spots: list[Spot]
    top: float
    step: float

    def y(self, spot: Spot) -> float:
        return self.top + self.step * (spot.level + 0.5)

    @property
    def height(self) -> float:
        return self.step * max((spot.level + 1 for spot in self.spots), default=1)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every part of one drawing needs to know."""

    ruler: Ruler
    mode: Mode
    size: Size
    compact: bool


def timeline(  # noqa: PLR0913  # every option is named by its caller
    milestones: pd.DataFrame,
    strategy: Strategy,
    today: date,
    as_of: date | None,
    *,
    actions: pd.DataFrame | None = None,
    compact: bool = False,
    width: int = 1200,
    mode: Mode = "light",
    size: Size = "screen",
) -> go.Figure:
    """The 年表 over the whole strategy, customdata `[number]` of each event in date order.

    `actions` (rows of `rate()`) lays the planned completions over it, one mark a month, customdata
    `["actions", "2026-03"]`. `compact` names only 本部会議 and 計画 and stays under 230 px. `width` in px is what
    the labels may count on; it does not fix the figure's width.
    """
    events = numbered(milestones)
    scale = SCALES[size]
    lane_label = LANE_EMS * scale.small + 14
    lane_label = LANE_EMS * scale.small + 14
    ruler = _ruler(events, strategy, width - lane_label - 20, scale, compact=compact)
    ruler = replace(ruler, lines=tuple(ruler.at(day) for day in (today, as_of) if day is not None))
    first, last = ruler.first, ruler.last
    frame = _Frame(ruler, mode, size, compact)
    lanes = _lanes(events, frame)
    foot = lanes[-1].top + lanes[-1].height + GAP if lanes else scale.small * 4.0
    ticks = [(lane.top + lane.height / 2, wrap(lane.name, LANE_EMS)) for lane in lanes]
    traces: list[Any] = [trace for lane in lanes for trace in _lane_traces(lane, frame)]
    if actions is not None and len(actions):
        traces.append(_completions(actions, foot + scale.small, frame))
        ticks.append((foot + scale.small, wrap(COMPLETIONS, LANE_EMS)))
        foot += scale.small * 2 + GAP
    bar = scale.small + 6
    share = ruler.width / max((last - first).days, 1) / scale.small
    room = min((period.last_day - period.first_day).days for period in strategy.periods) * share
    bands, names = period_bands(strategy, strategy.period_at(today).number, mode=mode, size=size, bar=bar, room=room)
    lines, line_labels = day_lines(today, as_of, mode=mode, size=size, shown=(first, last))
    top, bottom = bar + 6, scale.small * 2.6 + 6
    return figure(
        traces or [go.Scatter(x=[iso(first)], y=[0], mode="none", hoverinfo="skip")],
        mode=mode,
        size=size,
        height=top + foot + bottom,
        shapes=[*bands, *year_lines(first, last, mode=mode), *lines],
        annotations=[*names, *line_labels],
        xaxis=year_axis(first, last, width=round(ruler.width), mode=mode, size=size),
        yaxis={
            "range": [foot, 0],
            "tickvals": [place for place, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "showgrid": False,
            "automargin": False,
        },
        margin={"l": lane_label, "r": 10, "t": top, "b": bottom, "pad": 4},
    )


def _ruler(events: list[Event], strategy: Strategy, width: float, scale: Scale, *, compact: bool) -> Ruler:
    """An axis that holds the whole plan and every event, with room for half a mark at its left end."""
    days = [event.day for event in events] + [event.last for event in events if event.last]
    first, last = min([strategy.first_day, *days]), max([strategy.last_day, *days])
    mark = (COMPACT_MARK if compact else MARK) * scale.factor
    margin = timedelta(days=round((last - first).days * (mark / 2 + 6) / width) + 1)
    return Ruler(first - margin, last + margin, width, scale.small, mark)


def _lanes(events: list[Event], frame: _Frame) -> list[_Lane]:
    """One lane a category that occurs; compact: one for what is named and one for the rest."""
    if frame.compact:
        leading = [event for event in events if event.category in LEADING]
        rest = [event for event in events if event.category not in LEADING]
        groups = [("・".join(name for name in LEADING if any(e.category == name for e in leading)), leading)]
        groups.append((OTHERS, rest))
    else:
        order = dict.fromkeys([*CATEGORIES, *(event.category for event in events)])
        groups = [(name, [event for event in events if event.category == name]) for name in order]
    top = SCALES[frame.size].small + 10.0
    lanes = []
    for name, members in groups:
        if not members:
            continue
        labels = [_label(event, named=name != OTHERS, compact=frame.compact) for event in members]
        step = frame.ruler.mark + 2 if name == OTHERS else SCALES[frame.size].small + (3 if frame.compact else 9)
        levels = spots(members, labels, frame.ruler, LEVELS[frame.compact])
        lane = _Lane(name, members, levels, top, step)
        lanes.append(lane)
        top += lane.height + GAP
    return lanes


def _label(event: Event, *, named: bool, compact: bool) -> str:
    if not named:
        return ""
    if compact:
        return wareki_month(event.day)
    title = event.title
    while ems(title) > TITLE_EMS:
        title = title.removesuffix("…")[:-1] + "…"
    return title


def _lane_traces(lane: _Lane, frame: _Frame) -> list[Any]:
    palette, scale = PALETTES[frame.mode], SCALES[frame.size]
    leading = lane.name != OTHERS and lane.events[0].category in LEADING
    heights = [lane.y(spot) for spot in lane.spots]
    hover = [_sentence(event) for event in lane.events]
    marks = go.Scatter(
        name=safe(lane.name),
        mode="markers+text",
        x=[iso(event.day) for event in lane.events],
        y=heights,
        text=["" if frame.compact else str(event.number) for event in lane.events],
        textposition="middle center",
        textfont={"size": scale.small - 2, "color": palette.on_key if leading else palette.ink},
        marker={
            "symbol": "circle",
            "size": frame.ruler.mark,
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
        width=frame.ruler.mark * 0.55,
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
    """The labels beside the marks: those to the right, then those to the left near the axis's end."""
    palette = PALETTES[frame.mode]
    traces = []
    for leftwards in (False, True):
        named = [
            (*_label_start(event, frame.ruler, leftwards=leftwards), y, spot.label)
            for event, y, spot in zip(lane.events, heights, lane.spots, strict=True)
            if spot.label and spot.leftwards == leftwards
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
                    textfont={"size": SCALES[frame.size].small, "color": palette.ink, "shadow": halo(palette)},
                    marker={"size": [size for _, size, _, _ in named], "opacity": 0},
                    hoverinfo="skip",
                )
            )
    return traces


def _label_start(event: Event, ruler: Ruler, *, leftwards: bool) -> tuple[date, float]:
    """The day beside which a label stands and its distance: past the mark, or past the end of a range."""
    if leftwards or event.last is None or ruler.at(event.last) - ruler.at(event.day) < ruler.mark / 2:
        return event.day, ruler.mark
    return event.last, 4.0


def _sentence(event: Event) -> str:
    when = day_text(event.day) + (f"から{day_text(event.last)}まで" if event.last else "")
    detail = f"<br>{wrap(event.detail, DETAIL_EMS)}" if event.detail else ""
    return f"{strong(wrap(event.title, DETAIL_EMS))}<br>{safe(event.category)} {when}{detail}"


def _completions(actions: pd.DataFrame, y: float, frame: _Frame) -> go.Scatter:
    """One square a month with how many 取組 are due in it, painted as the worst rating among them."""
    palette, scale = PALETTES[frame.mode], SCALES[frame.size]
    kept = actions[actions["rating"] != "excluded"]
    due = [
        (month.to_timestamp().date(), rows)
        for month, rows in kept.groupby(kept["planned_end"].dt.to_period("M"), sort=True)
    ]
    worst = [_worst(rows["rating"]) for _, rows in due]
    looks = [palette.ratings[rating] for rating in worst]
    return go.Scatter(
        name=COMPLETIONS,
        mode="markers+text",
        x=[iso(month + timedelta(days=14)) for month, _ in due],
        y=[y] * len(due),
        text=[str(len(rows)) for _, rows in due],
        textfont={
            "size": scale.small - 2,
            "color": [palette.ink if look.pattern else look.ink for look in looks],
        },
        marker={
            "symbol": "square",
            "size": frame.ruler.mark,
            "color": [look.ground if look.pattern else look.fill for look in looks],
            "line": {"width": 1.5, "color": [look.fill for look in looks]},
        },
        customdata=[["actions", f"{month:%Y-%m}"] for month, _ in due],
        hovertext=[_due_sentence(month, rows) for month, rows in due],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _worst(ratings: Sequence[str] | pd.Series) -> str:
    present = set(ratings)
    return next((rating for rating in WORST_FIRST if rating in present), "not_reported")


def _due_sentence(month: date, rows: pd.DataFrame) -> str:
    names = [
        f"{RATING_WORDS[rating].label} {cut(title, DETAIL_EMS)}"
        for rating, title in zip(rows["rating"][:NAMED_IN_HOVER], rows["title"][:NAMED_IN_HOVER], strict=True)
    ]
    more = [f"ほか{len(rows) - NAMED_IN_HOVER}件"] if len(rows) > NAMED_IN_HOVER else []
    return "<br>".join([strong(f"{month_text(month)}に完了予定の取組 {len(rows)}件"), *names, *more])
