"""前回の宿題・決定事項: which of them a paper shows, in which order, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables import Column, Table, table
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.words import OVERDUE

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content  # handed over as plain rows: a paper needs no store

TITLE = "前回の宿題・決定事項"
NONE_LEFT = "残っている宿題・決定事項はありません。"
ORDER_NOTE = "前回までの会議から残っているものを期限の近い順に、そのあとにこの会議で記録したものを並べています。"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What earlier meetings left open, by due date and without one last, and what this meeting recorded."""

    left: tuple[Content, ...]
    new: tuple[Content, ...]

    @property
    def rows(self) -> tuple[Content, ...]:
        """All of them in the paper's order."""
        return self.left + self.new


def has_decisions(material: Material) -> bool:
    """Whether the paper speaks of decisions at all: one of data without a store does not."""
    return material.decisions is not None or bool(material.unread)


def decisions_of(material: Material) -> Decisions:
    """What the paper shows; of a 所管課's paper, what that 所管課 is to do."""
    known = [one for one in material.decisions or () if _concerns(material, one)]
    left = [one for one in known if one.is_open and one.meeting_on < material.meeting_on]
    return Decisions(
        tuple(sorted(left, key=lambda one: one.due or date.max)),
        tuple(one for one in known if one.meeting_on == material.meeting_on),
    )


def decisions_finding(material: Material) -> str:
    """How much is left of earlier meetings, how much of that is late, and what this meeting recorded."""
    if material.unread:
        return material.unread
    found = decisions_of(material)
    late = sum(is_late(one, material) for one in found.left)
    past = f"(うち{OVERDUE}{late}件)" if late else ""
    said = f"前回までの宿題・決定事項のうち、残りは{len(found.left)}件です{past}。" if found.left else NONE_LEFT
    return said + (f"この会議で記録したものは{len(found.new)}件です。" if found.new else "")


def decisions_table(material: Material) -> Table:
    """One row a decision, in words."""
    columns = (
        Column("種別", 5),
        Column("内容", 31),
        Column("取組/指標", 16),
        Column("所管課", 12),
        Column("期限", 17.8),
        Column("状態", 6.5),
        Column("会議", 17.8),
    )
    rows = [
        (
            one.kind,
            one.text,
            about(one, material),
            one.department,
            due_in_words(one, material),
            one.state,
            meeting_in_words(one, material),
        )
        for one in decisions_of(material).rows
    ]
    return table(TITLE, columns, rows, decisions_finding(material))


def about(one: Content, material: Material) -> str:
    """The 取組 (with its 期) or KPI by number and name; the number alone where the plan has it no longer."""
    if one.kpi_id:
        name = next((kpi.name for kpi in material.summary.kpis if kpi.kpi_id == one.kpi_id), "")
        return f"{one.kpi_id} {name}".strip()
    actions = material.summary.actions
    titles = actions.loc[actions["action_id"] == one.action_id, "title"].tolist()
    known = {period.number: period.name for period in material.strategy.periods}
    where = "" if one.period is None else f"({known.get(one.period, f'期{one.period}')})"
    return f"{one.action_id} {titles[-1] if titles else ''}".strip() + where


def due_in_words(one: Content, material: Material) -> str:
    """`令和9年1月31日`, and whether it is past."""
    if one.due is None:
        return "期限なし"
    return f"{OVERDUE}({wareki(one.due)})" if is_late(one, material) else wareki(one.due)


def meeting_in_words(one: Content, material: Material) -> str:
    """The meeting's day, and whether it is the one that the paper is for."""
    return wareki(one.meeting_on) + ("(今回)" if one.meeting_on == material.meeting_on else "")


def is_late(one: Content, material: Material) -> bool:
    """Whether something is left to do after its date."""
    return one.is_open and one.due is not None and one.due < material.today


def _concerns(material: Material, one: Content) -> bool:
    """Whether it is the paper's 所管課 that has to act: as recorded, else as its 取組 or KPI has it."""
    summary = material.summary
    if summary.snapshot.department is None:
        return True
    if one.department:
        return one.department == summary.snapshot.department
    if one.kpi_id:
        return any(kpi.kpi_id == one.kpi_id for kpi in summary.kpis)
    rows = summary.actions[summary.actions["action_id"] == one.action_id]
    return bool(len(rows) if one.period is None else (rows["period"] == one.period).any())
