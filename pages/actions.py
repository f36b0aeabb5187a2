"""取組: every 取組 with filters, its dates as a Gantt chart, and one 取組 in full."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.ordering import actions_worst_first
from kdx_metrics.numbers.progress import roll_up
from kdx_metrics.views.actions import on_screen
from kdx_metrics.wording import alt, standing
from kdx_metrics.wording.explanations import explain_group
from pages.cards.action_detail import action_detail
from pages.cards.card import Card, cached, card, figure
from pages.cards.figures import draw_gantt
from pages.frame.filters import (
    is_worst_first,
    period_filter,
    pillar_filter,
    rating_filter,
    search_filter,
    select_rows,
    status_filter,
)
from pages.html import finding, show
from pages.tables.listings import listed_actions
from pages.tables.show_table import one_page, pick_table
from pages.view.address import ACTION, VIEW, choose
from pages.view.navigation import linked_select
from pages.view.view import current_view

GANTT_ROWS = 40

view = current_view()
rated = view.summary.actions
with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
    pillar, period = pillar_filter(view.strategy), period_filter(view.strategy)
    ratings, statuses, word = rating_filter(view.summary.overall.ratings), status_filter(), search_filter()
    worst_first = is_worst_first()
rows = select_rows(rated, pillar=pillar, period=period, ratings=ratings, statuses=statuses, word=word)
if worst_first:
    rows = actions_worst_first(rows)
group = view.summary.overall if len(rows) == len(rated) else roll_up(rows, view.as_of)
how = st.segmented_control("表示", ["一覧", "工程表"], key=VIEW, bind="query-params", default="一覧", required=True)


if how == "工程表":
    shown = rows[rows["action_id"].isin(rows["action_id"].unique()[:GANTT_ROWS])]
    drawn = shown["action_id"].nunique()
    card(
        Card(
            key="gantt",
            title=f"取組の工程と進捗({drawn}取組・{len(shown)}件を表示 / 該当{len(rows)}件)",
            finding=standing.group("該当する取組", group, view.strategy.rating.rounding),
            alt=alt.gantt(shown, view.strategy),
            body=figure(view, draw_gantt, tuple(shown.index)),
            table=lambda: on_screen(rows, view.strategy),
            why=lambda: explain_group(rows, group, view.strategy),
        ),
    )
else:
    show(finding(standing.group(f"該当 {len(rows)}件 / 全{len(rated)}件", group, view.strategy.rating.rounding)))
    shown = rows.iloc[one_page(len(rows), "actions")]
    pick_table(
        cached(view, listed_actions, tuple(shown.index)),
        key="action-table",
        on_pick=lambda position: choose(ACTION, shown["action_id"].iloc[position]),
        download="actions.csv",
        whole=lambda: on_screen(rows, view.strategy),
    )
asked = rated[rated["action_id"] == st.query_params.get(ACTION, "")]  # a link may lead to a 取組 of another page
offered = pd.concat([asked, shown]) if len(asked) else shown
titles = {number: f"{number} {title}" for number, title in zip(offered["action_id"], offered["title"], strict=True)}
if chosen := linked_select("取組を詳しく見る", ACTION, titles, "(表の行を選ぶか、ここで選んでください)"):
    action_detail(view, chosen)
