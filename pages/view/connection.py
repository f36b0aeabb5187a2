"""The connection of an open page, as Streamlit holds it."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx


def this_page() -> str:
    """Streamlit's session id of the page that this run is of."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def cookies_of_page(session_id: str) -> Mapping[str, str] | None:
    """The cookies with which the page of this Streamlit session was opened; None where no such page is open."""
    client = get_instance().get_client(session_id)
    context = None if client is None else client.client_context
    return None if context is None else context.cookies
