"""会議モード: the meeting as a deck from live data, one topic a screen, led by one and followed by others."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.deck.deck import controls, draw_foot, draw_slide, keys, top_line
from pages.deck.session import meeting_session, show_date
from pages.deck.sharing import follow, join
from pages.deck.slides import slide
from pages.frame.no_data import no_data
from pages.frame.style import page_style
from pages.view.view import link_query

page_style(Path(__file__).parent / "deck" / "meeting.css")
join()
session = meeting_session()
if session.view.missing_until:
    no_data(session.view, show_date)
    st.page_link("overview.py", label="終了", icon=":material/close:", query_params=link_query(session.view))
else:
    content = slide(session)
    with st.container(key="deck", gap=None):
        top_line(session)
        draw_slide(session, content)
        draw_foot(session, content)
        controls(session, content)
    keys(session)
follow(session)
