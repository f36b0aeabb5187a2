"""画面を共有: an editor leads the deck, others follow it or look around; all through the store."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.errors import StoreError, StoreUnavailable
from kdx_metrics.identity.people import Person
from kdx_metrics.meeting import screen_sharing
from kdx_metrics.meeting.screen_sharing import Shared
from pages.deck.sitting import LED_AS_OF, Sitting
from pages.html import paragraph, show
from pages.view.address import FOLLOWING, SCREEN

FOLLOW, FREE = "進行に合わせる", "自由に見る"
POLL_SECONDS, BEAT_SECONDS = 0.7, 15  # so that a screen drawn within a second is there within two
TOKEN, TROUBLE, STARTED = "_leading_token", "_sharing_trouble", "_meeting_started"  # names of session entries


def go_to_screen(now: Sitting, key: str) -> None:
    """Inside a callback: show another screen here, and on every screen that follows; who follows lets go."""
    st.query_params[SCREEN] = key
    _let_go()
    token = st.session_state.get(TOKEN)
    if token is None or now.person is None:
        return
    try:
        if not screen_sharing.show(now.view.source.store, _actor(now.person), token, key, now.view.as_of):
            _lost()
    except StoreError as refusal:
        st.session_state[TROUBLE] = str(refusal)


def is_following() -> bool:
    """Whether this page goes where the leader goes."""
    return FOLLOWING in st.query_params and TOKEN not in st.session_state


def sharing_controls(now: Sitting) -> None:
    """For an editor: begin and end leading. For everybody while somebody leads: follow or look around."""
    if trouble := st.session_state.pop(TROUBLE, None):
        st.toast(trouble, icon=":material/info:")
    if TOKEN in st.session_state:
        st.button("共有を終える", key="share-stop", icon=":material/stop_screen_share:", on_click=_stop, args=(now,))
        return
    led = _shared(now)
    if led is not None:
        st.segmented_control(
            f"{led.leader}さんの進行",
            [FOLLOW, FREE],
            default=FOLLOW if is_following() else FREE,
            required=True,
            key=f"share-follow-{is_following()}",
            label_visibility="collapsed",
            on_change=_choose,
            args=(now, led),
            width="content",
        )
    if now.person is not None and now.person.may(EDITORS):
        st.button(
            "進行を引き継ぐ" if led else "画面を共有",
            key="share-start",
            icon=":material/screen_share:",
            on_click=_start,
            args=(now, led is not None),
        )


@st.fragment(run_every=BEAT_SECONDS)
def clock(now: Sitting) -> None:
    """How long the meeting has been going on and who leads; a page that leads gives its sign of life here."""
    token = st.session_state.get(TOKEN)
    if token is not None and not _beat(now, token):
        _lost()
        st.rerun(scope="app")
    led = _shared(now)
    started = st.session_state.setdefault(STARTED, datetime.now(UTC))
    if led is not None and (token is not None or is_following()):
        started = led.started_at
    minutes = int((datetime.now(UTC) - started).total_seconds() // 60)
    show(paragraph(f"{_who(led, leading=token is not None)}経過 {minutes}分"), width="content")


def follow(now: Sitting) -> None:
    """While following, look again and again where the leader is, and go there."""
    if is_following():
        _poll(now)


@st.fragment(run_every=POLL_SECONDS)
def _poll(now: Sitting) -> None:
    """One row is read; nobody's session is touched, so an abandoned tablet still signs out by itself."""
    led = _shared(now)
    if led is not None and is_following() and _go_along(now, led):
        st.rerun(scope="app")


def _go_along(now: Sitting, led: Shared) -> bool:
    """Go to the leader's screen and 時点; whether they differ from what is shown.

    The 時点 stays out of the address: on other pages a widget holds it there, and Streamlit keeps it for that one.
    """
    if (now.screen.key, now.view.as_of) == (led.screen, led.as_of):
        return False
    if led.screen not in {screen.key for screen in now.deck} and now.view.as_of == led.as_of:
        return False  # a screen that this deck does not have: stay
    st.query_params[SCREEN] = led.screen
    st.session_state[LED_AS_OF] = led.as_of
    return True


def _choose(now: Sitting, led: Shared) -> None:
    if st.session_state[f"share-follow-{is_following()}"] == FOLLOW:
        st.query_params[FOLLOWING] = "1"
        _go_along(now, led)
    else:
        _let_go()


def _let_go() -> None:
    st.query_params.pop(FOLLOWING, None)
    st.session_state.pop(LED_AS_OF, None)


def _start(now: Sitting, take_over: bool) -> None:  # noqa: FBT001  # Streamlit hands it over by place
    if now.person is None:
        return
    try:
        store, actor = now.view.source.store, _actor(now.person)
        st.session_state[TOKEN] = screen_sharing.lead(store, actor, now.screen.key, now.view.as_of, take_over=take_over)
        _let_go()
    except StoreError as refusal:
        st.session_state[TROUBLE] = str(refusal)


def _stop(now: Sitting) -> None:
    token = st.session_state.pop(TOKEN, None)
    if token is not None and now.person is not None:
        try:
            screen_sharing.stop(now.view.source.store, _actor(now.person), token)
        except StoreError as refusal:
            st.session_state[TROUBLE] = str(refusal)


def _beat(now: Sitting, token: str) -> bool:
    """Whether this page still leads; while the store is away, it is taken to."""
    try:
        return screen_sharing.beat(now.view.source.store, token)
    except StoreUnavailable:
        return True


def _lost() -> None:
    st.session_state.pop(TOKEN, None)
    st.session_state[TROUBLE] = "ほかの方が進行を引き継いだため、画面の共有を終えました。"


def _shared(now: Sitting) -> Shared | None:
    try:
        return screen_sharing.shared(now.view.source.store)
    except StoreUnavailable:
        return None


def _who(led: Shared | None, *, leading: bool) -> str:
    if led is None:
        return ""
    return "画面を共有中・" if leading else f"進行 {led.leader}さん・"


def _actor(person: Person) -> Actor:
    return person.actor(st.context.ip_address or "")
