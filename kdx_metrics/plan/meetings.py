"""本部会議 of the 年表: its rows, its days, the last before a day and the first from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from kdx_metrics.plan.snapshot import Snapshot


def meetings(snapshot: Snapshot) -> pd.DataFrame:
    """Rows of the 年表 whose 区分 is the strategy's word for a meeting, in date order."""
    events = snapshot.milestones
    return events[events["category"] == snapshot.strategy.milestones.meeting].sort_values("date", kind="stable")


def days_of_meetings(snapshot: Snapshot) -> list[date]:
    """The days of the meetings, in order."""
    days: list[date] = meetings(snapshot)["date"].dt.date.tolist()
    return days


def last_before(days: Iterable[date], limit: date) -> date | None:
    """The last of these days before another; None where there is none."""
    return max((day for day in days if day < limit), default=None)


def first_from(days: Iterable[date], start: date) -> date | None:
    """The first of these days from another on; None where there is none."""
    return min((day for day in days if day >= start), default=None)
