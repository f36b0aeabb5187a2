"""The connection of an open page, as Streamlit holds it."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.runtime import get_instance


def cookies_of_page(session_id: str) -> Mapping[str, str] | None:
    """The cookies with which the page of this Streamlit session was opened; None where no such page is open."""
    client = get_instance().get_client(session_id)
    context = None if client is None else client.client_context
    return None if context is None else context.cookies
