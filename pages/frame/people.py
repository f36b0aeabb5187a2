"""The person at work on a page: what they may see, who acts at the press of a button, and who is gone meanwhile.

No other module of pages holds a person. Streamlit runs a callback with the arguments of the run before, so a person
among them would go on writing after the sign-out (tests/pages/test_acting.py).
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.database.actors import ROLE_WORDS, Actor, Role
from kdx_metrics.database.errors import NotSignedIn, StoreError
from kdx_metrics.identity.people import Person
from kdx_metrics.identity.request_identity import actor_of, who_is
from kdx_metrics.web.addresses import url_of
from pages.frame.words import plain
from pages.html import link, paragraph, show
from pages.view.connection import cookies_of_page

_SEEN = "_role_seen"  # in the session: the role that this page was last drawn for


def may(allowed: tuple[Role, ...]) -> bool:
    """True if the role of the person at work is among `allowed`; decides what is drawn, while a write asks `acting`."""
    person = _person()
    return person is not None and person.may(allowed)


def acting(page: str | None = None) -> Actor:
    """The person signed in at this moment, as the author of a record.

    Stands among the arguments of the function that writes and is kept nowhere. A download is made outside of any run
    and names its page (`this_page`). Raises NotSignedIn with the reason, StoreUnavailable.
    """
    if page is not None:
        return actor_of(cookies_of_page(page) or {})
    try:
        return actor_of(st.context.cookies, st.context.ip_address or "")
    except NotSignedIn:
        st.session_state.pop(_SEEN, None)  # told by this refusal
        raise


def require(allowed: tuple[Role, ...], page: str) -> bool:
    """True if the role allows this page; otherwise say what is needed and how to get there."""
    person = _person()
    if person is not None and person.may(allowed):
        return True
    needed = "・".join(ROLE_WORDS[role] for role in allowed)
    if person is None:
        st.info(f"この画面は{needed}の方がお使いいただけます。サインインしてください。", icon=":material/lock:")
        show(paragraph(link("サインインする", url_of(f"/sign-in?next=/{page}")), kind="kdx-sign-in"))
    else:
        st.warning(
            f"この画面には{needed}の権限が必要です({plain(person.name)}さんは{ROLE_WORDS[person.role]}です)。"
            "必要なときは、管理者に権限の変更を依頼してください。",
            icon=":material/lock:",
        )
    return False


def badge() -> Markup:
    """The person, with a role that the name does not say, and the way to the account; or the way to sign in."""
    person = _person()
    if person is None:
        return link("サインイン", url_of("/sign-in"))
    role = ROLE_WORDS[person.role]
    return link(person.name if person.name == role else f"{person.name}({role})", url_of("/account"))


def departure() -> str:
    """Words for a page whose person is signed out or has another role since the run before; told once, "" else.

    What such a page had been drawn for is gone from it, and with it the answer to what was pressed there.
    """
    checked = who_is(st.context.cookies, st.context.ip_address or "")
    before: Role | None = st.session_state.get(_SEEN)
    if checked.trouble == "unavailable":
        return ""
    st.session_state[_SEEN] = now = None if checked.person is None else checked.person.role
    if before in {None, now}:
        return ""
    if now is not None:
        return f"権限が{ROLE_WORDS[before]}から{ROLE_WORDS[now]}に変わりました。その権限でできることを表示しています。"
    try:
        acting()
    except StoreError as refusal:
        return str(refusal)
    return ""


def _person() -> Person | None:
    """The person at work, asked anew at each run: a session may have ended meanwhile."""
    return who_is(st.context.cookies, st.context.ip_address or "").person
