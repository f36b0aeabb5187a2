"""柱・期別の進捗: actual against plan by pillar, period and department, their ratings, and the course over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups
from kdx_metrics.wording import alt, standing
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.words import rating_label
from pages.cards.card import Card, card, figure
from pages.cards.course import course_card
from pages.cards.figures import draw_bars, draw_ratings
from pages.cards.groups import groups_by
from pages.frame.filters import cell_query, period_filter, pillar_filter
from pages.view.address import DEPARTMENT, PERIOD, PILLAR, RATING
from pages.view.navigation import go_to
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


def split_card(view: View, split: Split, *, ratings: bool) -> Card:
    """Bars of actual with a plan mark, or stacked counts of ratings; a click opens the 取組 behind a bar."""
    named = groups_by(split.name, view.summary, split.pillar, split.period)
    kind, unit = ("評価の件数", "取組数") if ratings else ("進捗率", "計画対比")
    gaps = view.strategy.rating.rounding
    return Card(
        key=f"{split.name}-{'ratings' if ratings else 'bars'}",
        title=f"{split.title}の{kind}({scope_words(view, split)}・{unit})",
        finding=standing.ratings(named) if ratings else standing.groups(named, gaps),
        alt=alt.rating_stack(named) if ratings else alt.progress_bars(named, gaps),
        body=figure(view, draw_ratings, split.name, split.pillar, split.period)
        if ratings
        else figure(view, draw_bars, split.name, split.pillar, split.period),
        table=lambda: groups(named, split.title.removesuffix("別"), gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(view.summary.actions, view.strategy),
        on_pick=lambda data: go_to("actions", **query_behind(view, split, [str(value) for value in data])),
    )


def scope_words(view: View, split: Split) -> str:
    """The 柱 or 期 that a split is limited to, else that it is not."""
    pillar = view.strategy.pillar(split.pillar).name if split.pillar else "全柱"
    period = view.strategy.period(split.period).name if split.period else "全期"
    return {PILLAR: period, PERIOD: pillar}.get(split.name, "全柱・全期")


def query_behind(view: View, split: Split, data: Sequence[str]) -> dict[str, str]:
    """The address of the 取組 behind a bar (`[label]`) or behind a segment of ratings (`[label, rating]`)."""
    rating = {RATING: rating_label(data[1])} if data[1:] else {}
    return {**cell_query(view, split.pillar, split.period), split.name: data[0], **rating}


view = current_view()
with st.container(horizontal=True, gap="medium", key="filters"):
    pillar = pillar_filter(view.strategy)
    period = period_filter(view.strategy)
for split in splits(view, pillar, period):
    left, right = st.columns(2, gap="xsmall")
    with left:
        card(view, split_card(view, split, ratings=False))
    with right:
        card(view, split_card(view, split, ratings=True))
    if split.name == PERIOD:
        card(view, course_card(view, pillar))
