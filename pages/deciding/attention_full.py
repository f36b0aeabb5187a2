"""会議にかけること: ご判断, ご報告 and 事務局で確認 in full, since when, what was decided, and a form to decide."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.meeting.agenda import about_item, since_when
from kdx_metrics.meeting.briefing import Meeting
from kdx_metrics.meeting.decisions import Decision
from kdx_metrics.meeting.points import decision_line
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.attention import Line, attention
from kdx_metrics.wording.meeting import board
from pages.deciding.decision_form import decision_form
from pages.frame.people import may
from pages.html import finding, heading, show
from pages.tables.show_table import show_table
from pages.view.meeting import recorded_decisions
from pages.view.view import View

SENTENCES = ("ask_text", "reason", "issue", "next_step", "decided")  # below their line
FILES = {board.DECIDE: "decide.csv", board.REPORT: "report.csv", board.CHECK: "check.csv", board.WATCH: "attention.csv"}


def attention_full(view: View, meeting: Meeting) -> None:
    """Draw the lists, nothing cut; an editor records what was decided."""
    show(finding(board.finding(view.summary.board)))
    for listing in full_listings(view, recorded_decisions(view) or []):
        show(heading(f"{listing.caption}({len(listing)}件)"))
        show_table(listing, f"{listing.caption}の一覧", below=SENTENCES, download=FILES[listing.caption])
    if not may(EDITORS):
        st.caption("決定の記録は、編集者の方がサインインするとできます。")
        return
    show(heading("決定を記録する"))
    decision_form(view, meeting.on, None, key="attention")


def full_listings(view: View, decisions: list[Decision]) -> tuple[Listing[Line], ...]:
    """The lists with the 時点 since which each item is on them and what was decided about it."""
    history = view.history()
    return attention(
        view.summary,
        since=lambda item: since_when(history, item),
        decided=lambda item: "\n".join(decision_line(each.content) for each in about_item(decisions, item)),
    )
