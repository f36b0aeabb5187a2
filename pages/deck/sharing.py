"""画面を共有: an editor leads the deck, others follow it or look around; all through the store."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.database.errors import StoreError, StoreUnavailable
from kdx_metrics.meeting import screen_sharing
from kdx_metrics.meeting.screen_sharing import Shared
from kdx_metrics.publications.live import get_source
from pages.deck.session import LED_AS_OF, MeetingSession
from pages.frame.people import acting, departure, may
from pages.frame.words import plain
from pages.html import paragraph, show
from pages.view.address import AS_OF, FOLLOWING, SCREEN
from pages.view.connection import cookies_of_page, this_page
from pages.view.use import rerun_by_timer

FOLLOW, FREE = "進行に合わせる", "自由に見る"
POLL_SECONDS, BEAT_SECONDS = 0.7, 15  # so that a screen drawn within a second is there within two
TAKEN_OVER = "ほかの方が進行を引き継ぎました。"
TOKEN, TROUBLE, STARTED, JOINED = (
    "_leading_token",
    "_sharing_trouble",
    "_meeting_started",
    "_joined",
)  # names of session entries


def join() -> None:
    """Before the deck is drawn: the leader's page opened anew leads on; whoever comes without a screen follows."""
    if TOKEN in st.session_state or JOINED in st.session_state:
        return
    st.session_state[JOINED] = True
    store = get_source().store
    try:
        led = screen_sharing.shared(store)
        if led is None:
            return
        if may(EDITORS) and _is_mine(led):
            shown = st.query_params.setdefault(SCREEN, led.screen)  # the address of a reload holds its screen
            st.query_params.setdefault(AS_OF, led.as_of.isoformat())
            st.session_state[TOKEN] = screen_sharing.lead(
                store, acting(), shown, led.as_of, page=_page(), take_over=True
            )
        elif SCREEN not in st.query_params or FOLLOWING in st.query_params:
            st.query_params[FOLLOWING] = "1"
            st.query_params[SCREEN] = led.screen
            st.session_state[LED_AS_OF] = led.as_of
    except StoreError as refusal:
        st.session_state[TROUBLE] = str(refusal)


def _is_mine(led: Shared) -> bool:
    """True for what this account led on a page that is no longer open."""
    return (
        bool(led.page)
        and led.account == screen_sharing.account_mark(acting())
        and cookies_of_page(str(UUID(hex=led.page))) is None
    )


def _page() -> str:
    """This page as a token holds it; "" for one that has no session of its own."""
    try:
        return UUID(this_page()).hex
    except ValueError:
        return ""


def go_to_screen(session: MeetingSession, key: str) -> None:
    """Inside a callback: show another screen here, and on every screen that follows; who follows lets go."""
    st.query_params[SCREEN] = key
    _let_go()
    token = st.session_state.get(TOKEN)
    if token is None:
        return
    try:
        if not screen_sharing.show(session.view.source.store, acting(), token, key, session.view.as_of):
            _end(TAKEN_OVER)
    except StoreUnavailable as trouble:
        st.session_state[TROUBLE] = str(trouble)
    except StoreError as refusal:
        _end(str(refusal))


def is_following() -> bool:
    """True if this page goes where the leader goes."""
    return FOLLOWING in st.query_params and TOKEN not in st.session_state


def sharing_controls(session: MeetingSession) -> None:
    """For an editor: begin and end leading. For everybody while somebody leads: follow or look around."""
    for words in st.session_state.pop(TROUBLE, ""), departure():
        if words:
            st.toast(plain(words), icon=":material/info:")
    if TOKEN in st.session_state:
        st.button(
            "共有を終える", key="share-stop", icon=":material/stop_screen_share:", on_click=_stop, args=(session,)
        )
        return
    led = _shared(session)
    if led is not None:
        st.segmented_control(
            f"{plain(led.leader)}さんの進行",
            [FOLLOW, FREE],
            default=FOLLOW if is_following() else FREE,
            required=True,
            key=f"share-follow-{is_following()}",
            label_visibility="collapsed",
            on_change=_choose,
            args=(session, led),
            width="content",
        )
    if may(EDITORS):
        st.button(
            "進行を引き継ぐ" if led else "画面を共有",
            key="share-start",
            icon=":material/screen_share:",
            on_click=_start,
            args=(session, led is not None),
        )


