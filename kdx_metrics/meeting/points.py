"""Points below each chart of the deck: at most three, one sentence each, with numbers and names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kdx_metrics.meeting.agenda import about_item
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.ratings import LATE
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.strategy import Onward
from kdx_metrics.views.milestones import coming
from kdx_metrics.wording.groups import headlines, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import board, movements
from kdx_metrics.wording.meeting.outlooks import candidates
from kdx_metrics.wording.meeting.reasons import listed_since

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content, Decision  # a paper needs no store

MOST = 3
LATE_NAMED = 9  # late 取組 that one screen names


class LateAction(NamedTuple):
    """A late 取組 of the 期 in force."""

    action_id: str
    period: int
    title: str
    department: str
    rating: str


def late_by_pillar(material: Material, named: int = LATE_NAMED) -> dict[str, tuple[list[LateAction], int]]:
    """Late 取組 of each pillar in the 期 in force, worst first, so many `named` in all, and how many more."""
    rows = material.summary.running
    late = rows[rows["rating"].isin(LATE)].sort_values("gap", na_position="first")
    late = late.sort_values("rating", key=lambda ratings: ratings.map(LATE.index), kind="stable")
    pillars = material.strategy.pillars
    most = named if len(late) <= named else max(named // len(pillars), 1)
    by_pillar = {}
    for pillar in pillars:
        mine = [LateAction(*row) for row in late[late["pillar"] == pillar.id][list(LateAction._fields)].to_numpy()]
        by_pillar[pillar.id] = (mine[:most], len(mine[most:]))
    return by_pillar


def overall_points(material: Material) -> list[str]:
    """Movements since the last meeting, reporting rate, items to decide."""
    summary, changes = material.summary, material.changes
    moved = [] if changes is None else [movements.since_last(changes)]
    decide = board.finding(summary.board)
    return [*moved, standing.reporting(summary.current), decide]


def pillar_points(material: Material, pillar: str) -> list[str]:
    """Movement of a pillar since the last meeting, its late 取組, and those completed or due next."""
    rated = material.summary.actions
    mine = rated[rated["pillar"] == pillar]
    changes, points = material.changes, []
    if changes is not None and pillar in changes.pillars:
        gaps = material.strategy.rating.rounding
        points.append(f"前回から、{movements.headline('この柱', changes.pillars[pillar], gaps)}。")
    points.append(headlines.late(mine))
    done = [change for change in changes.moved("completed") if change.state.pillar == pillar] if changes else []
    points.append(movements.completed(done) if done else headlines.next_due(mine, material.summary.as_of))
    return points


def outlook_points(material: Material) -> list[str]:
    """The rows that are to be reviewed, to be closed and to go on."""
    ways: tuple[Onward, ...] = ("review", "close", "continue")  # what takes most talk first
    return [candidates(onward, material.outlook) for onward in ways]


def kpi_points(material: Material, kpi: KpiResult, decisions: Sequence[Decision]) -> list[str]:
    """The target, the outlook, and what was decided about it or else its move since the last meeting."""
    points = [kpi_sentences.target(kpi), kpi_sentences.outlook_in_short(kpi, material.summary.forecasts[kpi.kpi_id])]
    if recorded := [decision for decision in decisions if decision.content.kpi_id == kpi.kpi_id]:
        points.append(f"記録: {decision_line(recorded[-1].content)}")
    changes = material.changes.kpis if material.changes else ()
    points += [moved for change in changes if change.kpi_id == kpi.kpi_id and (moved := movements.kpi(change))]
    return points[:MOST]


def decide_points(
    material: Material, item: AttentionItem, since: date | None, decisions: Sequence[Decision]
) -> list[str]:
    """課題 and 今後の対応 or the outlook, and the decision recorded or else since when the item is listed."""
    points = []
    if item.kpi is None:
        row = material.summary.actions.loc[item.row]
        points += [
            f"{word}: {row[name] or '記載なし'}" for name, word in (("issue", "課題"), ("next_step", "今後の対応"))
        ]
    else:
        points.append(f"見通し: {kpi_sentences.outlook_in_short(item.kpi, material.summary.forecasts[item.id])}")
    if recorded := about_item(decisions, item):
        points.append(f"記録: {decision_line(recorded[-1].content)}")
    elif since is not None:
        points.append(listed_since(since, material.summary.as_of))
    return points[:MOST]


def decision_line(content: Content) -> str:
    """`【決定】第2期へ引き継ぐ(都市建設課・期限 令和9年1月31日・未対応)`."""
    due = f"期限 {wareki(content.due)}" if content.due else ""
    facts = "・".join(part for part in (content.department, due, content.state) if part)
    return f"【{content.kind}】{content.text}({facts})"


def timeline_points(material: Material) -> list[str]:
    """Dated events and planned completions to come."""
    return [
        f"{wareki(each.day)} {each.title}{f'({each.department})' if each.department else ''}・{each.category}"
        for each in list(coming(material.summary, material.today))[:MOST]
    ]
