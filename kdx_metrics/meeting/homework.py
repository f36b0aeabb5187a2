"""決定・宿題 of a meeting: what earlier ones left open, what it recorded itself, and the sentence that says both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.decisions import DecisionRow, decisions
from kdx_metrics.wording.words import OVERDUE

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content, Decision  # handed over as plain rows: a paper needs no store

TITLE = "前回までの決定・宿題"
DECIDED = "本日の決定と宿題"
NONE_DECIDED = "この会議で記録した決定・宿題は、まだありません。"
ORDER_NOTE = "前回までの会議から残っているものを期限の近い順に、そのあとにこの会議で記録したものを並べています。"


@dataclass(frozen=True, slots=True)
class Homework:
    """Records that earlier meetings left open (out of `earlier`), by due date, and those of this meeting."""

    earlier: int
    left: tuple[Content, ...]
    new: tuple[Content, ...]


def homework(contents: Sequence[Content], meeting: date) -> Homework:
    """The records as the meeting of a day sees them."""
    earlier = [content for content in contents if content.meeting_on < meeting]
    left = sorted((content for content in earlier if content.is_open), key=_due)
    return Homework(len(earlier), tuple(left), tuple(c for c in contents if c.meeting_on == meeting))


def open_before(decisions: Iterable[Decision], meeting: date) -> list[Decision]:
    """Decisions that earlier meetings left open, in the order of `homework`, with number and version."""
    left = [each for each in decisions if each.content.is_open and each.content.meeting_on < meeting]
    return sorted(left, key=lambda each: _due(each.content))


def homework_finding(of: Homework, today: date) -> str:
    """Sentence with the numbers of earlier records, of those still open, of those late, and of this meeting's."""
    late = sum(is_late(content, today) for content in of.left)
    past = f"(うち{OVERDUE}{late}件)" if late else ""
    if not of.earlier:
        finding = "前回までの会議で記録された決定・宿題はありません。"
    elif of.left:
        finding = f"前回までの決定・宿題{of.earlier}件のうち、残りは{len(of.left)}件です{past}。"
    else:
        finding = f"前回までの決定・宿題{of.earlier}件は、すべて完了しました。"
    return finding + (f"この会議で記録したものは{len(of.new)}件です。" if of.new else "")


def is_known(material: Material) -> bool:
    """True if a paper speaks of records: a paper of data without a store does not."""
    return material.decisions is not None or bool(material.unread)


def homework_of(material: Material) -> Homework:
    """The records that a paper shows; of a 所管課's paper, what that 所管課 is to do."""
    return homework(concerning(material.decisions or (), material.summary), material.meeting.on)


def finding_of(material: Material) -> str:
    """The sentence of a paper."""
    return material.unread or homework_finding(homework_of(material), material.today)


def listing_of(material: Material) -> Listing[DecisionRow]:
    """The records of a paper in its order."""
    of = homework_of(material)
    rows = decision_rows((*of.left, *of.new), material.summary, material.meeting.on, material.today)
    return decisions(rows, TITLE, finding_of(material))


def decision_rows(contents: Iterable[Content], summary: Summary, meeting: date, today: date) -> list[DecisionRow]:
    """The records in plain words, for listing."""
    titles = dict(zip(summary.actions["action_id"], summary.actions["title"], strict=True))
    names = {kpi.kpi_id: kpi.name for kpi in summary.kpis}
    periods = {period.number: period.name for period in summary.snapshot.strategy.periods}

    def about(content: Content) -> str:
        """The 取組 (with its 期) or 指標 by number and name; the number alone where the plan has it no longer."""
        if content.kpi_id:
            return f"{content.kpi_id} {names.get(content.kpi_id, '')}".strip()
        period = "" if content.period is None else f"({periods.get(content.period, f'期{content.period}')})"
        return f"{content.action_id} {titles.get(content.action_id, '')}".strip() + period

    return [
        DecisionRow(
            content.kind,
            content.text,
            about(content),
            content.department,
            content.due,
            content.state,
            content.meeting_on,
            is_late(content, today),
            content.meeting_on == meeting,
        )
        for content in contents
    ]


def concerning(contents: Iterable[Content], summary: Summary) -> list[Content]:
    """Records for the 所管課 of a summary: as recorded, else by its 取組 or 指標; all records for the city."""
    department = summary.snapshot.department
    if department is None:
        return list(contents)
    rows = set(zip(summary.actions["action_id"], summary.actions["period"], strict=True))
    numbers = {number for number, _ in rows}
    measured = {kpi.kpi_id for kpi in summary.kpis}

    def concerns(content: Content) -> bool:
        if content.department:
            return content.department == department
        if content.kpi_id:
            return content.kpi_id in measured
        return content.action_id in numbers if content.period is None else (content.action_id, content.period) in rows

    return [content for content in contents if concerns(content)]


def is_late(content: Content, today: date) -> bool:
    """True if something is left to do after its date."""
    return content.is_open and content.due is not None and content.due < today


def _due(content: Content) -> date:
    """By which they are put in order: those without a date last."""
    return content.due or date.max
