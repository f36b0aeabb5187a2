"""Ways between pages and into the address that Streamlit lacks: each names the upstream issue that it waits for.

tests/pages/test_streamlit.py and tests/browser/people/test_late_timer.py fail once one is no longer needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, cast

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.view.address import ACTION, KPI, PERIOD, PILLAR, RATING, SEARCH, STATUS, Query, choose
from pages.view.use import rerun_by_timer
from pages.view.view import current_view, link_query

_REQUESTED, _IN_VIEW = "_requested_page", "_page_in_view"  # in the session


def go_to(page: str, **chosen: str) -> NoReturn:
    """Inside a callback: leave for another page of this view, with these values in its address and no other.

    Values are what the widgets bound to them would write there.
    """
    for name in (PILLAR, PERIOD, RATING, STATUS, SEARCH, ACTION, KPI):
        st.session_state.pop(name, None)
    st.session_state[_REQUESTED] = page, link_query(current_view(), **chosen)
    st.rerun()


def requested_page() -> tuple[str, Query] | None:
    """The page that a callback or a late timer asked for, and its query parameters; told once."""
    return cast("tuple[str, Query] | None", st.session_state.pop(_REQUESTED, None))


def switch(page: Page, query: Query) -> NoReturn:
    """Leave this run for `page?query`.

    Streamlit refuses query parameters that are bound to a widget (streamlit/streamlit#14670), and 時点 and 所管課 are
    bound on every page. Let go of first, they go along, and stay for the back button; the page's own run binds them
    again.
    """
    context = get_script_run_ctx()
    if context is not None:
        with context.session_state.query_params() as bound:
            for name in query:
                binding = bound.get_binding_for_param(name)
                if binding is not None:
                    bound.unbind_widget(binding.widget_id)
    st.switch_page(page, query_params=query)


def remember_page(page: str) -> None:
    """Keep the page in view and its address, which `return_from_late_timer` goes back to."""
    query: Query = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[_IN_VIEW] = page, query, _page_of_run()


def return_from_late_timer() -> None:
    """Inside a fragment that a timer runs: go back to the page in view where this run is of the page before it.

    A timer's request that was on its way while the page changed takes the session back to the old page. There
    Streamlit drops from the address each parameter that both pages bind (柱, 期): it takes them for the other page's.
    No upstream issue found (Streamlit 1.67).
    """
    page, query, run = st.session_state[_IN_VIEW]
    if run != _page_of_run():
        st.session_state[_REQUESTED] = page, query
        rerun_by_timer()


def _page_of_run() -> str | None:
    context = get_script_run_ctx()
    return None if context is None else context.page_script_hash


def linked_select(label: str, name: str, labels: Mapping[str, str], nothing: str) -> str | None:
    """Choose one 取組, 指標, 版 … by number, with the number alone in the address (`?action=P1-01`).

    `labels` are by number, `nothing` is that of no choice. Bound by Streamlit, the address would hold the whole label
    (streamlit/streamlit#14224), and a reworded title would break old links.
    """
    widget = f"{name}-choice"
    number = st.query_params.get(name, "")
    chosen = number if number in labels else ""
    st.session_state[widget] = chosen
    st.selectbox(
        label,
        ["", *labels],
        format_func=lambda number: labels[number] if number else nothing,
        key=widget,
        on_change=lambda: choose(name, st.session_state[widget]),
    )
    return chosen or None
