"""Use of a session: runs of a page that a person caused, as opposed to those that a timer caused."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.identity import request_identity

_BY_TIMER = "_run_by_timer"


def rerun_by_timer() -> None:
    """Inside a fragment that a timer runs: run the whole page, which is no use of the session."""
    st.session_state[_BY_TIMER] = True
    st.rerun(scope="app")


def count_use() -> None:
    """Count this run of the whole page as use of the session, unless a timer caused it. The shell does so."""
    if not st.session_state.pop(_BY_TIMER, False):
        request_identity.count_use(st.context.cookies, st.context.ip_address or "")
