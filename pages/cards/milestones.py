"""The 年表 on a card: what it says, its rows with their sources, and its 根拠."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kdx_metrics.charts.drawing.theme import Figure
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
        table=lambda: milestones_table(milestones),
        why=lambda: explain_milestones(milestones),
        on_pick=on_pick,
    )


def milestones_table(milestones: pd.DataFrame) -> pd.DataFrame:
    """年表 rows with their sources, and the number that each has in the figure."""
    return pd.DataFrame(
        {
            "番号": milestones["date"].rank(method="first").astype(int),
            "日付": milestones["date"].dt.date,
            "終了日": milestones["end_date"].dt.date,
            "区分": milestones["category"],
            "名称": milestones["title"],
            "内容": milestones["detail"],
            "出典": milestones["source"],
        }
    )


def explain_milestones(milestones: pd.DataFrame) -> Explanation:
    """Where the events come from."""
    return Explanation(rules.MILESTONES, "", milestones_table(milestones))
