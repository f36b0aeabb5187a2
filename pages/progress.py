"""柱・期別: actual against plan by pillar, period and department, their ratings, and the course over time."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.groups import standing
from pages.cards.card import Card, cached, card
from pages.cards.course import course_card
from pages.cards.figures import draw_table
from pages.cards.first.months import months_card
from pages.cards.first.now import progress_of
from pages.cards.groups import groups_by
from pages.cards.matrix import matrix_card
from pages.frame.filters import is_worst_first, period_filter, pillar_filter
from pages.view.address import DEPARTMENT, PERIOD, PILLAR
from pages.view.view import View, current_view


@dataclass(frozen=True)
class Split:
    """One way to divide the plan: its title, its name in the address, and the 柱 or 期 that it is limited to."""

    title: str
    name: str
    pillar: str | None = None
    period: int | None = None


def splits(view: View, pillar: str | None, period: int | None) -> list[Split]:
    """By 柱 (within the chosen 期), by 期 (within the chosen 柱), and by 所管課 where none is chosen."""
    by_department = [Split("所管課別", DEPARTMENT)] if view.department is None else []
    return [Split("柱別", PILLAR, period=period), Split("期別", PERIOD, pillar=pillar), *by_department]


def split_card(view: View, split: Split, *, by_gap: bool) -> Card:
    """Table-chart of a split: bar against plan, gap, counts of ratings, and the gap at the last meeting."""
    named = groups_by(split.name, view.summary, split.pillar, split.period)
    gaps = view.strategy.rating.rounding
    sentences = standing.groups(named, gaps) + standing.ratings(named)
    return Card(
        key=split.name,
        title=f"{split.title}の進捗と評価({scope_words(view, split)}・{progress_of(view.summary)})",
        finding=sentences,
        alt=sentences,
        body=cached(view, draw_table, split.name, split.pillar, split.period, by_gap=by_gap),
        table=lambda: groups(named, split.title.removesuffix("別"), gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(view.summary.actions, view.strategy),
    )


def scope_words(view: View, split: Split) -> str:
    """The 柱 or 期 that a split is limited to, else that it is not."""
    pillar = view.strategy.pillar(split.pillar).name if split.pillar else "全柱"
    period = view.strategy.period(split.period).name if split.period else "全期"
    return {PILLAR: period, PERIOD: pillar}.get(split.name, "全柱・全期")


view = current_view()
with st.container(horizontal=True, gap="medium", key="filters"):
    pillar, period = pillar_filter(view.strategy), period_filter(view.strategy)
    by_gap = is_worst_first()
for split in splits(view, pillar, period):
    card(split_card(view, split, by_gap=by_gap))
    if split.name == PERIOD:
        if not view.summary.share_leads:  # there is no curve to draw
            card(course_card(view, pillar))
        card(months_card(view))
card(matrix_card(view))
