"""会議中: above every page while somebody leads a meeting, with the way to follow it."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic

import streamlit as st

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.meeting import screen_sharing
from kdx_metrics.publications.live import LiveSource
from pages.frame.words import plain
from pages.view.address import FOLLOWING, FROM_SCREEN, SCREEN
from pages.view.view import View, link_query

ASKED_EVERY = 5  # seconds, once for all pages of this server


def meeting_banner(view: View) -> None:
    """Draw the way back to the screen that the page was opened from, else who leads and the way to follow."""
    if screen := st.query_params.get(FROM_SCREEN):
        query = link_query(view, **{SCREEN: screen})
        st.page_link("meeting.py", label="会議の画面に戻る", icon=":material/arrow_back:", query_params=query)
        return
    leader = _leader(view.source, int(monotonic() // ASKED_EVERY))
    if not leader:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="in-meeting"):
        st.info(f"会議中です(進行 {plain(leader)}さん)。", icon=":material/slideshow:")
        st.page_link("meeting.py", label="一緒に見る", query_params={FOLLOWING: "1"})


@lru_cache(maxsize=4)
def _leader(source: LiveSource, _turn: int) -> str:
    try:
        led = screen_sharing.shared(source.store)
    except StoreUnavailable:  # the page says so itself
        return ""
    return "" if led is None else led.leader
