"""What a meeting page works with: its own view (it has no header), the meeting, the material and the decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

import streamlit as st

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.identity.people import Person
from kdx_metrics.meeting.agenda import Meeting, Screen, meeting_of, open_before, position, screens
from kdx_metrics.meeting.briefing import Material, material, revision_of
from kdx_metrics.meeting.decisions import Decision, every
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.source import Source, summary_at
from pages.deciding.decision_form import Subject
from pages.frame.people import signed_in
from pages.view.address import AS_OF, FOLLOWING, SCREEN
from pages.view.view import View, data_in_view, mode, today

LED_AS_OF = "_led_as_of"
MATERIALS_KEPT = 8


@dataclass(frozen=True)
class Sitting:
    """One run of the meeting page. `decisions` is None while the store cannot be asked."""

    view: View
    meeting: Meeting
    material: Material
    decisions: list[Decision] | None
    person: Person | None
    deck: tuple[Screen, ...]

    @property
    def recorded(self) -> list[Decision]:
        """The decisions known."""
        return self.decisions or []

    @property
    def homework(self) -> list[Decision]:
        """What earlier meetings left open."""
        return open_before(self.recorded, self.meeting.on)

    @property
    def place(self) -> int:
        """Which screen the address asks for."""
        return position(self.deck, st.query_params.get(SCREEN, ""))

    @property
    def screen(self) -> Screen:
        """The screen in view."""
        return self.deck[self.place]

    @property
    def subject(self) -> Subject | None:
        """The 取組 or KPI that the screen in view is about."""
        if self.screen.topic == "kpi":
            return Subject(kpi_id=self.screen.subject)
        if self.screen.topic != "decide":
            return None
        item = self.material.summary.attention[int(self.screen.subject) - 1]
        return Subject(kpi_id=item.id) if item.period is None else Subject(item.id, item.period)


def sitting() -> Sitting:
    """Read address, store and session once for this run. The whole city is shown, whatever 所管課 was chosen."""
    data = data_in_view()
    view = View(get_source(), data, _as_of(data), today(), None, mode())
    meeting, content = meeting_material(view)
    decisions = recorded(view)
    homework = len(open_before(decisions or [], meeting.on))
    return Sitting(view, meeting, content, decisions, signed_in(), screens(content, homework))


def meeting_material(view: View, since: date | None = None) -> tuple[Meeting, Material]:
    """The meeting of a view, and what it shows, compared with `since` or with the meeting before."""
    meeting = meeting_of(view.summary.snapshot.milestones, view.as_of, view.today)
    compared = since or meeting.previous
    return meeting, _material(view.data, view.data.head(), view.as_of, compared, view.department, view.today)


@lru_cache(maxsize=MATERIALS_KEPT)
def _material(data: Source, _head: str, as_of: date, since: date | None, department: str | None, day: date) -> Material:
    summary = summary_at(data, as_of, department)
    previous = None if since is None else summary_at(data, since, department)
    return material(summary, previous, revision=revision_of(summary.snapshot), today=day)


def recorded(view: View) -> list[Decision] | None:
    """Every decision; None while the store cannot be asked."""
    try:
        return every(view.source.store)
    except StoreUnavailable:
        return None


def _as_of(data: Source) -> date:
    """The leader's 時点 while following, else the address's, else the newest."""
    led = st.session_state.get(LED_AS_OF)
    if led is not None and FOLLOWING in st.query_params:
        return cast("date", led)
    try:
        return date.fromisoformat(st.query_params.get(AS_OF, ""))
    except ValueError:
        return data.dates()[-1]
