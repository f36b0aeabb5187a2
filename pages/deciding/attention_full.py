"""ご判断いただきたいこと in full: reasons, 課題, 今後の対応, since when, what was decided, and a place to decide."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.meeting.agenda import about_item, since_when
from kdx_metrics.meeting.briefing import Meeting
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.meeting.points import decision_line
from kdx_metrics.views.attention import Line, attention
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording import headlines
from pages.deciding.decision_form import decision_form
from pages.frame.people import may
from pages.html import finding, heading, show
from pages.tables.show_table import show_table
from pages.view.meeting import recorded_decisions
from pages.view.view import View

SENTENCES = ("reason", "issue", "next_step", "decided")  # below their line


def attention_full(view: View, meeting: Meeting) -> None:
    """Draw the whole list, nothing cut; an editor records what was decided."""
    show(finding(headlines.attention(view.summary.attention)))
    listing = full_listing(view, recorded_decisions(view) or [])
    show_table(listing, "ご判断いただきたいことの一覧", below=SENTENCES, download="attention.csv")
    if not may(EDITORS):
        st.caption("決定の記録は、編集者の方がサインインするとできます。")
        return
    show(heading("決定を記録する"))
    decision_form(view, meeting.on, None, key="attention")


def full_listing(view: View, decisions: list[Decision]) -> Listing[Line]:
    """The whole list with the 時点 since which each item is on it and what was decided about it."""
    history = view.history()
    return attention(
        view.summary,
        since=lambda item: since_when(history, item),
        decided=lambda item: "\n".join(decision_line(each.content) for each in about_item(decisions, item)),
    )
