"""回収状況: the reports that each 所管課 owes and has given for a 時点."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import pandas as pd

from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.plan.fiscal_calendar import month_end

SETTLED = (*CLOSED, "not_started")  # ratings of rows that owe no report

ReportingState = Literal["complete", "partial", "none", "nothing_owed"]


class Waiting(NamedTuple):
    """One 取組 whose report is still to come."""

    action_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Return:
    """One 所管課: how many of its rows owe a report, how many gave one, its last 更新日, and those still `waiting`."""

    department: str
    owed: int
    given: int
    last: date | None
    waiting: tuple[Waiting, ...] = ()

    @property
    def state(self) -> ReportingState:
        """State of the 所管課's reports."""
        if not self.owed:
            return "nothing_owed"
        if self.given == self.owed:
            return "complete"
        return "partial" if self.given else "none"

    @property
    def is_done(self) -> bool:
        """True where no report is missing."""
        return self.given == self.owed


def returns(rated: pd.DataFrame, since: date | None, as_of: date) -> list[Return]:
    """One entry per 所管課, those that still owe most first.

    `rated` are progress.rate's rows. A row has reported when it has an actual or is assessed, and its 更新日 lies after
    `since` (the 時点 before; None: whenever) and not after `as_of`. Completed, dropped and not yet started rows owe
    none.
    """
    owed = ~rated["rating"].isin(SETTLED)
    updated = rated["updated_on"]
    fresh = updated.notna() & (updated <= pd.Timestamp(as_of))
    if since is not None:
        fresh &= updated > pd.Timestamp(since)
    given = owed & fresh & (rated["actual"].notna() | (rated["assessment"] != ""))
    departments = []
    for department, rows in rated.groupby("department", sort=False):
        last = rows["updated_on"].max()
        departments.append(
            Return(
                str(department),
                int(owed[rows.index].sum()),
                int(given[rows.index].sum()),
                None if pd.isna(last) else last.date(),
                _waiting(rows[(owed & ~given)[rows.index]]),
            )
        )
    return sorted(departments, key=lambda each: each.given - each.owed)


def _waiting(rows: pd.DataFrame) -> tuple[Waiting, ...]:
    return tuple(Waiting(*pair) for pair in zip(rows["action_id"].tolist(), rows["title"].tolist(), strict=True))


def coming_day(newest: date | None, today: date) -> date:
    """時点 of the reports that are being collected, which are of the end of a month.

    The last end of a month that is over, or that of the running month once something is published for the last one.
    """
    last = today.replace(day=1) - timedelta(days=1)
    running = month_end(today)
    return last if today != running and (newest is None or newest < last) else running
