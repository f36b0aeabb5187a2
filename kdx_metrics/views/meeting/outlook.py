"""期末の見通し in rows: every 取組 of the running 期, the candidates for the next one, and counts per group."""

from __future__ import annotations

from itertools import chain

from kdx_metrics.numbers.meeting.carry_over import Candidate, Course, GroupOutlook, Outlook, RowOutlook
from kdx_metrics.plan.formats import INDEX
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views import actions
from kdx_metrics.views.listing import Column, Columns, Listing, chosen, within
from kdx_metrics.wording.meeting.outlooks import (
    DIRECTION,
    SPEED_OF_ROW,
    candidate_reason,
    recorded,
    row_course,
    suggested,
)
from kdx_metrics.wording.words import COURSE_WORDS, rating_label

_DIRECTION: Columns[Candidate] = (
    Column("direction", DIRECTION, lambda each: recorded(each.outlook) if each.directed else "", width=16, share=9),
)
OF_CANDIDATES = ("action_id", "period", "title", "department", "actual")


def columns(ahead: Outlook, strategy: Strategy) -> Columns[RowOutlook]:
    """Every column of a 取組's way to the 期's end."""
    shared = actions.columns(strategy)
    return (
        *chosen(shared, "action_id", "pillar", "period", "title", "department", "status", "planned", "actual"),
        Column("spi_t", "SPI(t)", lambda row: row.spi_t, "index", 8, rounding=INDEX._replace(below=SPEED_OF_ROW.below)),
        *chosen(shared, "planned_end"),
        Column("forecast_end", "完了見込み", lambda row: row.forecast_end, "date", 11),
        Column("course", "期末の見通し", lambda row: COURSE_WORDS[row.course], width=18),
        Column("reason", "なぜ", lambda row: row_course(row, ahead.period.last_day), width=60),
    )


def outlook(ahead: Outlook, strategy: Strategy) -> Listing[RowOutlook]:
    """The 取組 of the running 期, in file order."""
    return Listing(f"{ahead.period.name}の期末の見通し", columns(ahead, strategy), ahead.rows).without("period")


def due_dates(outlook: Outlook) -> Listing[RowOutlook]:
    """Open rows of the 期 in the order in which they are due."""
    columns: Columns[RowOutlook] = (
        Column("planned_end", "完了予定", lambda row: row.planned_end, "date"),
        Column("action_id", "取組番号", lambda row: row.action_id),
        Column("title", "取組名", lambda row: row.title),
        Column("department", "所管課", lambda row: row.department),
        Column("rating", "評価", lambda row: rating_label(row.rating)),
    )
    return Listing("終わっていない取組", columns, list(chain.from_iterable(outlook.due.values())))


def candidates(ahead: Outlook, strategy: Strategy) -> Listing[Candidate]:
    """The rows that the next 期 may have to take over, with what people have recorded, what is suggested and why."""
    listed: Columns[Candidate] = (
        *(_DIRECTION if ahead.directed else ()),
        Column("suggestion", "目安", suggested, width=10, share=4.6),
        *within(chosen(columns(ahead, strategy), *OF_CANDIDATES), lambda each: each.outlook),
        Column("why", "なぜ", lambda each: candidate_reason(each, ahead, strategy), width=55, share=25),
    )
    return Listing("次期への引継ぎの候補", listed, ahead.candidates, "引継ぎの候補はありません。")


def courses(ahead: Outlook, strategy: Strategy) -> Listing[tuple[str, GroupOutlook]]:
    """Counts per course of the whole and of each pillar."""

    def counted(course: Course) -> Column[tuple[str, GroupOutlook]]:
        def counted_text(row: tuple[str, GroupOutlook]) -> str:
            return f"{row[1].counts[course]}件"

        return Column(course, COURSE_WORDS[course], lambda row: row[1].counts[course], "count", 16, counted_text)

    name: Column[tuple[str, GroupOutlook]] = Column("name", "区分", lambda row: row[0], width=24)
    groups = [("全体", ahead.overall), *((strategy.pillar(key).name, group) for key, group in ahead.pillars.items())]
    return Listing(f"{ahead.period.name}の取組は期末にどうなるか", (name, *map(counted, COURSE_WORDS)), groups)
