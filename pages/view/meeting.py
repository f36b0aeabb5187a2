"""The meeting of a view: when it is, what it looks at, and what was decided."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.meeting.briefing import Material, Meeting, material, meeting_of, revision_of
from kdx_metrics.meeting.decisions import Decision, list_decisions
from kdx_metrics.publications.reports import first_day
from kdx_metrics.publications.source import Source, summary_at
from pages.view.view import View

MATERIALS = 8  # kept at a time


def meeting_material(view: View, since: date | None = None) -> tuple[Meeting, Material]:
    """The meeting of a view, and what it looks at, compared with `since` or the meeting before if there is data."""
    meeting = meeting_in_view(view)
    first, compared = first_day(view.data), since or meeting.previous
    if first is None or (compared is not None and compared < first):
        compared = None
    return meeting, _material(view.data, view.as_of, compared, view.department, view.today)


@lru_cache(maxsize=MATERIALS)
def meeting_in_view(view: View) -> Meeting:
    """The meeting of a view."""
    return meeting_of(view.summary.snapshot, view.today)


@lru_cache(maxsize=MATERIALS)
def _material(data: Source, as_of: date, since: date | None, department: str | None, today: date) -> Material:
    summary = summary_at(data, as_of, department, today=today)
    previous = None if since is None else summary_at(data, since, department)
    return material(summary, previous, revision=revision_of(summary.snapshot), today=today)


def recorded_decisions(view: View) -> list[Decision] | None:
    """Every decision; None while the store cannot be asked."""
    try:
        return list_decisions(view.source.store)
    except StoreUnavailable:
        return None
