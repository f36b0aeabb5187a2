"""The PowerPoint paper: a native, editable 16:9 deck in the order of the meeting."""

from __future__ import annotations

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.papers import slides_pages as pages
from kdx_metrics.papers.slides_deck import Deck
from kdx_metrics.papers.slides_years import years

# Each part with the table that it is about, if it is about one.
ORDER = (
    (pages.cover, ""),
    (pages.homework, ""),
    (pages.overall, "action_plan"),
    (pages.pillars, "action_plan"),
    (pages.changes, ""),
    (pages.outlook, "action_plan"),
    (pages.kpis, "kpis"),
    (pages.attention, ""),
    (pages.closing, ""),
    (years, "milestones"),
)


def write_slides(content: Material) -> bytes:
    """The deck as .pptx bytes."""
    author = content.strategy.about.organization
    deck = Deck(f"{content.title} {content.meeting.title}資料", author, content.stamp, content.today)
    for page, table in ORDER:
        if not table or content.uses(table):
            page(deck, content)
    return deck.save()
