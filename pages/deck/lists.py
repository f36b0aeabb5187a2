"""The screens of the deck that are lists: cover, homework and the table of KPIs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.database.errors import StoreError
from kdx_metrics.meeting.agenda import HOMEWORK_ROWS, KPI_ROWS, kpis_apart
from kdx_metrics.meeting.decisions import STATES, Decision, change
from kdx_metrics.meeting.homework import TITLE, decision_rows
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.decisions import DecisionRow, due_phrase
from kdx_metrics.views.kpis import in_deck
from kdx_metrics.views.kpis import kpis as kpis_listing
from kdx_metrics.wording import board
from pages.deck.session import MeetingSession
from pages.frame.people import acting, may
from pages.frame.words import plain
from pages.html import BREAK, joined, listing, paragraph, show, tag

REFUSED = "_homework_refused"


def cover(session: MeetingSession) -> Markup:
    """Meeting, date, 時点 and what is compared with what."""
    meeting = session.meeting
    since = f"前回: {wareki(meeting.previous)} {meeting.previous_title}" if meeting.previous else ""
    sample = tag("span", "サンプルデータを表示しています", kind="kdx-badge")
    return tag(
        "div",
        tag(
            "section",
            paragraph(meeting.title, kind="deck-meeting"),
            paragraph(wareki(meeting.on), kind="deck-day"),
            paragraph(session.material.stamp),
            paragraph(since),
            *([paragraph(sample)] if session.material.summary.snapshot.has_samples else []),
        ),
        tag("section", paragraph("本日の流れ", kind="deck-day"), listing(_topics(session), "ol")),
        kind="deck-cover",
    )


def _topics(session: MeetingSession) -> list[str]:
    """Topics of the deck, with counts."""
    summary = session.material.summary
    alone, together = kpis_apart(session.material)
    topics = {
        f"{TITLE}(残り{len(session.homework)}件)": "",
        "全体と柱ごとの進み方": "action_plan",
        **({"前回会議からの変化": "action_plan"} if session.material.changes is not None else {}),
        "期末の見通しと次期への引継ぎ": "action_plan",
        f"KPI({len(alone) + len(together)}指標、要注意{len(alone)})": "kpis",
        f"{board.topic(summary.board)}({len(summary.attention)}件)": "",
        "年表と今後の予定": "milestones",
    }
    return [topic for topic, table in topics.items() if not table or session.material.uses(table)]


def homework_rows(session: MeetingSession, page: int) -> Callable[[], None] | Markup:
    """Draw one page of what earlier meetings left open; editors set the state on the spot."""
    left = session.homework[(page - 1) * HOMEWORK_ROWS : page * HOMEWORK_ROWS]
    if not left:
        text = "会議で決まったことは、どの画面でも編集者が「決定を記録」で残せます。"
        return paragraph(text, kind="deck-none")

    rows = decision_rows(
        (each.content for each in left), session.material.summary, session.meeting.on, session.view.today
    )

    def draw() -> None:
        if refusal := st.session_state.pop(REFUSED, None):
            st.error(plain(refusal), icon=":material/error:")
        for decision, row in zip(left, rows, strict=True):
            _homework_row(session, decision, row)

    return draw


def _homework_row(session: MeetingSession, decision: Decision, row: DecisionRow) -> None:
    content = decision.content
    facts = "・".join(fact for fact in (row.about, row.department, due_phrase(row)) if fact)
    with st.container(horizontal=True, vertical_alignment="center", key=f"homework-{decision.id}"):
        show(
            paragraph(tag("b", f"【{content.kind}】"), content.text, kind="deck-text"),
            paragraph(facts, kind="kdx-behind" if row.late else "deck-facts"),
        )
        if not may(EDITORS):
            show(paragraph(content.state, kind="deck-state"), width="content")
            return
        key = f"homework-state-{decision.id}-{decision.version}"
        st.segmented_control(
            f"No.{decision.id} の状態",
            STATES,
            default=content.state,
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=lambda: _set_state(session, decision, key),
            width="content",
        )


def _set_state(session: MeetingSession, decision: Decision, key: str) -> None:
    content = replace(decision.content, state=st.session_state[key])
    try:
        change(session.view.source.store, acting(), decision.id, content, version=decision.version)
    except StoreError as refusal:
        st.session_state[REFUSED] = str(refusal)


def kpi_rows(session: MeetingSession, kpis: Sequence[KpiResult], page: int) -> Markup:
    """One page of KPIs as a table; dates stand below their values, since a projector of 1024 pixels is narrow."""
    on_page = kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS]
    shown = kpis_listing(on_page, session.material.summary).only(*in_deck(session.material.strategy))
    head = tag("tr", *(tag("th", column.title) for column in shown.columns))
    rows = [
        tag("tr", tag("th", name), *(tag("td", _date_below(cell)) for cell in cells)) for name, *cells in shown.texts
    ]
    return tag("table", tag("thead", head), tag("tbody", *rows), kind="deck-table")


def _date_below(cell: str) -> str:
    value, bracket, remark = cell.partition("(")
    return joined([value, f"({remark}"], BREAK) if bracket else value
