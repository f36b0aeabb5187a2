"""The screens of the deck about what was decided: cover with the homework, and the last one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.database.errors import StoreError
from kdx_metrics.meeting.agenda import HOMEWORK_ROWS, about_item, agenda
from kdx_metrics.meeting.briefing import next_meeting
from kdx_metrics.meeting.decisions import STATES, Decision, change
from kdx_metrics.meeting.homework import NONE_DECIDED, TITLE, decision_rows, homework, homework_finding
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.meeting.decisions import DecisionRow, due_phrase
from kdx_metrics.wording.meeting.board import question
from pages.deck.session import MeetingSession
from pages.deck.sharing import go_to_screen
from pages.frame.people import acting, may
from pages.frame.words import plain
from pages.html import paragraph, show, tag

UNREAD = "保存先に接続できないため、決定・宿題を表示できません。"
REFUSED = "_homework_refused"


def cover(session: MeetingSession) -> Callable[[], None]:
    """Draw the meeting with its topics, and beside it what earlier meetings left open."""

    def draw() -> None:
        left, right = st.columns(2, gap="large")
        with left:
            show(_meeting(session))
            with st.container(key="deck-agenda", gap=None):
                for number, screen in enumerate(agenda(session.deck), start=1):
                    st.button(
                        plain(f"{number}. {screen.title}"),
                        key=f"agenda-{screen.key}",
                        type="tertiary",
                        on_click=go_to_screen,
                        args=(session, screen.key),
                    )
        with right, st.container(key="deck-homework"):
            show(tag("h2", TITLE))
            if session.decisions is None:
                show(paragraph(UNREAD))
                return
            records = homework([each.content for each in session.recorded], session.meeting.on)
            show(paragraph(homework_finding(records, session.view.today)))
            body = homework_rows(session, 1)
            show(body) if isinstance(body, Markup) else body()

    return draw


def _meeting(session: MeetingSession) -> Markup:
    meeting = session.meeting
    since = f"前回: {wareki(meeting.previous)} {meeting.previous_title}" if meeting.previous else ""
    sample = tag("span", "サンプルデータ", kind="kdx-badge")
    return tag(
        "div",
        paragraph(meeting.title, kind="deck-meeting"),
        paragraph(wareki(meeting.on), kind="deck-day"),
        paragraph(since),
        *([paragraph(sample)] if session.material.summary.snapshot.has_samples else []),
        tag("h2", "本日の流れ", tag("span", "(キー1~9で移れます)", kind="deck-by-key")),
        kind="deck-cover",
    )


def recorded_finding(session: MeetingSession) -> str:
    """Number of decisions and homework that this meeting recorded."""
    if session.decisions is None:
        return UNREAD
    if not session.recorded_today:
        return NONE_DECIDED
    return f"この会議で決まったことは{len(session.recorded_today)}件です。読み上げて確かめます。"


def closing(session: MeetingSession) -> Markup:
    """List of what this meeting recorded, with 所管課 and date, and the next meeting."""
    rows = decision_rows(
        (each.content for each in session.recorded_today),
        session.material.summary,
        session.meeting.on,
        session.view.today,
    )
    asked = [_asked(session, item) for item in session.material.summary.board.decide]
    recorded = [_recorded(row) for row in rows]
    hint = paragraph("どの画面でも「決定を記録」で残すと、ここに並びます。", kind="deck-none")
    return tag(
        "div",
        *([tag("h2", "本日のご判断"), tag("ol", *asked, kind="deck-decided")] if asked else []),
        tag("h2", "記録した決定・宿題"),
        tag("ol", *recorded, kind="deck-decided") if recorded else hint,
        paragraph(tag("b", "次回の会議: "), next_meeting(session.material), kind="deck-next"),
        kind="deck-closing",
    )


def _asked(session: MeetingSession, item: AttentionItem) -> Markup:
    """A question, and whether something about it was recorded."""
    count = len(about_item(session.recorded_today, item))
    state = (
        tag("b", f"記録 {count}件", kind="kdx-on-track")
        if count
        else tag("b", "まだ記録がありません", kind="kdx-quiet")
    )
    return tag("li", paragraph(question(item.ask_text).text, kind="deck-text"), state)


def _recorded(row: DecisionRow) -> Markup:
    facts = "・".join(fact for fact in (row.about, row.department, due_phrase(row)) if fact)
    text = paragraph(tag("b", f"【{row.kind}】"), row.text, kind="deck-text")
    return tag("li", text, paragraph(facts, kind="deck-facts"))


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
