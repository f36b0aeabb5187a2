"""One 取組 in full: every 期, its numbers, 課題, 今後の対応, and how it moved from 時点 to 時点."""

from __future__ import annotations

from math import isnan
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.charts.sparklines import course_against_plan
from kdx_metrics.meeting.points import decision_line
from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import NO_VALUE, format_given, format_percent, format_points
from kdx_metrics.views.actions import OPTIONAL, columns, course, rating_text
from kdx_metrics.views.happenings import happenings
from kdx_metrics.views.listing import Columns
from kdx_metrics.wording.explanations import explain_group
from pages.cards.strategy.links import linked_kpis
from pages.html import definition_list, heading, image, joined, listing, paragraph, show, tag
from pages.tables.show_table import show_table
from pages.view.meeting import recorded_decisions
from pages.view.view import View

TEXTS = {
    "goal": "到達目標",
    "issue": "課題",
    "next_step": "今後の対応",
    "ask_text": "依頼内容",
    "remarks": "備考",
    "source": "出典",
}


def action_detail(view: View, action_id: str) -> None:
    """Draw all rows of one action, newest 期 first."""
    rated = view.summary.actions
    mine = rated[rated["action_id"] == action_id].sort_values("period", ascending=False)
    with st.container(border=True, key="action-detail"):
        show(heading(f"{action_id} {mine['title'].iloc[0]}"))
        periods = [_period(view, row) for row in mine.itertuples()]
        show(*periods, *_decisions(view, action_id))
        linked_kpis(view, action_id)
        show(*_events(view, action_id), tag("h3", "時点ごとの推移"))
        show_table(course(action_id, view.history(), view.strategy))
        why = explain_group(mine, roll_up(mine, view.as_of, share_leads=view.summary.share_leads), view.strategy)
        show(tag("h3", "この数値の根拠"))
        st.text(why.rule)
        st.text(why.worked)


def _period(view: View, row: Any) -> Markup:  # noqa: ANN401  # one row of progress.rate's frame
    facts = (
        f"{row.department}・状況 {row.status}・{_day(row.planned_start)}~{_day(row.planned_end)}・"
        f"実績 {format_given(row.actual, '%')}・計画 {format_percent(row.planned)}・"
        f"差 {format_points(row.gap, view.strategy.rating.rounding)}・"
        f"更新日 {_day(row.updated_on)}"
    )
    name = view.strategy.period(row.period).name
    return joined(
        [
            tag("h3", f"{name}: {rating_text(row)}"),
            paragraph(
                facts,
                image(_small_line(view, row.action_id, row.period), f"{name}の実績と計画(点線)の推移", "kdx-line"),
            ),
            definition_list((column.title, str(text)) for column in _named(view) if (text := column.value(row))),
            definition_list((label, text) for name, label in TEXTS.items() if (text := getattr(row, name))),
        ]
    )


def _small_line(view: View, action_id: str, period: int) -> Markup:
    """Actual over plan of one row at every published 時点."""
    points = []
    for past in view.history():
        rows = past.actions[(past.actions["action_id"] == action_id) & (past.actions["period"] == period)]
        means = rows[["planned", "actual"]].to_numpy(dtype=float).tolist()
        points += [(past.as_of, planned, None if isnan(actual) else actual) for planned, actual in means]
    return course_against_plan(points, "", PALETTES[view.mode])


def _named(view: View) -> Columns[Any]:
    return tuple(column for column in columns(view.strategy) if column.name in OPTIONAL)


def _decisions(view: View, action_id: str) -> list[Markup]:
    """The decisions about a 取組; nothing where there are none, or while the store is away."""
    lines = [
        f"{decision.content.meeting_on}の会議 {decision_line(decision.content)}"
        for decision in recorded_decisions(view) or []
        if decision.content.action_id == action_id
    ]
    return [tag("h3", "決定事項"), listing(lines)] if lines else []


def _events(view: View, action_id: str) -> list[Markup]:
    """The events of the 年表 that name a 取組; nothing where none does."""
    lines = [
        f"{wareki(event.day)} {event.title}" for event in happenings(action_id, view.summary.snapshot) if event.is_named
    ]
    return [tag("h3", "関係する出来事"), listing(lines)] if lines else []


def _day(value: pd.Timestamp) -> str:
    return NO_VALUE if pd.isna(value) else value.date().isoformat()
