"""回収状況 at a 時点: reports count from the 時点 that was published before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kdx_metrics.numbers.meeting.reporting_status import Return, returns
from kdx_metrics.plan.text import fold_department
from kdx_metrics.publications.source import Source, summary_at


@dataclass(frozen=True, slots=True)
class Returned:
    """Reports per 所管課, those that still owe most first, and the 時点 after which they count."""

    since: date | None
    departments: list[Return]

    def of(self, department: str) -> Return | None:
        """The reports of one 所管課, however it is spelled; None for one without 取組."""
        wanted = fold_department(department)
        return next((each for each in self.departments if fold_department(each.department) == wanted), None)


def returned(source: Source, as_at: date) -> Returned:
    """The reports of the whole city for a 時点."""
    earlier = [day for day in source.dates if day < as_at]
    since = earlier[-1] if earlier else None
    return Returned(since, returns(summary_at(source, as_at).actions, since, as_at))
