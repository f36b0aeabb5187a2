"""One 取組 in full: every 期, its numbers, 課題, 今後の対応, and how it moved from 時点 to 時点."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.progress import roll_up
from kdx_metrics.plan.formats import NO_VALUE, format_percent, format_points
from kdx_metrics.views.actions import course, rating_text
from kdx_metrics.wording.explanations import explain_group
from pages.deciding.decision_list import decisions_of_action
from pages.tables.show_table import show_table
from pages.view.view import View

TEXTS = {"goal": "到達目標", "issue": "課題", "next_step": "今後の対応", "remarks": "備考", "source": "出典"}


def action_detail(view: View, action_id: str) -> None:
    """Draw all rows of one action, newest 期 first."""
    rated = view.summary.actions
    mine = rated[rated["action_id"] == action_id].sort_values("period", ascending=False)
    with st.container(border=True, key="action-detail"):
        st.html(f"<h2 class='kdx-title'>{escape(action_id)} {escape(mine['title'].iloc[0])}</h2>")
        periods = "".join(_period(view, row) for row in mine.itertuples())
        st.html(f"{periods}{decisions_of_action(view, action_id)}<h3>時点ごとの推移</h3>")
        show_table(course(action_id, view.history(), view.strategy))
        why = explain_group(mine, roll_up(mine, view.as_of), view.strategy)
        st.html("<h3>この数値の根拠</h3>")
        st.text(why.rule)
        st.text(why.worked)


def _period(view: View, row: Any) -> str:  # noqa: ANN401  # one row of progress.rate's frame
    texts = "".join(
        f"<dt>{label}</dt><dd>{escape(text)}</dd>" for name, label in TEXTS.items() if (text := getattr(row, name))
    )
    return (
        f"<h3>{escape(view.strategy.period(row.period).name)}: {rating_text(row)}</h3>"
        f"<p>{escape(row.department)}・状況 {row.status}・{_day(row.planned_start)}~{_day(row.planned_end)}・"
        f"実績 {format_percent(row.actual)}・計画 {format_percent(row.planned)}・差 {format_points(row.gap)}・"
        f"更新日 {_day(row.updated_on)}</p><dl class='kdx-texts'>{texts}</dl>"
    )


def _day(value: pd.Timestamp) -> str:
    return NO_VALUE if pd.isna(value) else value.date().isoformat()
