"""変化と決定: what moved since the last meeting, what is put before it, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.publications.source import summary_at
from kdx_metrics.views.listing import Listing
from pages.cards.attention import ALL_OF_THEM
from pages.cards.card import cached, card
from pages.cards.changes_parts import dumbbell_card, moved_actions, moved_kpis, moves_card, slips_card
from pages.deciding.attention_full import attention_full
from pages.deciding.decision_list import decisions_part
from pages.deciding.papers import next_period, papers
from pages.deciding.public_site import public_site
from pages.frame.people import may
from pages.frame.words import plain
from pages.html import heading, show
from pages.tables.show_table import show_table
from pages.view.address import CHANGES_PART, SINCE
from pages.view.meeting import meeting_material
from pages.view.view import View, current_view, link_query

PARTS = CHANGES, ATTENTION, DECISIONS, PAPERS = "前回会議からの変化", ALL_OF_THEM, "決定事項", "会議資料"


def since_choice(view: View, meeting: date | None) -> date | None:
    """The date to compare with: the last meeting, or any other chosen."""
    first = view.data.dates[0]
    if st.session_state.get(SINCE) is None:
        st.session_state[SINCE] = meeting or first
    return st.date_input(
        "比べる時点(前回)",
        min_value=view.strategy.first_day,
        max_value=view.as_of,
        key=SINCE,
        bind="query-params",
        format="YYYY/MM/DD",
        width=180,
    )


def _listed(moved: Listing[Any]) -> None:
    show(heading(f"{moved.caption}({len(moved)}件)"))
    show_table(moved)


view = current_view()
meeting, material = meeting_material(view)
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    part = st.segmented_control(
        "内容",
        PARTS,
        key=CHANGES_PART,
        bind="query-params",
        default=CHANGES,
        required=True,
    )
    since = since_choice(view, meeting.previous) if part in {CHANGES, PAPERS} else None
    st.page_link("meeting.py", label="会議モードを開く", icon=":material/slideshow:", query_params=link_query(view))
if part == ATTENTION:
    attention_full(view, meeting)
elif part == DECISIONS:
    decisions_part(view, meeting)
elif part == PAPERS:
    papers(view, summary_at(view.data, since, view.department) if since else None)
    if view.uses("action_plan"):
        next_period(view)
    if may(EDITORS):
        public_site(view, since)
else:
    _, material = meeting_material(view, since)
    if material.changes is None:
        known = f"年表に前回の{view.strategy.milestones.meeting}がありません。" if view.uses("milestones") else ""
        st.info(plain(f"{known}比べる時点を選んでください。"))
    else:
        if view.uses("action_plan"):
            moves, slips = cached(view, moves_card, since), cached(view, slips_card, since)
            if view.summary.share_leads:
                card(moves)
                card(slips)
            else:
                left, right = st.columns(2, gap="small")
                with left:
                    card(cached(view, dumbbell_card, since))
                with right:
                    card(slips)
                card(moves)
            _listed(cached(view, moved_actions, since))
        if view.uses("kpis"):
            _listed(cached(view, moved_kpis, since))
