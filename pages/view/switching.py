"""Going to another page with an address of our own: what st.switch_page refuses while widgets hold the address."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.view.state import Query


def switch(page: Page, query: Query) -> NoReturn:
    """Leave this run for `page?query`.

    Parameters bound to a widget are let go first: the header's widgets are bound on every page, so switch_page would
    refuse to carry 時点 and 所管課 along, and without them the back button would lose them. The page's own run binds
    them again.
    """
    context = get_script_run_ctx()
    if context is not None:
        with context.session_state.query_params() as held:
            for name in query:
                binding = held.get_binding_for_param(name)
                if binding is not None:
                    held.unbind_widget(binding.widget_id)
    st.switch_page(page, query_params=query)
