"""Every figure of the pages, as a function of a view and of plain arguments: `card.figure` draws each once.

Nothing here is a page: a page's script is run anew each time, and its functions see what else the page holds.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from kdx_metrics.charts.curve import WIDTH as CURVE_WIDTH
from kdx_metrics.charts.curve import progress_curve
from kdx_metrics.charts.drawing.style import Style
from kdx_metrics.charts.drawing.theme import Figure, Size
from kdx_metrics.charts.kpi import kpi_picture, kpi_small
from kdx_metrics.charts.matrix import pillar_period_matrix
from kdx_metrics.charts.slips import WIDTH as SLIP_WIDTH
from kdx_metrics.charts.slips import slips_chart
from kdx_metrics.charts.timeline import timeline
from kdx_metrics.charts.xmr import xmr_chart
from kdx_metrics.numbers.earned_schedule import planned_curve
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.views.happenings import Happening, happenings
from kdx_metrics.wording import alt
from kdx_metrics.wording.kpi import kpi_sentences
from pages.cards.groups import (
    changes_since,
    chart_rows,
    course_points,
    slip_lines,
)
from pages.cards.milestones import events_of
from pages.frame.filters import cell_query
from pages.html import image
from pages.tables.gantt_chart import gantt_chart
from pages.tables.plan_strip import plan_strip
from pages.tables.table_chart import short_chart, table_chart, worst_first
from pages.tables.time_rows import Event
from pages.view.address import ACTION, PERIOD, PILLAR
from pages.view.view import View, address_of


def draw_matrix(view: View) -> Figure:
    """Every 柱 in every 期."""
    summary = view.summary
    return pillar_period_matrix(
        summary.cells, view.strategy, summary.period, unplanned=summary.unplanned, style=Style(view.mode)
    )


def draw_table(
    view: View, by: str, pillar: str | None, period: int | None, *, by_gap: bool = True, as_links: bool = True
) -> Markup:
    """Table-chart of the plan by 柱, 期 or 所管課; 期 stay in the order of time."""
    rows = chart_rows(view, by, pillar, period, as_links=as_links)
    header = {PILLAR: "柱", PERIOD: "期"}.get(by, "所管課")
    return table_chart(worst_first(rows) if by_gap and by != PERIOD else rows, header, view.strategy.rating)


def draw_pillars_of_period(view: View) -> Markup:
    """Actual against plan of each 柱 in the 期 in force, worst first, or its counts where 順調率 leads."""
    return short_chart(worst_first(chart_rows(view, PILLAR, period=view.summary.period)), "柱", view.strategy.rating)


def draw_plan_strip(view: View) -> Markup:
    """Every 期 with its progress, under the events of the 年表."""
    summary, word = view.summary, view.strategy.milestones.meeting
    rows = summary.snapshot.milestones
    return plan_strip(
        summary.periods,
        summary.unplanned,
        [
            Event(day, title, category == word)
            for day, title, category in zip(rows["date"].dt.date, rows["title"], rows["category"], strict=True)
        ],
        view.strategy,
        as_of=view.as_of,
        today=view.today,
        address=lambda number: address_of(view, "actions", **cell_query(view, None, number)),
    )


def draw_gantt(view: View, rows: tuple[int, ...], query: str) -> Markup:
    """The 取組 in these rows of the table, with their progress; their links keep the `query` of the page's address."""
    drawn = view.summary.actions.loc[list(rows)]
    return gantt_chart(
        drawn,
        view.strategy,
        as_of=view.as_of,
        today=view.today,
        said=alt.gantt(drawn, view.strategy),
        address=lambda number: f"actions?{'&'.join([*filter(None, [query]), urlencode({ACTION: number})])}",
        events=_events(view, drawn),
    )


def _events(view: View, rows: pd.DataFrame) -> dict[str, list[Happening]]:
    """Events of the 年表 per 取組番号."""
    return {number: happenings(number, view.summary.snapshot) for number in rows["action_id"].unique()}


def draw_kpi(view: View, kpi_id: str, *, width: int | None = None, size: Size = "screen") -> Figure:
    """One KPI: its actuals, target steps, path and forecast."""
    kpi, forecast = view.summary.kpi(kpi_id), view.summary.forecasts[kpi_id]
    events, style = happenings(kpi_id, view.summary.snapshot), Style(view.mode, size)
    return kpi_small(kpi, forecast, view.strategy, large=True, width=width, events=events, style=style)


def draw_small_kpi(view: View, kpi_id: str) -> Markup:
    """The same as a small picture, which has no room for meetings."""
    kpi, forecast = view.summary.kpi(kpi_id), view.summary.forecasts[kpi_id]
    events = [event for event in happenings(kpi_id, view.summary.snapshot) if event.is_named]
    said = alt.kpi(kpi, forecast)
    return image(kpi_picture(kpi, forecast, view.strategy, said, events=events, style=Style(view.mode)), said)


def words_of_kpi(view: View, kpi_id: str) -> tuple[str, str]:
    """The finding above `draw_kpi` and the text in its place for readers who do not see it."""
    kpi, forecast = view.summary.kpi(kpi_id), view.summary.forecasts[kpi_id]
    return kpi_sentences.headline(kpi, forecast), alt.kpi(kpi, forecast)


def draw_xmr(view: View, kpi_id: str) -> Figure:
    """The process behaviour chart of a KPI that has data enough for one."""
    kpi = view.summary.kpi(kpi_id)
    chart = analyse(kpi)
    if chart is None:
        raise ValueError(kpi_id)
    return xmr_chart(kpi, chart, style=Style(view.mode))


def draw_slips(view: View, before_on: date, *, most: int | None = None, width: int = SLIP_WIDTH) -> Figure:
    """The planned ends of the rows put off since another date, the first `most` of them."""
    lines = slip_lines(view, changes_since(view, before_on).delayed[:most])
    return slips_chart(list(lines.values()), width=width, style=Style(view.mode))


def draw_course(view: View, pillar: str | None, width: int = CURVE_WIDTH, size: Size = "screen") -> Figure:
    """Plan, actuals and forecast of one 柱 or of the whole plan over time."""
    summary, points = view.summary, course_points(view, pillar)
    earned = summary.earned_pillars[pillar] if pillar else summary.earned
    rated = summary.actions[summary.actions["pillar"] == pillar] if pillar else summary.actions
    planned = planned_curve(rated) if points else None
    return progress_curve(planned, points, earned, view.strategy, width=width, style=Style(view.mode, size))


def draw_timeline(
    view: View,
    categories: tuple[str, ...] = (),
    *,
    actions: bool = False,
    compact: bool = False,
    width: int | None = None,
    size: Size = "screen",
) -> Figure:
    """The 年表, or its events of some 区分, with the planned completions of 取組 where `actions` is set."""
    return timeline(
        events_of(view, categories),
        view.strategy,
        view.today,
        view.as_of,
        actions=view.summary.actions if actions else None,
        compact=compact,
        width=width,
        style=Style(view.mode, size),
    )
