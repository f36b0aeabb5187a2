"""A meeting on screen: its own view (the page has no header), the meeting, its material and the decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st

from kdx_metrics.meeting.agenda import Screen, position, screens
from kdx_metrics.meeting.briefing import Material, Meeting
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.meeting.homework import open_before
from kdx_metrics.numbers.changes import Changes
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.source import Source
from pages.deciding.decision_form import Subject
from pages.view.address import ACTION, AS_OF, FOLLOWING, FROM_SCREEN, KPI, SCREEN
from pages.view.meeting import meeting_material, recorded_decisions
from pages.view.view import View, address_of, current_data, dates_in_reach, default_as_of, mode, today

LED_AS_OF = "_led_as_of"


@dataclass(frozen=True)
class MeetingSession:
    """One run of the meeting page, with `screen` in view. `decisions` is None while the store cannot be asked."""

    view: View
    meeting: Meeting
    material: Material
    decisions: list[Decision] | None
    deck: tuple[Screen, ...]
    screen: Screen

    @property
    def recorded(self) -> list[Decision]:
        """The decisions; none while the store cannot be asked."""
        return self.decisions or []

    @property
    def homework(self) -> list[Decision]:
        """The decisions that earlier meetings left open."""
        return open_before(self.recorded, self.meeting.on)

    @property
    def recorded_today(self) -> list[Decision]:
        """The decisions and homework of this meeting."""
        return [each for each in self.recorded if each.content.meeting_on == self.meeting.on]

    @property
    def changes(self) -> Changes:
        """Changes since the meeting before, which a deck that shows them has."""
        if self.material.changes is None:
            raise ValueError("nothing is compared")
        return self.material.changes

    @property
    def question(self) -> AttentionItem:
        """The question of a screen of that topic."""
        return self.material.summary.board.decide[int(self.screen.subject) - 1]

    @property
    def part(self) -> tuple[Screen, ...]:
        """The screens that back and next go through: the meeting, or its appendix."""
        return tuple(screen for screen in self.deck if screen.appendix == self.screen.appendix)

    def address(self, page: str, **chosen: str) -> str:
        """The address of a page that leads back to the screen in view."""
        return address_of(self.view, page, **chosen, **{FROM_SCREEN: self.screen.key})

    def address_of_action(self, action_id: str) -> str:
        """The address of one 取組 in full."""
        return self.address("actions", **{ACTION: action_id})

    def address_of_kpi(self, kpi_id: str) -> str:
        """The address of one 指標 in full."""
        return self.address("kpis", **{KPI: kpi_id})

    def address_of(self, item: AttentionItem) -> str:
        """The address of the 取組 or 指標 that an item is about."""
        return self.address_of_kpi(item.id) if item.kpi else self.address_of_action(item.id)

    @property
    def subject(self) -> Subject | None:
        """The 取組 or KPI that the screen in view is about."""
        if self.screen.topic == "kpi":
            return Subject(kpi_id=self.screen.subject)
        if self.screen.topic != "decide":
            return None
        item = self.question
        return Subject(kpi_id=item.id) if item.period is None else Subject(item.id, item.period)


def meeting_session() -> MeetingSession:
    """Read address, session and decisions once for this run. The whole city is shown, whatever 所管課 was chosen."""
    data = current_data()
    view = View(get_source(), data, _as_of(data), today(), None, mode())
    meeting, content = meeting_material(view)
    decisions = recorded_decisions(view)
    deck = screens(content, len(open_before(decisions or [], meeting.on)))
    screen = deck[position(deck, st.query_params.get(SCREEN, ""))]
    return MeetingSession(view, meeting, content, decisions, deck, screen)


def show_date(day: date) -> None:
    """Inside a callback: show another 時点."""
    st.query_params[AS_OF] = day.isoformat()


def _as_of(data: Source) -> date:
    """The leader's 時点 while following, else the address's where the strategy has it, else the default."""
    led = st.session_state.get(LED_AS_OF)
    if led is not None and FOLLOWING in st.query_params:
        return cast("date", led)
    try:
        asked = date.fromisoformat(st.query_params.get(AS_OF, ""))
    except ValueError:
        return default_as_of(data)
    first, last = dates_in_reach(data.strategy)
    return asked if first <= asked <= last else default_as_of(data)
