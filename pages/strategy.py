"""戦略の体系: from 基本方針 and vision to 柱, 施策, 取組 and 指標, and whether the work moves the indicators."""

from __future__ import annotations

import streamlit as st

from pages.cards.card import cached, card
from pages.cards.strategy.effect_matrix import effect_matrix_card
from pages.cards.strategy.tree import draw_tree, foundations, tree_finding, tree_title
from pages.html import finding, heading, show
from pages.view.view import current_view

view = current_view()
with st.container(key="foundations"):
    show(foundations(view))
if view.city.links:
    card(effect_matrix_card(view))
show(heading(tree_title(view)), finding(tree_finding(view)), cached(view, draw_tree))
