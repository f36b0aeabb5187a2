"""The person at work on a page, and the message for one who may not use it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from kdx_metrics.database.actors import ROLE_WORDS, Role
from kdx_metrics.identity.people import Person
from kdx_metrics.identity.request_identity import who_is
from pages.html import link, paragraph, show


def signed_in() -> Person | None:
    """The person at work, asked anew at each run: a session may have ended meanwhile."""
    return who_is(st.context.cookies, st.context.ip_address or "")


def require(allowed: tuple[Role, ...], page: str) -> Person | None:
    """The person when the role allows this page; otherwise say what is needed and how to get there."""
    person = signed_in()
    if person is not None and person.may(allowed):
        return person
    needed = "・".join(ROLE_WORDS[role] for role in allowed)
    if person is None:
        st.info(f"この画面は{needed}の方がお使いいただけます。サインインしてください。", icon=":material/lock:")
        show(paragraph(link("サインインする", f"/sign-in?next=/{page}")))
    else:
        st.warning(
            f"この画面には{needed}の権限が必要です({person.name} さんは{ROLE_WORDS[person.role]}です)。",
            icon=":material/lock:",
        )
    return None


def badge() -> Markup:
    """The person and the way to the account, or the way to sign in."""
    person = signed_in()
    if person is None:
        return link("サインイン", "/sign-in")
    return link(f"{person.name}({ROLE_WORDS[person.role]})", "/account")
