"""The screens of a meeting's deck in order, and since when an item waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.meeting.homework import TITLE
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
class Screen:
    """One screen of the deck: `key` stands in the address, `subject` is the pillar, KPI or page that it is about."""

    key: str
    topic: Topic
    title: str
    subject: str = ""


def screens(material: Material, homework: int) -> tuple[Screen, ...]:
    """The deck in order; `homework` is how many open items of earlier meetings there are."""
    summary = material.summary
    alone, together = kpis_apart(material)
    deck = [Screen("cover", "cover", "表紙")]
    deck += _pages("homework", TITLE, homework, HOMEWORK_ROWS)
    if material.uses("action_plan"):
        deck += _of_actions(material)
    deck += [Screen(f"kpi-{kpi.kpi_id}", "kpi", kpi.name, kpi.kpi_id) for kpi in alone]
    if together:
        deck += _pages("kpis", "そのほかのKPI" if alone else "KPI", len(together), KPI_ROWS)
    deck += [
        Screen(f"decide-{number}", "decide", "ご判断いただきたいこと", str(number))
        for number in range(1, min(len(summary.attention), DECIDED_AT_MOST) + 1)
    ]
    if material.uses("milestones"):
        deck.append(Screen("timeline", "timeline", "年表と今後の予定"))
    return tuple(deck)


def _of_actions(material: Material) -> list[Screen]:
    deck = [Screen("overall", "overall", "全体の進み方")]
    deck += [Screen(f"pillar-{p.id}", "pillar", p.name, p.id) for p in material.strategy.pillars]
    if material.changes is not None:
        deck.append(Screen("changes", "changes", "前回会議からの変化"))
        if material.changes.delayed:
            deck.append(Screen("slips", "slips", "完了予定の後ろ倒し"))
    return [*deck, Screen("outlook", "outlook", "期末の見通しと次期への引継ぎ")]


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
    return next((index for index, screen in enumerate(deck) if screen.key == key), 0)


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


def same_item(item: AttentionItem, other: AttentionItem) -> bool:
    """True if two lines speak of the same 取組 in the same 期, or of the same KPI, for whatever reason."""
    return (item.id, item.period) == (other.id, other.period)


def about_item(decisions: Iterable[Decision], item: AttentionItem) -> list[Decision]:
    """Decisions about an item of the attention list: about its 取組 (in this 期 or in general) or its KPI."""
    return [
        decision
        for decision in decisions
        if (decision.content.kpi_id == item.id if item.period is None else decision.content.action_id == item.id)
        and decision.content.period in (None, item.period)
    ]
