"""Matrix of pillars and 期, one cell per group with its actual, its gap to the plan and its worst rating."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import IN_FORCE, years_of
from kdx_metrics.charts.drawing.labels import percent
from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.style import SCREEN, Style, annotation, figure, pattern
from kdx_metrics.charts.drawing.text import safe, strong, wrap
from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import Rounding
from kdx_metrics.plan.strategy import RatingBands, Strategy
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.words import NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, UNPLANNED, counts_in_words

ROW = 76
HEAD = 40
LABEL_EMS = 5.0
WIDTH, HEIGHT = 0.95, 0.92  # share of the grid's columns and rows that a cell fills
INSET = 0.07  # between a cell's edge and its small bar, in columns
LINES = (-21 / ROW, -2 / ROW, 15 / ROW)  # centres of the three lines of a cell, in rows from its middle
BAR = 29 / ROW
NOTHING = Group(
    actions=0,
    evaluable=0,
    reported=0,
    means=None,
    share_leads=False,
    reporting_rate=None,
    worst=None,
    ratings=dict.fromkeys(RATINGS, 0),
    behind_by_first=0,
    spi_t=None,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    x: int
    y: int
    pillar: str
    period: int
    group: Group

    @property
    def measured(self) -> bool:
        return self.group.leading_percent is not None


def pillar_period_matrix(
    cells: Mapping[tuple[str, int], Group],
    strategy: Strategy,
    current_period: int,
    *,
    unplanned: Collection[int] = (),
    style: Style = SCREEN,
) -> go.Figure:
    """One selectable cell per pillar and 期, with customdata `[pillar id, 期 number]`; the current 期 is framed.

    A 期 of `unplanned` is said to be 計画策定前. A cell without 取組, or missing from `cells`, is hatched and says
    取組なし; one without an actual says 評価不能.
    """
    palette = style.palette
    placed = [
        _Cell(x, y, pillar.id, period.number, cells.get((pillar.id, period.number), NOTHING))
        for y, pillar in enumerate(strategy.pillars)
        for x, period in enumerate(strategy.periods)
    ]
    name = {pillar.id: pillar.name for pillar in strategy.pillars}
    measured = [cell for cell in placed if cell.measured]
    blank = [cell for cell in placed if not cell.measured]

    def hover(cell: _Cell) -> str:
        head = f"{name[cell.pillar]} {strategy.period(cell.period).name}"
        return f"{strong(safe(head))}<br>{_sentence(cell.group, strategy.rating.rounding)}"

    traces = [
        _boxes("進捗", measured, {"color": palette.panel, "line": {"color": palette.grid, "width": 1}}, hover),
        _boxes("データなし", blank, pattern(palette.ratings["not_reported"], style), hover),
        *_small_bars(measured, palette),
        *_texts(measured, strategy.rating, palette, style),
    ]
    framed = next((x for x, period in enumerate(strategy.periods) if period.number == current_period), None)
    return figure(
        traces,
        style=style,
        height=style.scaled(HEAD + ROW * len(strategy.pillars) + 4),
        annotations=[*_headings(strategy, current_period, unplanned, style), *_blanks(blank, style)],
        shapes=[] if framed is None else [_frame(framed, len(strategy.pillars), palette)],
        xaxis={"range": [-0.5, len(strategy.periods) - 0.5], "visible": False},
        yaxis={
            "range": [len(strategy.pillars) - 0.5, -0.5],
            "tickvals": list(range(len(strategy.pillars))),
            "ticktext": [wrap(pillar.name, LABEL_EMS) for pillar in strategy.pillars],
            "showgrid": False,
        },
        margin={"l": 4, "r": 4, "t": style.scaled(HEAD), "b": 4, "pad": 4},
    )


def _boxes(name: str, cells: list[_Cell], marker: dict[str, Any], hover: Callable[[_Cell], str]) -> go.Bar:
    return go.Bar(
        name=name,
        orientation="h",
        base=[cell.x - WIDTH / 2 for cell in cells],
        x=[WIDTH] * len(cells),
        y=[cell.y for cell in cells],
        width=HEIGHT,
        marker=marker,
        customdata=[[cell.pillar, cell.period] for cell in cells],
        hovertext=[hover(cell) for cell in cells],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _small_bars(cells: list[_Cell], palette: Palette) -> list[Any]:
    """Bar from 0 to 100 along each cell's foot, with the actual as its filled part and the plan as a vertical mark."""
    full = WIDTH - 2 * INSET
    left = [cell.x - full / 2 for cell in cells]
    foot = [cell.y + BAR for cell in cells]
    done = [full * (cell.group.leading_percent or 0) / 100 for cell in cells]
    planned = [(x, y, cell.group.planned) for x, y, cell in zip(left, foot, cells, strict=True)]
    bar = {"orientation": "h", "base": left, "y": foot, "width": 0.07, "hoverinfo": "skip"}
    return [
        go.Bar(name="全体", x=[full] * len(cells), marker={"color": palette.grid}, **bar),
        go.Bar(name="実績", x=done, marker={"color": palette.bar}, **bar),
        go.Scatter(
            name="計画",
            mode="markers",
            x=[x + full * plan / 100 for x, _, plan in planned if plan is not None],
            y=[y for _, y, plan in planned if plan is not None],
            marker={"symbol": "line-ns", "size": 8, "line": {"width": 3, "color": palette.ink}},
            hoverinfo="skip",
        ),
    ]


