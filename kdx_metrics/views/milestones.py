"""年表 in rows: what happened, and what lies ahead of the meeting."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.listing import Column, Columns, Listing, absent

ON_PAPER = ("date", "category", "title", "detail", "source")


def day_text(row: Any) -> str:  # noqa: ANN401  # a row of the 年表
    """`令和8年1月7日`, with the last day of a range."""
    last = "" if absent(row.end_date) else f"~{wareki(row.end_date.date())}"
    return f"{wareki(row.date.date())}{last}"


# Over the rows of the 年表 as named tuples, with the `number` that the figures show.
COLUMNS: Columns[Any] = (
    Column("number", "番号", lambda row: row.number, "ordinal", 5, share=3),
    Column("date", "日付", lambda row: row.date.date(), "date", 11, day_text, share=11),
    Column("end_date", "終了日", lambda row: None if absent(row.end_date) else row.end_date.date(), "date", 11),
    Column("category", "区分", lambda row: row.category, width=16, share=10),
    Column("title", "名称", lambda row: row.title, width=32, share=17),
    Column("detail", "内容", lambda row: row.detail, width=32, share=20),
    Column("source", "出典", lambda row: row.source, width=32, share=16),
)

RELATED: Column[Any] = Column("related", "関係", lambda row: row.related, width=20)


def milestones(events: pd.DataFrame) -> Listing[Any]:
    """The 年表, newest first, each event with its number in date order (those of one day in file order)."""
    ordered = events.sort_values("date", kind="stable")
    numbered = ordered.assign(number=range(1, len(ordered) + 1)).iloc[::-1]
    columns = (*COLUMNS, RELATED) if (events["related"] != "").any() else COLUMNS
    return Listing("年表", columns, numbered, "年表の行がありません。")


class Cited(NamedTuple):
    """One source with the number under which events name it."""

    number: int
    source: str


SOURCES: Columns[Cited] = (
    Column("number", "出典の番号", lambda cited: cited.number, "ordinal"),
    Column("source", "出典", lambda cited: cited.source),
)


def with_numbered_sources(events: pd.DataFrame) -> tuple[Listing[Any], Listing[Cited]]:
    """The 年表 with the number of each source, and the sources: many events have the same one."""
    listing = milestones(events)
    numbers = {source: number for number, source in enumerate(filter(None, dict.fromkeys(events["source"])), start=1)}
    cited: Column[Any] = Column("cited", "出典の番号", lambda row: numbers.get(row.source), "ordinal")
    shown = listing.inserting("source", cited).without("source")
    return shown, Listing("出典", SOURCES, [Cited(number, source) for source, number in numbers.items()])


class Coming(NamedTuple):
    """One dated thing ahead: an event of the 年表, or the planned end of a 取組 with its 所管課."""

    day: date
    category: str
    title: str
    department: str


COMING: Columns[Coming] = (
    Column("day", "日付", lambda each: each.day, "date", share=11.5),
    Column("category", "区分", lambda each: each.category, share=7),
    Column("title", "内容", lambda each: each.title, share=30),
    Column("department", "所管課", lambda each: each.department, share=8),
)


def coming(summary: Summary, today: date) -> Listing[Coming]:
    """Events of the 年表 after `today`, and planned ends of open 取組 until the running 期 ends."""
    events, rated, now = summary.snapshot.milestones, summary.actions, pd.Timestamp(today)
    end = pd.Timestamp(summary.snapshot.strategy.period(summary.period).last_day)
    still_open = ~rated["rating"].isin(CLOSED)
    due = rated[still_open & (rated["planned_end"] > now) & (rated["planned_end"] <= end)]
    ahead = [
        Coming(row["date"].date(), row["category"], row["title"], "")
        for row in events[events["date"] > now].to_dict("records")
    ]
    ahead += [
        Coming(row["planned_end"].date(), "完了予定", f"{row['action_id']} {row['title']}", row["department"])
        for row in due.to_dict("records")
    ]
    return Listing("これからの予定", COMING, sorted(ahead), "日付の決まっている予定はありません。")
