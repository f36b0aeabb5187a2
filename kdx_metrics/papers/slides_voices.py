"""Slide of 意見と反映: what became of the opinions per occasion, over those that wait for an answer."""

from __future__ import annotations

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, TOP, Box, Deck
from kdx_metrics.views.voices import COUNTS_ON_SLIDE, ON_SLIDE, calls, shown_open
from kdx_metrics.wording.voices import RULE, finding

CALLS_TALL, GAP = 2.4, 0.2
NOTE_TALL = 0.35


def voices(deck: Deck, content: Material, screen: Screen) -> None:
    """Counts per occasion; below them the opinions that wait, of those that may be shown."""
    summary = content.summary
    slide = deck.slide(screen.title, finding(overall(summary.voices)))
    deck.table(slide, Box(MARGIN, TOP, INNER, CALLS_TALL), calls(summary).only(*COUNTS_ON_SLIDE))
    still_open, hidden = shown_open(summary)
    top = TOP + CALLS_TALL + GAP
    tall = BOTTOM - top - (NOTE_TALL if hidden else 0)
    if len(still_open):
        deck.table(slide, Box(MARGIN, top, INNER, tall), still_open.only(*ON_SLIDE))
    if hidden:
        deck.points(slide, Box(MARGIN, top + tall, INNER, NOTE_TALL), [hidden])
    deck.notes(slide, RULE)