@st.fragment(run_every=BEAT_SECONDS)
def clock(session: MeetingSession) -> None:
    """Minutes since the meeting began and its leader; a page that leads gives its sign of life here."""
    token = st.session_state.get(TOKEN)
    if token is not None and not _beat(session, token):
        rerun_by_timer()
    led = _shared(session)
    started = st.session_state.setdefault(STARTED, datetime.now(UTC))
    if led is not None and (token is not None or is_following()):
        started = led.started_at
    minutes = int((datetime.now(UTC) - started).total_seconds() // 60)
    show(paragraph(f"{_who(led, leading=token is not None)}経過 {minutes}分"), width="content")


def follow(session: MeetingSession) -> None:
    """While following, look again and again where the leader is, and go there."""
    if is_following():
        _poll(session)


@st.fragment(run_every=POLL_SECONDS)
def _poll(session: MeetingSession) -> None:
    """One row is read; nobody's session is touched, so an abandoned tablet still signs out by itself."""
    led = _shared(session)
    if led is not None and is_following() and _go_along(session, led):
        rerun_by_timer()


def _go_along(session: MeetingSession, led: Shared) -> bool:
    """Go to the leader's screen and 時点; whether they differ from what is shown.

    The 時点 stays out of the address: on other pages a widget holds it there, and Streamlit keeps it for that one.
    """
    if (session.screen.key, session.view.as_of) == (led.screen, led.as_of):
        return False
    if led.screen not in {screen.key for screen in session.deck} and session.view.as_of == led.as_of:
        return False  # a screen that this deck does not have: stay
    st.query_params[SCREEN] = led.screen
    st.session_state[LED_AS_OF] = led.as_of
    return True


def _choose(session: MeetingSession, led: Shared) -> None:
    if st.session_state[f"share-follow-{is_following()}"] == FOLLOW:
        st.query_params[FOLLOWING] = "1"
        _go_along(session, led)
    else:
        _let_go()


def _let_go() -> None:
    st.query_params.pop(FOLLOWING, None)
    st.session_state.pop(LED_AS_OF, None)


def _start(session: MeetingSession, take_over: bool) -> None:  # noqa: FBT001  # Streamlit hands it over by place
    store, shown = session.view.source.store, session.screen.key
    try:
        st.session_state[TOKEN] = screen_sharing.lead(
            store, acting(), shown, session.view.as_of, page=_page(), take_over=take_over
        )
        _let_go()
    except StoreError as refusal:
        st.session_state[TROUBLE] = str(refusal)


def _stop(session: MeetingSession) -> None:
    token = st.session_state.pop(TOKEN, None)
    if token is not None:
        try:
            screen_sharing.stop(session.view.source.store, acting(), token)
        except StoreError as refusal:
            st.session_state[TROUBLE] = str(refusal)


def _beat(session: MeetingSession, token: str) -> bool:
    """True if this page still leads; while the store is away, it is taken to."""
    try:
        if screen_sharing.beat(session.view.source.store, acting(), token):
            return True
    except StoreUnavailable:
        return True
    except StoreError as refusal:
        _end(str(refusal))
    else:
        _end(TAKEN_OVER)
    return False


def _end(reason: str) -> None:
    """Lead no more, and say why at the next run."""
    st.session_state.pop(TOKEN, None)
    st.session_state[TROUBLE] = f"画面の共有を終えました。{reason}"


def _shared(session: MeetingSession) -> Shared | None:
    try:
        return screen_sharing.shared(session.view.source.store)
    except StoreUnavailable:
        return None


def _who(led: Shared | None, *, leading: bool) -> str:
    if led is None:
        return ""
    return "画面を共有中・" if leading else f"進行 {led.leader}さん・"
