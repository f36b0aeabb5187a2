"""The meeting: which one it is, the screens of its deck in order, and since when an item waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from kdx_metrics.meeting.briefing import MEETING, Material, last_meeting
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ratings import KPI_OFF_COURSE
from kdx_metrics.numbers.summary import Summary

Topic = Literal[
    "cover",
    "homework",
    "overall",
    "pillar",
    "changes",
    "slips",
    "outlook",
    "kpi",
    "kpis",
    "decide",
    "timeline",
]

HOMEWORK_ROWS, KPI_ROWS = 4, 5  # what one screen holds at 20 px
KPIS_ALONE = 6  # KPIs needing attention that get a screen of their own
DECIDED_AT_MOST = 12  # items to decide that get a screen; the rest are in the full list


@dataclass(frozen=True, slots=True)
class Meeting:
    """One 本部会議: the next in the 年表, else one of today without a name; and the one before it."""

    title: str
    on: date
    previous: date | None
    previous_title: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the deck: `key` stands in the address, `subject` is the pillar, KPI or page that it is about."""

    key: str
    topic: Topic
    title: str
    subject: str = ""


def meeting_of(milestones: pd.DataFrame, as_of: date, today: date) -> Meeting:
    """The meeting that is held with the data of `as_of`, from the 年表's rows of 区分 本部会議."""
    held = milestones[milestones["category"] == MEETING].sort_values("date", kind="stable")
    coming = held[held["date"] >= pd.Timestamp(today)]
    title = str(coming.iloc[0]["title"]) if len(coming) else MEETING
    on = coming.iloc[0]["date"].date() if len(coming) else today
    previous = last_meeting(milestones, min(as_of, on))
    earlier = held[held["date"] == pd.Timestamp(previous)] if previous else held.iloc[:0]
    return Meeting(title, on, previous, str(earlier.iloc[-1]["title"]) if len(earlier) else "")


def screens(material: Material, homework: int) -> tuple[Screen, ...]:
    """The deck in order; `homework` is how many open items of earlier meetings there are."""
    summary = material.summary
    alone, together = kpis_apart(material)
    found = [Screen("cover", "cover", "表紙")]
    found += _pages("homework", "前回までの宿題・決定", homework, HOMEWORK_ROWS)
    found.append(Screen("overall", "overall", "全体の進み方"))
    found += [Screen(f"pillar-{p.id}", "pillar", p.name, p.id) for p in material.strategy.pillars]
    if material.changes is not None:
        found.append(Screen("changes", "changes", "前回会議からの変化"))
        if material.changes.delayed:
            found.append(Screen("slips", "slips", "完了予定の後ろ倒し"))
    found.append(Screen("outlook", "outlook", "期末の見通しと次期への引継ぎ"))
    found += [Screen(f"kpi-{kpi.kpi_id}", "kpi", kpi.name, kpi.kpi_id) for kpi in alone]
    if together:
        found += _pages("kpis", "そのほかのKPI" if alone else "KPI", len(together), KPI_ROWS)
    found += [
        Screen(f"decide-{number}", "decide", "ご判断いただきたいこと", str(number))
        for number in range(1, min(len(summary.attention), DECIDED_AT_MOST) + 1)
    ]
    found.append(Screen("timeline", "timeline", "年表と今後の予定"))
    return tuple(found)


def _pages(topic: Literal["homework", "kpis"], title: str, rows: int, a_page: int) -> list[Screen]:
    """As many screens as the rows need, at least one."""
    count = max(-(-rows // a_page), 1)
    return [
        Screen(topic if number == 1 else f"{topic}-{number}", topic, title, str(number))
        for number in range(1, count + 1)
    ]


def kpis_apart(material: Material) -> tuple[list[KpiResult], list[KpiResult]]:
    """KPIs that need attention, gravest first, and all others."""
    listed = {item.id for item in material.summary.attention if item.period is None}
    ordered = material.kpis
    alone = [kpi for kpi in ordered if kpi.kpi_id in listed or kpi.rating in KPI_OFF_COURSE][:KPIS_ALONE]
    return alone, [kpi for kpi in ordered if kpi not in alone]


def position(deck: Sequence[Screen], key: str) -> int:
    """The place of a screen, the first for one that is not (or no longer) in the deck."""
    return next((place for place, screen in enumerate(deck) if screen.key == key), 0)


def since_when(history: Sequence[Summary], item: AttentionItem) -> date | None:
    """The first 時点 from which the item has been on the list without a break; `history` oldest first, now last.

    None when it is not on the newest list.
    """
    first = None
    for summary in reversed(history):
        if not any(same_item(item, other) for other in summary.attention):
            break
        first = summary.as_of
    return first


def same_item(one: AttentionItem, other: AttentionItem) -> bool:
    """Whether two lines speak of the same 取組 in the same 期, or of the same KPI, for whatever reason."""
    return (one.id, one.period) == (other.id, other.period)


def open_before(decisions: Iterable[Decision], meeting: date) -> list[Decision]:
    """What earlier meetings left open: by due date, without one last, then by number."""
    left = [one for one in decisions if one.content.is_open and one.content.meeting_on < meeting]
    return sorted(left, key=lambda one: (one.content.due or date.max, one.id))


def about_item(decisions: Iterable[Decision], item: AttentionItem) -> list[Decision]:
    """What was decided about an item of the attention list: its 取組 (in this 期 or in general) or its KPI."""
    return [
        one
        for one in decisions
        if (one.content.kpi_id == item.id if item.period is None else one.content.action_id == item.id)
        and one.content.period in (None, item.period)
    ]


def homework_finding(decisions: Sequence[Decision], meeting: date, today: date) -> str:
    """How much of what earlier meetings decided is still open, and how much of that is past its date."""
    earlier = [one for one in decisions if one.content.meeting_on < meeting]
    if not earlier:
        return "前回までの会議で記録された決定・宿題はありません。"
    left = open_before(earlier, meeting)
    late = sum(one.content.due is not None and one.content.due < today for one in left)
    if not left:
        return f"前回までの決定・宿題{len(earlier)}件は、すべて完了しました。"
    past = f"(うち期限切れ{late}件)" if late else ""
    return f"前回までの決定・宿題{len(earlier)}件のうち、残りは{len(left)}件です{past}。"
