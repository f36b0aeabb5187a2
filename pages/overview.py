"""全体概況: are we on plan, better or worse than last time, what is worst, what must be decided, where in the years."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.groups import standing
from pages.cards.attention import attention_card
from pages.cards.card import Card, cached, card, figure
from pages.cards.figures import draw_pillars_of_period, draw_timeline
from pages.cards.first.now import now_card, progress_of, tone_of
from pages.cards.first.plan_years import plan_years_card
from pages.cards.groups import pillars_worst_first
from pages.cards.kpi.worst import worst_kpis_card
from pages.cards.milestones import milestones_card
from pages.department.sheet import sheet
from pages.view.view import View, current_view


def pillars_card(view: View) -> Card:
    """The 柱 of the 期 in force, worst first; a click opens its 取組."""
    named, gaps, period = pillars_worst_first(view.summary), view.strategy.rating.rounding, view.summary.period
    finding = standing.furthest(named, gaps)
    return Card(
        key="pillars",
        title=f"柱別の進捗({view.strategy.period(period).name}・{progress_of(view.summary)})",
        finding=finding,
        alt=finding,
        body=cached(view, draw_pillars_of_period),
        table=lambda: groups(named, gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(view.summary.running, view.strategy),
        tone=tone_of(named[0][1], view.strategy.rating) if named else "",
    )


view = current_view()
if view.department:
    sheet(view, view.department)
elif view.uses("action_plan"):
    card(now_card(view))
    left, right = st.columns(2, gap="xsmall")
    with left:
        card(pillars_card(view))
        card(plan_years_card(view))
    with right:
        if view.uses("kpis"):
            card(worst_kpis_card(view, limit=2))
        attention_card(view, limit=3)
else:
    left, right = st.columns(2, gap="xsmall")
    with left:
        card(worst_kpis_card(view, limit=6))
    with right:
        attention_card(view, limit=3)
    if view.uses("milestones"):
        drawn = figure(view, draw_timeline, compact=True)
        card(milestones_card(view, (), drawn, key="milestones", title="年表"))
