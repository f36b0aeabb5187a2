"""取組 in rows: the rated rows of a summary, and how one of them stood from 時点 to 時点."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import pandas as pd

from kdx_metrics.numbers.lineage import lineage
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import NO_VALUE, format_given, format_percent
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.listing import Column, Columns, Listing, absent, chosen, within
from kdx_metrics.wording import assessed
from kdx_metrics.wording.meeting.outlooks import DIRECTION, recorded
from kdx_metrics.wording.words import RATING_WORDS, rating_and_review, rating_label

UNREPORTED = RATING_WORDS["not_reported"].word
BESIDE = (
    "pillar",
    "direction",
    "counted",
    "issue",
    "next_step",
)  # shown on screen by filters, colours and the 取組 in full
OPTIONAL = ("theme", "related_departments", "predecessor")  # which a city may do without
PEOPLE = ("assessment", "direction")  # what people say in 年度評価, likewise
MEANS = ("planned", "actual", "gap")
LAST = ("planned_start", "weight", "row")
ON_PAPER = ("action_id", "period", "title", "department", "planned_end", "planned", "actual", "rating", "assessment")


def columns(strategy: Strategy) -> Columns[Any]:
    """Every column of a 取組, over the rows of progress.rate as named tuples and over what has the same fields."""
    themes = {theme.id: theme.name for theme in strategy.themes}
    return (
        Column("action_id", "取組番号", lambda row: row.action_id, width=10, short="番号", share=5),
        Column("pillar", "柱", lambda row: strategy.pillar(row.pillar).name, width=16),
        Column("period", "期", lambda row: strategy.period(row.period).name, width=7, share=4.2, pixels=52),
        Column("title", "取組名", lambda row: row.title, width=40, share=19, pixels=374),
        *([Column("theme", "施策", lambda row: themes.get(row.theme, ""), width=16)] if themes else []),
        Column("department", "所管課", lambda row: row.department, width=14, share=6.6),
        Column("related_departments", "関係課", lambda row: row.related_departments, width=20),
        Column("predecessor", "引継元", lambda row: row.predecessor, width=12),
        Column("planned_start", "開始予定", lambda row: _day(row.planned_start), "date", 11),
        Column("planned_end", "完了予定", lambda row: _day(row.planned_end), "date", 11, planned_end_text, share=8),
        Column("status", "状況", lambda row: row.status, width=9),
        Column("weight", "重み", lambda row: row.weight, "number", 6, pixels=44),
        Column("planned", "計画(%)", lambda row: row.planned, "percent", 9, planned_text, "計画", 5),
        Column("actual", "実績(%)", lambda row: row.actual, "number", 9, actual_text, "実績", 5),
        Column("gap", "差(ポイント)", lambda row: row.gap, "points", 10, short="差", rounding=strategy.rating.rounding),
        Column("rating", "評価", lambda row: rating_label(row.rating), width=11, text=rating_text, share=7.4),
        Column("counted", "計算に入れる", lambda row: int(row.counted), "count", 9),
        Column("assessment", "自己・本部評価", assessed.in_list, "text", 24, assessed.on_paper, share=12.4, pixels=266),
        Column("direction", DIRECTION, recorded, width=16),
        Column("issue", "課題", lambda row: row.issue, width=36),
        Column("next_step", "今後の対応", lambda row: row.next_step, width=36),
        Column("row", "元の行", lambda row: row.Index, "ordinal", 8, pixels=58),
    )


def actions(rated: pd.DataFrame, strategy: Strategy, caption: str = "取組の一覧") -> Listing[Any]:
    """Rated rows under every column, in the order given; without those of OPTIONAL and PEOPLE that are blank."""
    unused = [name for name in (*OPTIONAL, *PEOPLE) if not (rated[name] != "").any()]
    return Listing(caption, columns(strategy), rated, "取組がありません。").without(*unused)


def on_screen(rated: pd.DataFrame, strategy: Strategy, caption: str = "取組の一覧") -> Listing[Any]:
    """Rated rows as a page lists them, what it may have no room for last: percentages too where people rate instead."""
    listing = actions(rated, strategy, caption).without(*BESIDE)
    by_people = (rated["assessment"] != "").any() and 2 * rated["actual"].notna().sum() < len(rated)
    last = (*MEANS, *LAST) if by_people else LAST
    return listing.only(*(column.name for column in listing.columns if column.name not in last), *last)


class Past(NamedTuple):
    """One row of a 取組 at a published 時点."""

    as_of: date
    row: Any


def course(action_id: str, history: Iterable[Summary], strategy: Strategy) -> Listing[Past]:
    """One row per published 時点 at which a 期 of a 取組 had moved: status, actual, rating, 完了予定, its name."""
    summaries = list(history)
    numbers = lineage(action_id, [summary.actions for summary in summaries])
    renumbered = ("action_id",) if len(numbers) > 1 else ()
    past = _moved(Past(summary.as_of, row) for summary in summaries for row in _of_lineage(summary, action_id, numbers))
    titled = ("title",) if len({each.row.title for each in past}) > 1 else ()  # a name that stays says nothing
    means = () if summaries[-1].share_leads else ("planned", "actual")
    names = (*renumbered, "period", *titled, "status", *means, "rating", "planned_end")
    return Listing(
        "時点ごとの推移",
        (
            Column("as_of", "時点", lambda each: each.as_of, "date"),
            *within(chosen(columns(strategy), *names), lambda each: each.row),
        ),
        past,
    )


def _moved(states: Iterable[Past]) -> list[Past]:
    """Those that differ from the state before them of their number and 期 in more than the plan, which grows daily."""
    before: dict[tuple[str, int], tuple[object, ...]] = {}
    moved = []
    for each in states:
        row = each.row
        state = (row.title, row.status, None if absent(row.actual) else row.actual, row.rating, row.planned_end)
        if before.get((row.action_id, row.period)) != state:
            moved.append(each)
        before[row.action_id, row.period] = state
    return moved


def _of_lineage(summary: Summary, action_id: str, numbers: Collection[str]) -> Iterator[Any]:
    """Rows of a 取組; before it had its number, those of the numbers that it continues."""
    ids = summary.actions["action_id"]
    own = ids == action_id
    yield from summary.actions[own if own.any() else ids.isin(list(numbers))].itertuples()


def planned_text(row: Any) -> str:  # noqa: ANN401  # any row with a plan in percent
    """`70.4%`."""
    return format_percent(row.planned)


def actual_text(row: Any) -> str:  # noqa: ANN401  # any row with an actual in percent
    """`40%`, or 未報告; where people have rated in its place no value."""
    if absent(row.actual):
        return NO_VALUE if row.assessment else UNREPORTED
    return format_given(row.actual, "%")


def planned_end_text(row: Any) -> str:  # noqa: ANN401  # any row with a 完了予定
    """`令和9年3月`."""
    return wareki_month(_day(row.planned_end))


def rating_text(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """`● 順調`, with the 見直し that a paper has no column for."""
    return rating_and_review(row.rating, row.status)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
