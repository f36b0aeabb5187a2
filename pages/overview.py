"""全体概況: are we on plan, which pillar is behind, what must be decided, where in the plan's years are we."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import cells, groups, period_and_pillars
from kdx_metrics.wording import alt, standing
from kdx_metrics.wording.explanations import explain_cells, explain_many
from pages.cards.attention import attention_card
from pages.cards.card import Card, card, figure
from pages.cards.figures import draw_matrix, draw_timeline
from pages.cards.kpis import kpis_in_short
from pages.cards.milestones import milestones_card
from pages.cards.tiles import tiles
from pages.frame.filters import cell_query
from pages.view.navigation import go_to
from pages.view.view import View, current_view


def progress_card(view: View) -> Card:
    """Actual against plan, the whole and each pillar."""
    summary = view.summary
    named, gaps = period_and_pillars(summary), view.strategy.rating.rounding
    finding = standing.overall(summary)
    return Card(
        key="overall",
        title="全体と柱別の進捗率(計画対比)",
        finding=finding,
        alt=finding,
        body=tiles(named, gaps),
        table=lambda: groups(named, gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(summary.actions, view.strategy),
    )


def matrix_card(view: View) -> Card:
    """Every pillar in every period; a click opens its actions."""
    summary = view.summary
    return Card(
        key="matrix",
        title="柱×期の進捗率と計画との差",
        finding=standing.cells(summary),
        alt=alt.matrix(summary),
        body=figure(view, draw_matrix),
        table=lambda: cells(summary),
        why=lambda: explain_cells(summary),
        rows=lambda: on_screen(summary.actions, view.strategy),
        on_pick=lambda data: go_to("actions", **cell_query(view, str(data[0]), int(str(data[1])))),
    )


def timeline_card(view: View) -> Card:
    """The plan's years with its milestones and the date in view."""
    drawn = figure(view, draw_timeline, compact=True)
    return milestones_card(
        view, (), drawn, key="milestones", title="戦略の年表と期", on_pick=lambda _: go_to("timeline")
    )


view = current_view()
left, right = st.columns(2, gap="xsmall")
with left:
    if view.uses("action_plan"):
        card(view, progress_card(view))
    else:
        kpis_in_short(view)
    if view.uses("milestones"):
        card(view, timeline_card(view))
with right:
    if view.uses("action_plan"):
        card(view, matrix_card(view))
    attention_card(view, limit=5)
