"""The 工程表 on a card."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.groups import Group
from kdx_metrics.views.actions import on_screen
from kdx_metrics.wording.explanations import explain_group
from kdx_metrics.wording.groups import standing
from pages.cards.card import Card, cached
from pages.cards.figures import draw_gantt
from pages.view.view import View, link_query

GANTT_ROWS = 40


def gantt_card(view: View, rows: pd.DataFrame, group: Group) -> Card:
    """Dates and progress of the first GANTT_ROWS 取組 of these rows."""
    shown = rows[rows["action_id"].isin(rows["action_id"].unique()[:GANTT_ROWS])]
    drawn = shown["action_id"].nunique()
    sentence = standing.group("該当する取組", group, view.strategy.rating.rounding)
    return Card(
        key="gantt",
        title=f"取組の工程と進捗({drawn}取組・{len(shown)}件を表示 / 該当{len(rows)}件)",
        finding=sentence,
        alt=sentence,
        body=cached(view, draw_gantt, tuple(shown.index), _query(view)),
        table=lambda: on_screen(rows, view.strategy),
        why=lambda: explain_group(rows, group, view.strategy),
    )


def _query(view: View) -> str:
    """The page's address as it is, so that its filters are still there after one 取組."""
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    return urlencode(link_query(view) | filters, doseq=True)
