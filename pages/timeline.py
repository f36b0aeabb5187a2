"""年表: how the strategy came about and where it stands, on one axis with the 期."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.views.milestones import milestones as listing
from pages.cards.card import cached, card, figure
from pages.cards.figures import draw_timeline
from pages.cards.milestones import events_of, listed_events, milestones_card
from pages.html import heading, show
from pages.tables.show_table import download_button, show_table
from pages.view.address import CATEGORY, OVERLAY
from pages.view.view import current_view

view = current_view()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    categories = view.strategy.milestones.categories
    chosen = st.pills("区分", categories, selection_mode="multi", key=CATEGORY, bind="query-params")
    overlay = view.uses("action_plan") and st.toggle("取組の完了予定を重ねる", key=OVERLAY, bind="query-params")
categories = tuple(chosen)
drawn = figure(view, draw_timeline, categories, actions=overlay)
title = f"年表(策定の経過と{view.strategy.milestones.meeting})"
card(milestones_card(view, categories, drawn, key="timeline", title=title, overlay=overlay))
show(heading("出来事の一覧"))
events, sources = cached(view, listed_events, categories)
show_table(events, "年表の一覧")
download_button(lambda: listing(events_of(view, categories)).frame, "milestones_view.csv")
if len(sources):
    show(heading(sources.caption))
    show_table(sources)
