"""柱・期別の進捗: actual against plan by pillar, period and department, their ratings, and the course over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from kdx_metrics.charts.progress_bars import BarRow, progress_bars, rating_stack
from kdx_metrics.numbers.progress import Group
from kdx_metrics.wording import alt, headlines
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.words import rating_label
from pages.cards.card import Card, card, figure
from pages.cards.course import course_card
from pages.frame.filters import cell_query, period_filter, pillar_filter
from pages.tables.frames import groups_table
from pages.view.address import DEPARTMENT, PERIOD, PILLAR, RATING
from pages.view.navigation import go_to
from pages.view.view import View, current_view


class Split(NamedTuple):
    """One way to divide the plan: its name, its groups, and what a click on one sets and keeps in the address."""

    name: str
    groups: Sequence[tuple[str, Group]]
    address: str
    kept: Mapping[str, str]


def splits(view: View, pillar: str | None, period: int | None) -> list[Split]:
    """By pillar (within the chosen 期), by period (within the chosen 柱), and by department."""
    summary, strategy = view.summary, view.strategy
    pillars = [(p.name, summary.cells[p.id, period] if period else summary.pillars[p.id]) for p in strategy.pillars]
    periods = [
        (p.name, summary.cells[pillar, p.number] if pillar else summary.periods[p.number]) for p in strategy.periods
    ]
    found = [
        Split("柱別", pillars, PILLAR, cell_query(view, None, period)),
        Split("期別", periods, PERIOD, cell_query(view, pillar, None)),
    ]
    if view.department is None:
        found.append(Split("所管課別", list(summary.departments.items()), DEPARTMENT, {}))
    return found


def split_card(view: View, split: Split, scope: str, *, ratings: bool) -> Card:
    """Bars of actual with a plan mark, or stacked counts of ratings; a click opens the 取組 behind a bar."""
    rows = [BarRow(label, group) for label, group in split.groups]
    kind = "評価の件数" if ratings else "進捗率"
    draw: Callable[..., object] = rating_stack if ratings else progress_bars
    return Card(
        key=f"{split.address}-{'ratings' if ratings else 'bars'}",
        title=f"{split.name}の{kind}({scope}・{'取組数' if ratings else '計画対比'})",
        finding=headlines.ratings(split.groups) if ratings else headlines.groups(split.groups),
        alt=alt.rating_stack(split.groups) if ratings else alt.progress_bars(split.groups),
        body=figure(view, f"{draw.__name__}-{split.address}", lambda: draw(rows, mode=view.mode), scope),
        table=lambda: groups_table(split.name.removesuffix("別"), split.groups),
        why=lambda: explain_many(split.groups, view.summary.actions, view.strategy),
        on_pick=lambda data: go_to("actions", **picked(split, [str(value) for value in data])),
    )


def picked(split: Split, data: Sequence[str]) -> dict[str, str]:
    """The address of the 取組 behind a bar (`[label]`) or behind a segment of ratings (`[label, rating]`)."""
    rating = {RATING: rating_label(data[1])} if data[1:] else {}
    return {**split.kept, split.address: data[0], **rating}


view = current_view()
with st.container(horizontal=True, gap="medium", key="filters"):
    chosen_pillar = pillar_filter(view.strategy)
    chosen_period = period_filter(view.strategy)
pillar_name = view.strategy.pillar(chosen_pillar).name if chosen_pillar else "全柱"
period_name = view.strategy.period(chosen_period).name if chosen_period else "全期"
for split in splits(view, chosen_pillar, chosen_period):
    scope = {PILLAR: period_name, PERIOD: pillar_name}.get(split.address, "全柱・全期")
    left, right = st.columns(2, gap="xsmall")
    with left:
        card(view, split_card(view, split, scope, ratings=False))
    with right:
        card(view, split_card(view, split, scope, ratings=True))
    if split.address == PERIOD:
        card(view, course_card(view, chosen_pillar))
