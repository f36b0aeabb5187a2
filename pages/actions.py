"""取組: every 取組 with filters, its dates as a Gantt chart, and one 取組 in full."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.groups import Group
from kdx_metrics.views.actions import on_screen
from kdx_metrics.wording.groups import standing
from pages.cards.action_detail import action_detail
from pages.cards.card import cached, card
from pages.cards.chosen import Choice, chosen_actions, rows_of
from pages.cards.gantt import gantt_card
from pages.frame.filters import (
    clear_filters,
    is_worst_first,
    period_filter,
    pillar_filter,
    rating_filter,
    search_filter,
    status_filter,
)
from pages.html import finding, show
from pages.tables.listings import brief_actions, listed_actions
from pages.tables.show_table import PAGE_ROWS, one_page, pick_table
from pages.view.address import ACTION, VIEW, choose
from pages.view.navigation import linked_select
from pages.view.view import View, current_view

NO_CHOICE = "(取組を選んでください)"


def listed(view: View, rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """Draw a page of these rows as a table to pick from, and return it."""
    of_all = len(view.summary.actions)
    sentence = standing.group(f"該当する{len(rows)}件(全{of_all}件中)", group, view.strategy.rating.rounding)
    show(finding(sentence if len(rows) else f"該当する取組はありません(全{of_all}件)。"))
    if rows.empty:
        st.button("絞り込みを解除", on_click=clear_filters)
        return rows
    page = rows.iloc[one_page(len(rows), "actions")]
    pick_table(
        cached(view, listed_actions, tuple(page.index)),
        key="action-table",
        on_pick=lambda position: choose(ACTION, page["action_id"].iloc[position]),
        download="actions.csv",
        whole=lambda: on_screen(rows, view.strategy),
        brief=cached(view, brief_actions, tuple(page.index)),
    )
    return page


def one_action(rows: pd.DataFrame, nothing: str) -> str | None:
    """Choose one 取組 of these rows."""
    titles = {number: f"{number} {title}" for number, title in zip(rows["action_id"], rows["title"], strict=True)}
    return linked_select("取組を詳しく見る", ACTION, titles, nothing)


view = current_view()
with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
    pillar, period = pillar_filter(view.strategy), period_filter(view.strategy)
    ratings, statuses, word = rating_filter(view.summary.overall.ratings), status_filter(), search_filter()
    worst_first = is_worst_first()
choice = Choice(pillar, period, tuple(ratings), tuple(statuses), word)
rows, group = cached(view, chosen_actions, choice, worst_first=worst_first)
asked = cached(view, rows_of, st.query_params.get(ACTION, ""))
if len(asked):  # what is asked for stands first: the list is one click away
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="one-action"):
        chosen = one_action(pd.concat([asked, rows.iloc[:PAGE_ROWS]]), "(一覧に戻る)")
        st.button("一覧に戻る", icon=":material/arrow_back:", on_click=lambda: choose(ACTION, ""))
    if chosen:
        action_detail(view, chosen)
else:
    how = st.segmented_control("表示", ["一覧", "工程表"], key=VIEW, bind="query-params", default="一覧", required=True)
    if how == "工程表":
        card(gantt_card(view, rows, group))
        one_action(rows, NO_CHOICE)
    else:
        one_action(listed(view, rows, group), "(取組を選択。広い画面では表の行も可)")
