"""The plan divided: by 柱, by 期 and by 所管課, each a card with its numbers against the plan."""

from __future__ import annotations

from dataclasses import dataclass

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.groups import standing
from pages.cards.card import Card, cached
from pages.cards.figures import draw_table
from pages.cards.first.now import progress_of
from pages.cards.groups import groups_by
from pages.view.address import DEPARTMENT, PERIOD, PILLAR
from pages.view.view import View


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
