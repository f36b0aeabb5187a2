"""The plan's years as one strip: each 期 with its own progress, the 年表 as marks above, the date in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import between, day_lines, iso, midnight, years_of
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure
from kdx_metrics.charts.drawing.text import safe, strong
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.plan.strategy import Period, Strategy
from kdx_metrics.wording.words import UNPLANNED

MARKS, BAND, TRACK, FOOT = 46, 86, 16, 4  # heights in px of the marks, of a 期, of its bar, and below
LINE = 19  # px of a line of words
DAY = 86_400_000.0


def plan_strip(
    periods: Mapping[int, Group],
    unplanned: Sequence[int],
    events: pd.DataFrame,
    strategy: Strategy,
    *,
    as_of: date,
    today: date,
    style: Style = SCREEN,
) -> go.Figure:
    """One band per 期 in scale; its bar is its own progress, with customdata `[number]`; a mark per event above.

    Events are named on hover. A 期 of `unplanned` is hatched.
    """
    current = strategy.period_at(as_of).number
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for period in strategy.periods:
        group, is_open = periods[period.number], period.number not in unplanned
        shapes += _band(period, group, style, is_current=period.number == current, is_open=is_open)
        labels += _words(period, group, style, is_open=is_open)
    first, last = _range(events, strategy)
    lines, line_labels = day_lines(today, as_of, style=style, shown=(first, last))
    traces = [_hatches(strategy, unplanned, style), _areas(strategy), _marks(events, style)]
    return figure(
        traces,
        style,
        height=(MARKS + BAND + FOOT) * style.scale.factor + 4,
        shapes=[*shapes, *lines],
        annotations=[*labels, *line_labels],
        margin={"l": 4, "r": 4, "t": 2, "b": 2},
        xaxis={"type": "date", "range": [iso(first), iso(last)], "showgrid": False, "showticklabels": False},
        yaxis={"range": [MARKS + BAND + FOOT, 0], "showgrid": False, "showticklabels": False},
    )


def _range(events: pd.DataFrame, strategy: Strategy) -> tuple[date, date]:
    days = events["date"].dt.date.tolist()
    return min([strategy.first_day, *days]), max([strategy.last_day, *days])


def _band(period: Period, group: Group, style: Style, *, is_current: bool, is_open: bool) -> list[dict[str, Any]]:
    palette = style.palette
    start, end = midnight(period.first_day), midnight(period.last_day) + DAY

    def box(x0: float, x1: float, y0: float, y1: float, colour: str, edge: str = "") -> dict[str, Any]:
        line = {"color": edge, "width": 1.5} if edge else {"width": 0}
        return {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "fillcolor": colour, "line": line}

    gap = (end - start) * 0.006
    left, right = start + gap, end - gap
    edge = palette.key if is_current else ""
    boxes = [box(left, right, MARKS, MARKS + BAND, palette.band if is_open else "rgba(0,0,0,0)", edge)]
    if not is_open or group.actual is None or group.planned is None:
        return [each | {"layer": "below"} for each in boxes]
    inner = (right - left) * 0.94
    zero, foot = left + (right - left) * 0.03, MARKS + BAND - 8
    boxes.append(box(zero, zero + inner, foot - TRACK, foot, palette.grid))
    boxes.append(box(zero, zero + inner * min(group.actual, 100) / 100, foot - TRACK, foot, palette.bar))
    tick = zero + inner * min(group.planned, 100) / 100
    plan = {"type": "line", "x0": tick, "x1": tick, "y0": foot - TRACK - 4, "y1": foot + 4}
    return [each | {"layer": "below"} for each in boxes] + [plan | {"line": {"color": palette.ink, "width": 3}}]


def _words(period: Period, group: Group, style: Style, *, is_open: bool) -> list[dict[str, Any]]:
    """Three lines: the 期, its years, its progress with the number of its rows."""
    state = format_percent(group.actual) if is_open else UNPLANNED
    lines = [strong(safe(period.name)), years_of(period)[0], f"{strong(state)}・{group.actions}件"]
    middle = between(period.first_day, period.last_day)
    return [annotation(text, style, x=middle, y=MARKS + LINE * (number + 0.7)) for number, text in enumerate(lines)]


def _hatches(strategy: Strategy, unplanned: Sequence[int], style: Style) -> go.Bar:
    """Hatched ground of the 期 that are hardly planned yet."""
    palette = style.palette
    shown = [period for period in strategy.periods if period.number in unplanned]
    return go.Bar(
        x=[between(period.first_day, period.last_day) for period in shown],
        base=[MARKS] * len(shown),
        y=[BAND] * len(shown),
        width=[(midnight(period.last_day) - midnight(period.first_day)) * 0.985 for period in shown],
        marker={
            "color": palette.page,
            "line": {"color": palette.grid, "width": 1},
            "pattern": {"shape": "/", "fgcolor": palette.grid, "bgcolor": palette.page, "size": 9, "solidity": 0.2},
        },
        hoverinfo="skip",
    )


def _areas(strategy: Strategy) -> go.Bar:
    """Unseen areas of the 期, which are clicked."""
    return go.Bar(
        x=[between(period.first_day, period.last_day) for period in strategy.periods],
        base=[MARKS] * len(strategy.periods),
        y=[BAND] * len(strategy.periods),
        width=[midnight(period.last_day) - midnight(period.first_day) for period in strategy.periods],
        customdata=[[period.number] for period in strategy.periods],
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        hovertemplate=[f"{safe(period.name)}の取組を見る<extra></extra>" for period in strategy.periods],
    )


def _marks(events: pd.DataFrame, style: Style) -> go.Scatter:
    palette = style.palette
    return go.Scatter(
        x=[iso(day) for day in events["date"].dt.date.tolist()],
        y=[MARKS - 12] * len(events),
        mode="markers",
        marker={"size": 11 * style.scale.factor, "color": palette.page, "line": {"color": palette.key, "width": 2}},
        hovertemplate=[
            f"{wareki(day)} {safe(title)}<extra></extra>"
            for day, title in zip(events["date"].dt.date.tolist(), events["title"].tolist(), strict=True)
        ],
    )
