"""意見と反映: what people said on which occasion, what the city answered, and the 取組 that it touched."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.numbers.voices import ORDER, pillars_of, saying
from kdx_metrics.views.voices import opinions
from kdx_metrics.wording import voices as words
from pages.cards.card import cached, card
from pages.cards.voices.counted import all_of, calls_card, pillars_card
from pages.cards.voices.opinions import listed_opinions
from pages.frame.filters import pillar_filter, search_filter
from pages.frame.words import source_line
from pages.html import finding, heading, paragraph, show
from pages.tables.show_table import download_button, one_page
from pages.view.address import RESPONSE, VOICE_KIND
from pages.view.view import current_view

view = current_view()
show(finding(words.finding(cached(view, all_of))))
calls, pillars = st.columns(2)
with calls:
    card(cached(view, calls_card))
with pillars:
    card(cached(view, pillars_card))

show(heading("意見と市の考え方"))
with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
    kind = st.segmented_control("種類", view.strategy.voices.kinds, key=VOICE_KIND, bind="query-params")
    pillar = pillar_filter(view.strategy)
    responses = st.multiselect("対応", ORDER, key=RESPONSE, bind="query-params", placeholder="すべて")
    word = search_filter()
rows = view.summary.voices
if kind:
    rows = rows[rows["kind"] == kind]
if pillar:
    rows = rows[(pillars_of(rows, view.city.snapshot.actions) == pillar).to_numpy()]
if responses:
    rows = rows[rows["response"].isin(responses)]
if word:
    rows = saying(rows, word)
page = rows.iloc[one_page(len(rows), "voices")]
with st.container(key="opinions"):
    show(cached(view, listed_opinions, tuple(page.index)) if len(page) else paragraph(words.NONE_CHOSEN))
download_button(lambda: opinions(rows, view.strategy).frame, "voices_view.csv")
show(paragraph(source_line(view, {"voices": "意見"}), kind="kdx-source"))
