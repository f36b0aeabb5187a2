"""First 完了予定 and last report of each action row, as earlier published 時点 had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import pandas as pd

from kdx_metrics.numbers.lineage import nearest, predecessors

Key = tuple[str, int]  # action_id, period
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Earlier:
    """`first_ends` holds the first published 完了予定, `reports` the last actual in percent before the date in view.

    A row that no earlier 時点 has is in neither; a folder without history gives an empty one.
    """

    first_ends: Mapping[Key, date] = field(default_factory=dict)
    reports: Mapping[Key, float] = field(default_factory=dict)

    def then(self, rated: pd.DataFrame) -> Earlier:
        """Knowledge after one more 時点, whose `rate()`d rows are `rated`."""
        extended = self.following(rated)
        keys = list(zip(rated["action_id"].tolist(), rated["period"].tolist(), strict=True))
        ends = rated["planned_end"].to_numpy().astype("datetime64[D]").tolist()
        reported = rated["actual"].notna()
        actuals = zip(keys, rated["actual"].tolist(), reported.tolist(), strict=True)
        return Earlier(
            dict(zip(keys, ends, strict=True)) | dict(extended.first_ends),
            dict(extended.reports) | {key: actual for key, actual, is_known in actuals if is_known},
        )

    def following(self, actions: pd.DataFrame) -> Earlier:
        """The same, known of rows too whose 取組 continues others (引継元) and that no earlier 時点 has.

        Of several that were merged the latest first 完了予定 counts, since the whole was promised for then only, and
        the lowest report, since no more was reported of the whole.
        """
        continued = predecessors(actions)
        if not continued:
            return self
        ends, reports = dict(self.first_ends), dict(self.reports)
        for number, period in zip(actions["action_id"].tolist(), actions["period"].tolist(), strict=True):
            if number not in continued or (number, period) in self.first_ends:
                continue
            if first := nearest(number, continued, _of_period(self.first_ends, period)):
                ends[number, period] = max(first.values())
            if reported := nearest(number, continued, _of_period(self.reports, period)):
                reports[number, period] = min(reported.values())
        return Earlier(ends, reports)


def _of_period(values: Mapping[Key, Value], period: int) -> dict[str, Value]:
    return {number: value for (number, its_period), value in values.items() if its_period == period}


NOTHING_EARLIER = Earlier()
