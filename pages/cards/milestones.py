"""The 年表 on a card: what it says, its rows with their sources, and its 根拠."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kdx_metrics.charts.drawing.theme import Figure
from kdx_metrics.views.milestones import milestones as listing
from kdx_metrics.wording import alt, headlines, rules
from kdx_metrics.wording.explanations import Explanation
from pages.cards.card import Card
from pages.view.view import View


def milestones_card(
    view: View,
    milestones: pd.DataFrame,
    drawn: Figure,
    *,
    key: str,
    title: str,
    on_pick: Callable[[list[object]], None] | None = None,
) -> Card:
    """A card of these events, however much of them is `drawn`."""
    return Card(
        key=key,
        title=title,
        finding=headlines.milestones(milestones, view.strategy, view.today),
        alt=alt.timeline(milestones, view.strategy, view.today),
        body=drawn,
        table=lambda: listing(milestones),
        why=lambda: Explanation(rules.MILESTONES),
        on_pick=on_pick,
    )
