"""Slide of 意見と反映: what became of the opinions, over those that wait for an answer."""

from __future__ import annotations

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, TOP, Box, Deck
from kdx_metrics.views.voices import COUNTS_ON_SLIDE, ON_SLIDE, counted, shown_open
from kdx_metrics.wording.voices import ALL, RULE, finding

COUNTS_TALL, GAP = 1.2, 0.1
NOTE_TALL = 0.35


def voices(deck: Deck, content: Material, screen: Screen) -> None:
    """Counts per 対応; below them the opinions that wait, of those that may be shown."""
    summary = content.summary
    group = overall(summary.voices)
    slide = deck.slide(screen.title, finding(group))
    counts = counted([group], ALL, "件名").only(*COUNTS_ON_SLIDE)
    deck.table(slide, Box(MARGIN, TOP, INNER, COUNTS_TALL), counts)
    still_open, hidden = shown_open(summary)
    top = TOP + COUNTS_TALL + GAP
    tall = BOTTOM - top - (NOTE_TALL if hidden else 0)
    if len(still_open):
        deck.table(slide, Box(MARGIN, top, INNER, tall), still_open.only(*ON_SLIDE))
    if hidden:
        deck.points(slide, Box(MARGIN, top + tall, INNER, NOTE_TALL), [hidden])
    deck.notes(slide, RULE)
