"""柱・期別: actual against plan by pillar, period and department, their ratings, and the course over time."""

from __future__ import annotations

import streamlit as st

from pages.cards.card import cached, card
from pages.cards.progress.course import course_card
from pages.cards.progress.matrix import matrix_card
from pages.cards.progress.months import months_card
from pages.cards.progress.splits import split_card, splits
from pages.frame.filters import is_worst_first, period_filter, pillar_filter
from pages.view.address import PERIOD
from pages.view.view import current_view

view = current_view()
with st.container(horizontal=True, gap="medium", key="filters"):
    pillar, period = pillar_filter(view.strategy), period_filter(view.strategy)
    by_gap = is_worst_first()
for split in splits(view, pillar, period):
    card(cached(view, split_card, split, by_gap=by_gap))
    if split.name == PERIOD:
        if not view.summary.share_leads:  # there is no curve to draw
            card(course_card(view, pillar))
        card(cached(view, months_card))
card(matrix_card(view))
