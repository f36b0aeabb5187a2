"""Months in which the open 取組 of the running 期 are due."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.views.meeting.outlook import due_dates
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.meeting.outlooks import ends_in_words
from kdx_metrics.wording.words import RATING_WORDS
from pages.cards.card import Card, cached
from pages.tables.counts_chart import Count, counts_chart
from pages.view.meeting import meeting_material
from pages.view.view import View


def months_card(view: View) -> Card:
    """One row per month, with the counts of ratings of the 取組 that are due in it."""
    _, material = meeting_material(view)
    said = ends_in_words(material.outlook)
    return Card(
        key="months",
        title=f"終わっていない取組の完了予定({material.outlook.period.name}・月ごとの取組数)",
        finding=said,
        alt=said,
        body=cached(view, draw_months),
        table=lambda: due_dates(material.outlook),
        why=lambda: Explanation(rules.COURSE),
    )


def draw_months(view: View) -> Markup:
    """The table of months in their order."""
    _, material = meeting_material(view)
    rows = [
        (wareki_month(month), [Count(RATING_WORDS[rating].word, rating, ratings[rating]) for rating in RATINGS])
        for month, due in material.outlook.due.items()
        if (ratings := Counter(row.rating for row in due))
    ]
    return counts_chart(rows, "完了予定の月", "取組数")
