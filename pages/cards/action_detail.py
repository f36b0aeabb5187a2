"""One 取組 in full, as its 所管課 opens it in the meeting: one screen, one address, one sheet of paper."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.meeting.points import decision_line
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.happenings import happenings
from kdx_metrics.wording.explanations import explain_action
from pages.cards.action_facts import facts, head, past, years
from pages.cards.card import cached
from pages.cards.strategy.links import linked_kpis
from pages.cards.voices.opinions import opinions_on_action
from pages.html import listing, show, tag
from pages.view.meeting import recorded_decisions
from pages.view.view import View


def action_detail(view: View, action_id: str) -> None:
    """Draw all that is known of one 取組, the 期 in force first."""
    with st.container(border=True, key="action-detail"):
        show(cached(view, head, action_id))
        left, right = st.columns([3, 2])
        with left:
            show(cached(view, facts, action_id))
        with right, st.container(key="action-beside"):
            linked_kpis(view, action_id)
            show(*_decisions(view, action_id), *cached(view, _events, action_id), opinions_on_action(view, action_id))
        show(cached(view, years, action_id), cached(view, past, action_id))
        with st.container(key="action-why", gap="xsmall"):  # not on paper, whose one sheet has no room for it
            show(tag("h3", "この数値の根拠"))
            st.text(cached(view, _why, action_id))


def _why(view: View, action_id: str) -> str:
    rated = view.summary.actions
    mine = rated[rated["action_id"] == action_id].sort_values("period", ascending=False)
    why = explain_action(mine, view.as_of, view.strategy)
    return f"{why.rule}\n{why.worked}"


def _decisions(view: View, action_id: str) -> list[Markup]:
    """The decisions about a 取組; nothing where there are none, or while the store is away."""
    lines = [
        f"{decision.content.meeting_on}の会議 {decision_line(decision.content)}"
        for decision in recorded_decisions(view) or []
        if decision.content.action_id == action_id
    ]
    return [tag("h3", "決定事項"), listing(lines)] if lines else []


def _events(view: View, action_id: str) -> list[Markup]:
    """The events of the 年表 that name a 取組; nothing where none does."""
    lines = [
        f"{wareki(event.day)} {event.title}" for event in happenings(action_id, view.summary.snapshot) if event.is_named
    ]
    return [tag("h3", "関係する出来事"), listing(lines)] if lines else []
