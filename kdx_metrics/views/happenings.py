"""Events of the 年表 that are drawn with a 取組 or a 指標: those that name it, and every meeting."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.text import BETWEEN


class Happening(NamedTuple):
    """One event: `is_named` is True where its 関係 names the thing, False for a meeting that only dates it."""

    day: date
    title: str
    is_named: bool


def happenings(number: str, snapshot: Snapshot) -> list[Happening]:
    """Events with a 取組番号 or 指標番号 in their 関係, and the meetings of the headquarters, in date order."""
    events, meeting = snapshot.milestones, snapshot.strategy.milestones.meeting
    columns = (events[name].tolist() for name in ("date", "title", "category", "related"))
    listed = (
        Happening(day.date(), title, number in related.split(BETWEEN))
        for day, title, category, related in zip(*columns, strict=True)
        if category == meeting or number in related.split(BETWEEN)
    )
    return sorted(listed)
