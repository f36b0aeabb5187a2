"""The screens of a meeting's deck in order, and since when an item waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.homework import DECIDED, TITLE
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.ratings import KPI_OFF_COURSE
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.wording import value, voices
from kdx_metrics.wording.meeting.board import CHECK, DECIDE, REPORT, WATCH

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Decision  # a paper, which follows the same screens, needs no store

Topic = Literal[
    "cover",
    "overall",
    "pillars",
    "changes",
    "slips",
    "outlook",
    "kpis",
    "value",
    "voices",
    "decide",
    "report",
    "closing",
    "homework",
    "pillar",
    "course",
    "kpi",
    "check",
    "timeline",
]

HOMEWORK_ROWS, KPI_ROWS, REPORT_ROWS = 4, 16, 6  # what one screen holds at 20 px
KPI_LINES = "(注意が必要なものから。点線は目標への道すじ)"  # beside the title of a list of small lines
QUESTIONS = 3  # that get a screen of the meeting itself
KPIS_ALONE = 6  # KPIs needing attention that get a screen of the appendix


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the deck: `key` stands in the address, `subject` is the pillar, KPI or page that it is about.

    The screens of the `appendix` come after the last one of the meeting and are reached by the list of screens.
    """

    key: str
    topic: Topic
    title: str
    subject: str = ""
    appendix: bool = False


def screens(material: Material, homework: int) -> tuple[Screen, ...]:
    """The meeting in order, then the appendix; `homework` is how many open items of earlier meetings there are.

    Nothing speaks of a table that the city does not use.
    """
    board, has_actions = material.summary.board, material.uses("action_plan")
    kpis = list(_pages("kpis", "指標の一覧", len(material.kpis), KPI_ROWS)) if material.uses("kpis") else []
    questions = list(_pages("decide", DECIDE, len(board.decide), 1)) if board.decide else []
    reports = list(_pages("report", REPORT if board.asks else WATCH, len(board.report), REPORT_ROWS))
    meeting = [
        Screen("cover", "cover", "表紙と宿題"),
        *(_of_actions(material) if has_actions else []),
        *kpis[:1],
        *([Screen("value", "value", value.TITLE)] if material.summary.has_value else []),
        *([Screen("voices", "voices", voices.TITLE)] if len(material.summary.voices) else []),
        *questions[:QUESTIONS],
        reports[0],
        Screen("closing", "closing", DECIDED),
    ]
    rest = [
        *list(_pages("homework", TITLE, homework, HOMEWORK_ROWS))[1:],
        *(_behind_actions(material) if has_actions else []),
        *(Screen(f"kpi-{kpi.kpi_id}", "kpi", kpi.name, kpi.kpi_id) for kpi in kpis_alone(material)),
        *kpis[1:],
        *questions[QUESTIONS:],
        *reports[1:],
        *([Screen("check", "check", CHECK)] if board.asks and board.check else []),
        *([Screen("timeline", "timeline", "年表と今後の予定")] if material.uses("milestones") else []),
    ]
    return (*meeting, *(replace(screen, appendix=True) for screen in rest))


def _of_actions(material: Material) -> list[Screen]:
    running = material.strategy.period(material.summary.period).name
    deck = [Screen("overall", "overall", "今日の結論"), Screen("pillars", "pillars", f"柱ごとの{running}")]
    if material.changes is not None:
        moved = "評価の動き" if material.summary.share_leads else "計画との差の変化"
        deck.append(Screen("changes", "changes", moved))
        if material.changes.delayed:
            deck.append(Screen("slips", "slips", "完了予定の後ろ倒し"))
    outlook = Screen("outlook", "outlook", "期末の見込み")
    return deck if material.summary.share_leads else [*deck, outlook]


def _behind_actions(material: Material) -> list[Screen]:
    pillars = (Screen(f"pillar-{pillar.id}", "pillar", pillar.name, pillar.id) for pillar in material.strategy.pillars)
    return [*pillars, Screen("course", "course", "次期への引継ぎ")]


def _pages(topic: Topic, title: str, rows: int, a_page: int) -> Iterator[Screen]:
    """As many screens as the rows need, at least one; questions are numbered from the first."""
    for number in range(1, max(-(-rows // a_page), 1) + 1):
        yield Screen(topic if number == 1 and topic != "decide" else f"{topic}-{number}", topic, title, str(number))


def agenda(deck: Sequence[Screen]) -> tuple[Screen, ...]:
    """The first screen of each topic of the meeting after the cover: what the number keys jump to."""
    first: dict[Topic, Screen] = {}
    for screen in deck:
        if not screen.appendix and screen.topic != "cover":
            first.setdefault(screen.topic, screen)
    return tuple(first.values())


def kpis_alone(material: Material) -> list[KpiResult]:
    """KPIs that need attention, gravest first, as many as get a screen of their own."""
    listed = {item.id for item in material.summary.attention if item.period is None}
    return [kpi for kpi in material.kpis if kpi.kpi_id in listed or kpi.rating in KPI_OFF_COURSE][:KPIS_ALONE]


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