def _texts(cells: list[_Cell], bands: RatingBands, palette: Palette, style: Style) -> list[go.Scatter]:
    """Actual, gap in the colour of its state, and quietly the worst rating, which is not the group's verdict."""
    scale = style.scale
    states = [spans.states(cell.group, bands) for cell in cells]
    colours = [palette.ratings[ends[0]].text if ends else palette.ink for ends in states]
    columns = (
        ([_leading(cell.group) for cell in cells], scale.strong, palette.ink),
        (
            [_beside(cell.group, bands) for cell in cells],
            scale.small,
            colours,
        ),
        ([_worst(cell.group) for cell in cells], scale.small, palette.quiet),
    )
    return [
        go.Scatter(
            mode="text",
            x=[cell.x for cell in cells],
            y=[cell.y + offset for cell in cells],
            text=text,
            textfont={"size": points, "color": colour},
            hoverinfo="skip",
        )
        for (text, points, colour), offset in zip(columns, LINES, strict=True)
    ]


def _leading(group: Group) -> str:
    """`79.8%`, `64.7~68.8%` while reports are missing."""
    if group.is_waiting:
        return RATING_WORDS["not_started"].word
    return strong(percent(group.leading_percent) if group.share_leads else spans.span(group))


def _beside(group: Group, bands: RatingBands) -> str:
    """`注意 −16.6`, or the counts behind the 順調率 of a group; nothing of one that has not begun."""
    if group.is_waiting:
        return ""
    if group.share_leads:
        return f"{shares.of(group)}が{shares.WELL}"
    if group.gap is None:
        return ""
    return f"{spans.state_words(group, bands)} {spans.gap_span(group, bands.rounding)}"


def _worst(group: Group) -> str:
    """Worst rating with its count and the number of 取組, as in `うち遅れ 2/8件`."""
    if group.worst is None or group.is_waiting:
        return f"全{group.actions}件"
    return f"うち{RATING_WORDS[group.worst].word} {group.ratings[group.worst]}/{group.actions}件"


def _sentence(group: Group, gaps: Rounding) -> str:
    if group.actions == 0:
        return "この期に取組はありません。"
    if group.share_leads:
        return f"{shares.facts(group)}<br>{counts_in_words(group.ratings)}"
    if group.actual is None:
        return f"評価できる取組がありません({counts_in_words(group.ratings)})。"
    return f"{standing.numbers(group, gaps)}<br>{counts_in_words(group.ratings)}"


def _headings(strategy: Strategy, current: int, unplanned: Collection[int], style: Style) -> list[dict[str, Any]]:
    beside = dict.fromkeys(unplanned, f"({UNPLANNED})") | {current: IN_FORCE}
    return [
        annotation(
            f"{strong(safe(period.name) + beside.get(period.number, ''))}<br>{years_of(period)[0]}",
            style,
            x=x,
            y=1,
            of_y="paper",
            anchor=Anchor("center", "bottom", 0, 2),
            colour=style.palette.key if period.number == current else style.palette.ink,
        )
        for x, period in enumerate(strategy.periods)
    ]


def _blanks(cells: list[_Cell], style: Style) -> list[dict[str, Any]]:
    return [
        annotation(
            NO_ACTIONS if cell.group.actions == 0 else f"{NOT_EVALUABLE}<br>{cell.group.actions}件",
            style,
            x=cell.x,
            y=cell.y,
            colour=style.palette.quiet,
            ground=True,
        )
        for cell in cells
    ]


def _frame(x: int, rows: int, palette: Palette) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": x - 0.495,
        "x1": x + 0.495,
        "y0": -0.49,
        "y1": rows - 0.51,
        "line": {"color": palette.key, "width": 2},
    }
