"""The frame of the deck: the line above, the figure, the points, the buttons below and their keys."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PLOTLY_CONFIG, Figure
from kdx_metrics.database.actors import EDITORS
from kdx_metrics.meeting.agenda import Screen, agenda
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording import dates
from pages.deciding.decision_form import decision_form
from pages.deck.session import MeetingSession
from pages.deck.sharing import clock, go_to_screen, sharing_controls
from pages.deck.slide import Slide
from pages.frame.people import may
from pages.frame.words import plain
from pages.html import heading, listing, paragraph, show, tag
from pages.tables.show_table import show_table
from pages.view.view import department_before, link_query

NEXT, BACK = "next", "back"
RECORDING = "_deck_recording"  # in the session
DIGITS = 9  # topics that have a key of their own
STATIC = PLOTLY_CONFIG | {"staticPlot": True}  # a tap on a figure of the deck changes nothing


def top_line(session: MeetingSession) -> None:
    """Meeting and 時点, who leads, the time gone by, and the place in the deck."""
    with st.container(horizontal=True, vertical_alignment="center", key="deck-top"):
        before = department_before()
        whole = f"・全庁の内容です({before}の絞り込みは外しています)" if before else ""
        estimate = tag("span", dates.ESTIMATE, kind="kdx-badge") if session.view.is_estimate else ""
        show(paragraph(f"{session.meeting.title}・{wareki(session.view.as_of)}時点{whole} ", estimate))
        clock(session)
        show(paragraph(_place(session)), width="content")


def _place(session: MeetingSession) -> str:
    """`3 / 12`; `付録 2 / 9` behind the meeting."""
    part = session.part
    return f"{'付録 ' if session.screen.appendix else ''}{part.index(session.screen) + 1} / {len(part)}"


def draw_slide(session: MeetingSession, content: Slide) -> None:
    """Title, finding and the figure or list, which takes all the room that is left."""
    sentences = [paragraph(content.finding, kind="deck-finding")] if content.finding else []
    show(tag("h1", content.title, kind="deck-title"), *sentences)
    with st.container(key="deck-body", height="stretch"):
        if isinstance(content.body, Markup):
            show(content.body)
        elif isinstance(content.body, Figure):
            st.plotly_chart(
                content.body,
                theme=None,
                height="stretch",
                config=STATIC,
                alt=content.alt,
                key=f"chart-{session.screen.key}",
            )
        else:
            content.body()


def draw_foot(session: MeetingSession, content: Slide) -> None:
    """At most three sentences; in their place, while an editor records, the form: the question stays in view."""
    if is_recording() and may(EDITORS) and session.decisions is not None:
        with st.container(key="deck-strip"):
            decision_form(session.view, session.meeting.on, session.subject, key="deck")
    elif content.points:
        show(listing(content.points, kind="deck-points"))


def is_recording() -> bool:
    """True while the form is open."""
    return bool(st.session_state.get(RECORDING))


def _record_or_close() -> None:
    st.session_state[RECORDING] = not is_recording()


def controls(session: MeetingSession, content: Slide) -> None:
    """Back and next, the list of screens, 根拠, sharing, recording a decision, and the way out."""
    first, last = session.screen == session.part[0], session.screen == session.part[-1]
    with st.container(horizontal=True, vertical_alignment="center", key="deck-bar"):
        _step(session, BACK, "前へ", "Left", disabled=first, icon=":material/arrow_back:")
        _step(session, NEXT, "次へ", "Right", disabled=last, icon=":material/arrow_forward:")
        contents = st.popover("目次", icon=":material/list:", key="deck-contents", on_change="rerun")
        why = st.popover("根拠", icon=":material/fact_check:", key=f"why-{session.screen.key}", on_change="rerun")
        sharing_controls(session)
        if may(EDITORS) and session.decisions is not None:
            st.button(
                "記録を閉じる" if is_recording() else "決定を記録",
                key="deck-record",
                icon=":material/edit_note:",
                on_click=_record_or_close,
            )
        st.page_link("overview.py", label="終了", icon=":material/close:", query_params=link_query(session.view))
    if contents.open:
        with contents:
            _contents(session)
    if why.open:
        with why:
            _why(content)


def keys(session: MeetingSession) -> None:
    """One invisible choice of the screens that have a key, which kdx_metrics/web/static/deck.js presses.

    A button with a shortcut for each would cost as much as the figure. The screen is in its name so that nothing is
    chosen on the next one.
    """
    meeting = [screen for screen in session.deck if not screen.appendix]
    numbered = {str(number): screen for number, screen in enumerate(agenda(session.deck)[:DIGITS], 1)}
    screens = {"Home": meeting[0], "End": meeting[-1]} | numbered
    choice = f"deck-keys-{session.screen.key}"
    st.segmented_control(
        "キー",
        list(screens),
        required=True,
        key=choice,
        on_change=lambda: go_to_screen(session, screens[st.session_state[choice]].key),
    )


def _step(session: MeetingSession, step: str, label: str, key: str, *, disabled: bool, icon: str) -> None:
    st.button(
        label,
        key=f"deck-{step}",
        shortcut=key,
        icon=icon,
        on_click=_go,
        args=(session, step),
        disabled=disabled,
        type="primary" if step == NEXT else "secondary",
    )


def _go(session: MeetingSession, step: str) -> None:
    """Back and next stay in the part in view."""
    part = session.part
    index = part.index(session.screen) + (1 if step == NEXT else -1)
    go_to_screen(session, part[min(max(index, 0), len(part) - 1)].key)


def _contents(session: MeetingSession) -> None:
    """The part that is in view comes first, so that the screen in view is seen without scrolling."""
    meeting = [screen for screen in session.deck if not screen.appendix]
    appendix = [screen for screen in session.deck if screen.appendix]
    parts = [("会議", meeting), ("付録", appendix)]
    for title, screens in reversed(parts) if session.screen.appendix else parts:
        show(heading(title))
        for position, screen in enumerate(screens, 1):
            st.button(
                plain(f"{position}. {screen.title}{_about(session, screen)}"),
                key=f"contents-{screen.key}",
                type="primary" if screen == session.screen else "tertiary",
                on_click=go_to_screen,
                args=(session, screen.key),
            )


def _about(session: MeetingSession, screen: Screen) -> str:
    if screen.topic != "decide":
        return ""
    return f": {session.material.summary.board.decide[int(screen.subject) - 1].title}"


def _why(content: Slide) -> None:
    explained = content.why()
    st.text(explained.rule)
    st.text(explained.worked)
    if content.points:
        st.text("\n".join(content.points))
    if content.rows:
        show_table(content.rows(), "計算に使った元の行")
