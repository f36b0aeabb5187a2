"""会議モード: the meeting as a deck from live data, one topic a screen, led by one and followed by others."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.deck.deck import controls, draw_points, draw_slide, keys, top_line
from pages.deck.sharing import follow
from pages.deck.sitting import sitting
from pages.deck.slides import slide
from pages.frame.style import page_style

page_style(Path(__file__).parent / "deck" / "meeting.css")
now = sitting()
content = slide(now)
with st.container(key="deck", gap=None):
    top_line(now)
    draw_slide(now, content)
    draw_points(content)
    controls(now, content)
keys(now)
follow(now)
