"""回収状況: which 所管課 have reported for a 時点, and which have not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from kdx_metrics.numbers.ratings import CLOSED

SETTLED = (*CLOSED, "not_started")  # ratings of rows that owe no report


@dataclass(frozen=True, slots=True)
class Return:
    """One 所管課: how many of its rows owe a report, how many gave one, and its last 更新日."""

    department: str
    owed: int
    given: int
    last: date | None

    @property
    def state(self) -> str:
        """済, 一部, まだ or 対象なし."""
        if not self.owed:
            return "対象なし"
        if self.given == self.owed:
            return "済"
        return "一部" if self.given else "まだ"


def returns(rated: pd.DataFrame, since: date | None, as_of: date) -> list[Return]:
    """One entry a 所管課, those that still owe most first.

    `rated` are progress.rate's rows. A row has reported when it has a progress and its 更新日 lies after `since`
    (the 時点 before; None: whenever) and not after `as_of`. Completed, dropped and not yet started rows owe none.
    """
    owed = ~rated["rating"].isin(SETTLED)
    updated = rated["updated_on"]
    fresh = updated.notna() & (updated <= pd.Timestamp(as_of))
    if since is not None:
        fresh &= updated > pd.Timestamp(since)
    given = owed & fresh & rated["progress"].notna()
    found = []
    for department, rows in rated.groupby("department", sort=False):
        last = rows["updated_on"].max()
        found.append(
            Return(
                str(department),
                int(owed[rows.index].sum()),
                int(given[rows.index].sum()),
                None if pd.isna(last) else last.date(),
            )
        )
    return sorted(found, key=lambda one: one.given - one.owed)
