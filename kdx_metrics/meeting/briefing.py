"""Material of every paper: the summary, the changes since the last meeting, and the outlook to the end of the 期."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kdx_metrics.numbers.changes import Changes, compare
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.carry_over import Outlook, period_end_outlook
from kdx_metrics.numbers.ordering import kpis_worst_first
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_and_iso
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.plan.meetings import days_of_meetings, first_from, last_before, meetings
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.wording.dates import ESTIMATE

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content  # handed over as plain rows: a paper needs no store


@dataclass(frozen=True, slots=True)
class Meeting:
    """One 本部会議: the next in the 年表, else one of today without a name; and the one before it."""

    title: str
    on: date
    previous: date | None
    previous_title: str


@dataclass(frozen=True, eq=False)
class Material:
    """One paper's content. `revision` names the newest revision, NO_VALUE without a store; `today` is its day.

    `decisions` are all that were recorded, None without a store; `unread` says why those of a store are not there.
    """

    summary: Summary
    previous: Summary | None
    changes: Changes | None
    outlook: Outlook
    revision: str
    today: date
    decisions: Sequence[Content] | None = None
    unread: str = ""

    @property
    def strategy(self) -> Strategy:
        """The strategy that the summary stands on."""
        return self.summary.snapshot.strategy

    @property
    def title(self) -> str:
        """Organization and plan, in one line."""
        about = self.strategy.about
        estimate = f"({ESTIMATE})" if self.summary.is_estimate else ""
        return f"{about.full_title}{estimate}"

    @property
    def scope(self) -> str:
        """The 所管課 that the paper is limited to, or the whole city."""
        return self.summary.snapshot.department or "全庁"

    @property
    def stamp(self) -> str:
        """Line on every page: 時点, 版 and the token by which two papers of the same content are told."""
        day = self.summary.as_of
        estimate = f"{ESTIMATE}・" if self.summary.is_estimate else ""
        return f"{estimate}時点 {wareki_and_iso(day)}・版 {self.revision}・照合番号 {self.summary.token}"

    @property
    def kpis(self) -> list[KpiResult]:
        """The KPIs, worst first."""
        return kpis_worst_first(self.summary.kpis, self.summary.attention)

    def uses(self, table: TableName) -> bool:
        """True for a table that the city has: nothing speaks of any other."""
        return self.summary.snapshot.uses(table)

    @property
    def since(self) -> str:
        """The other side of the comparison, the last meeting or any other date; "" without one."""
        if self.changes is None:
            return ""
        day = self.changes.before_on
        is_meeting = day in days_of_meetings(self.summary.snapshot)
        return f"前回会議({wareki(day)})" if is_meeting else wareki(day)

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting that the paper is for."""
        return meeting_of(self.summary.snapshot, self.today)


def material(
    summary: Summary,
    previous: Summary | None,
    *,
    revision: str,
    today: date,
    decisions: Sequence[Content] | None = None,
    unread: str = "",
) -> Material:
    """Work out once what all papers show."""
    changes = None if previous is None else compare(previous, summary)
    outlook = period_end_outlook(summary)
    return Material(summary, previous, changes, outlook, revision or NO_VALUE, today, decisions, unread)


def meeting_of(snapshot: Snapshot, today: date) -> Meeting:
    """The meeting that is held with the data of a snapshot, and the one before it."""
    events, days = meetings(snapshot), days_of_meetings(snapshot)
    coming = first_from(days, today)
    previous = last_before(days, min(snapshot.as_of, coming or today))
    return Meeting(
        title=snapshot.strategy.milestones.meeting if coming is None else _titles(events, coming)[0],
        on=coming or today,
        previous=previous,
        previous_title="" if previous is None else _titles(events, previous)[-1],
    )


def _titles(events: pd.DataFrame, day: date) -> list[str]:
    titles: list[str] = events.loc[events["date"] == pd.Timestamp(day), "title"].tolist()
    return titles


def next_meeting(content: Material) -> str:
    """`令和9年1月13日 第3回DX推進本部会議`: the meeting after the paper's, or that the 年表 has none."""
    events = meetings(content.summary.snapshot)
    ahead = events[events["date"] > pd.Timestamp(content.meeting.on)]
    if ahead.empty:
        return "年表にまだありません。" if content.uses("milestones") else "決まっていません。"
    row = ahead.iloc[0]
    return f"{wareki(row['date'].date())} {row['title']}"


def revision_of(snapshot: Snapshot) -> str:
    """The newest revision that a snapshot is made of, NO_VALUE for files in a folder."""
    newest = snapshot.newest_revision
    return NO_VALUE if newest is None else str(newest)
