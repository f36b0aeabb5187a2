"""Word of a new version: open pages ask every few seconds and take it at their next run."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from kdx_metrics.database.errors import StoreUnavailable
from pages.frame.words import local_time, plain
from pages.view.navigation import return_from_late_timer
from pages.view.view import View

EVERY_SECONDS = 5  # one indexed row; every second would cost a third of a core with fifty sessions


@st.fragment(run_every=EVERY_SECONDS)
def news(view: View) -> None:
    """Say that something was published since this run, by whom and when, and offer to show it.

    Nothing else is asked here: this runs every few seconds in every open page.
    """
    return_from_late_timer()
    store_source = view.source.store_source
    if store_source is None or monotonic() - view.taken < EVERY_SECONDS / 2:  # the run itself has just asked
        return
    try:
        now = store_source.state()
    except StoreUnavailable:
        return
    if now.head.number == view.data.number or not now.revisions:
        return
    newest = now.revisions[-1]
    with st.container(horizontal=True, vertical_alignment="center", key="news"):
        st.info(
            f"新しい版が公開されました({plain(f'{local_time(view, newest.published_at)}・{newest.by}')})。",
            icon=":material/campaign:",
        )
        if st.button("新しい版を表示", type="primary", key="show-news"):
            st.rerun(scope="app")
