"""First 完了予定 and last report of each action row, as earlier published 時点 had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

Key = tuple[str, int]  # action_id, period


@dataclass(frozen=True, eq=False)
class Earlier:
    """`first_ends` holds the first published 完了予定, `reports` the last actual in percent before the date in view.

    A row that no earlier 時点 has is in neither; a folder without history gives an empty one.
    """

    first_ends: Mapping[Key, date] = field(default_factory=dict)
    reports: Mapping[Key, float] = field(default_factory=dict)

    def then(self, rated: pd.DataFrame) -> Earlier:
        """Knowledge after one more 時点, whose `rate()`d rows are `rated`."""
        keys = list(zip(rated["action_id"].tolist(), rated["period"].tolist(), strict=True))
        ends = rated["planned_end"].to_numpy().astype("datetime64[D]").tolist()
        reported = rated["actual"].notna()
        actuals = zip(keys, rated["actual"].tolist(), reported.tolist(), strict=True)
        return Earlier(
            dict(zip(keys, ends, strict=True)) | dict(self.first_ends),
            dict(self.reports) | {key: actual for key, actual, is_known in actuals if is_known},
        )


NOTHING_EARLIER = Earlier()
