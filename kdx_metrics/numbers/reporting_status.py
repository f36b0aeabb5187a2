"""回収状況: the reports that each 所管課 owes and has given for a 時点."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from kdx_metrics.numbers.ratings import CLOSED

SETTLED = (*CLOSED, "not_started")  # ratings of rows that owe no report

ReportingState = Literal["complete", "partial", "none", "nothing_owed"]


@dataclass(frozen=True, slots=True)
class Return:
    """One 所管課: how many of its rows owe a report, how many gave one, and its last 更新日."""

    department: str
    owed: int
    given: int
    last: date | None

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

    `rated` are progress.rate's rows. A row has reported when it has an actual and its 更新日 lies after `since`
    (the 時点 before; None: whenever) and not after `as_of`. Completed, dropped and not yet started rows owe none.
    """
    owed = ~rated["rating"].isin(SETTLED)
    updated = rated["updated_on"]
    fresh = updated.notna() & (updated <= pd.Timestamp(as_of))
    if since is not None:
        fresh &= updated > pd.Timestamp(since)
    given = owed & fresh & rated["actual"].notna()
    departments = []
    for department, rows in rated.groupby("department", sort=False):
        last = rows["updated_on"].max()
        departments.append(
            Return(
                str(department),
                int(owed[rows.index].sum()),
                int(given[rows.index].sum()),
                None if pd.isna(last) else last.date(),
            )
        )
    return sorted(departments, key=lambda each: each.given - each.owed)
