"""Slide of お金と効果: what each year has cost and what has come of it, as two tables over the findings."""

from __future__ import annotations

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, TOP, Box, Deck
from kdx_metrics.views.value import MONEY_ON_PAPER, effect_totals, money, title_of
from kdx_metrics.wording import rules
from kdx_metrics.wording.value import costs, notes, told

GAP, TALL = 0.3, 3.7
HALF = (INNER - GAP) / 2


def value(deck: Deck, content: Material, screen: Screen) -> None:
    """Cost per 年度 beside the effects so far; below them what the years sum to and what stands beside the numbers."""
    summary = content.summary
    title = title_of(summary)
    finding = told(summary, title)[0]
    slide = deck.slide(screen.title, finding)
    tables = [table for table in (money(summary).only(*MONEY_ON_PAPER), effect_totals(summary)) if len(table)]
    width = INNER if len(tables) == 1 else HALF
    for position, table in enumerate(tables):
        deck.table(slide, Box(MARGIN + position * (HALF + GAP), TOP, width, TALL), table)
    cost = [costs(summary.money)] if summary.money else []
    beside = [sentence for sentence in (*cost, *notes(summary, title)) if sentence != finding]
    deck.points(slide, Box(MARGIN, TOP + TALL + 0.1, INNER, BOTTOM - TOP - TALL - 0.1), beside)
    how = [rules.MONEY, rules.EFFECTS, *([rules.per_cost(content.strategy.effects)] if summary.value else [])]
    deck.notes(slide, "\n".join(how))
