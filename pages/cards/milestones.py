"""The 年表 on a card: what it says, its rows with their sources, and its 根拠."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kdx_metrics.charts.drawing.theme import Figure
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.milestones import Cited, with_numbered_sources
from kdx_metrics.views.milestones import milestones as listing
from kdx_metrics.wording import alt, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.groups import headlines
from pages.cards.card import Card, cached
from pages.frame.words import OF_FIGURES, source_line
from pages.view.view import View


def events_of(view: View, categories: tuple[str, ...]) -> pd.DataFrame:
    """Rows of the 年表 of these categories; all without one."""
    milestones = view.summary.snapshot.milestones
    return milestones[milestones["category"].isin(categories)] if categories else milestones


def listed_events(view: View, categories: tuple[str, ...]) -> tuple[Listing[Any], Listing[Cited]]:
    """The 年表 of these categories, and its sources."""
    return with_numbered_sources(events_of(view, categories))


def _finding(view: View, categories: tuple[str, ...]) -> str:
    return headlines.milestones(events_of(view, categories), view.strategy, view.today)


def _alt(view: View, categories: tuple[str, ...]) -> str:
    return alt.timeline(events_of(view, categories), view.strategy, view.today)


def milestones_card(
    view: View,
    categories: tuple[str, ...],
    drawn: Figure,
    *,
    key: str,
    title: str,
    overlay: bool = False,
) -> Card:
    """A card of the events of these categories, however much of them is `drawn`; `overlay` puts 取組 over them."""
    sample = "(サンプルを含む)" if "action_plan" in view.summary.snapshot.samples else ""
    of_actions = f"完了予定の{source_line(view, {'action_plan': OF_FIGURES['action_plan']})}{sample}" if overlay else ""
    return Card(
        key=key,
        title=title,
        finding=cached(view, _finding, categories),
        alt=cached(view, _alt, categories),
        body=drawn,
        table=lambda: listing(events_of(view, categories)),
        why=lambda: Explanation(rules.MILESTONES),
        source=f"出典は年表の行ごとに示します。{of_actions}",
    )
