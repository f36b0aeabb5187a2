"""The PowerPoint paper: a native, editable 16:9 deck with the screens of the meeting and a short appendix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kdx_metrics.meeting.agenda import Screen, Topic, screens
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.papers import slides_kpis, slides_lists, slides_pages, slides_value, slides_voices
from kdx_metrics.papers.slides_deck import Deck
from kdx_metrics.papers.slides_years import years

# Topics without a slide (柱 over all 期, 次期への引継ぎ, homework behind the cover's) are in the handout at length.
_MAKERS: Mapping[Topic, Callable[[Deck, Material, Screen], None]] = {
    "cover": slides_lists.cover,
    "overall": slides_pages.overall,
    "pillars": slides_pages.pillars,
    "changes": slides_pages.changes,
    "slips": slides_pages.slips,
    "outlook": slides_pages.outlook,
    "kpis": slides_kpis.lines,
    "value": slides_value.value,
    "voices": slides_voices.voices,
    "decide": slides_lists.decide,
    "report": slides_lists.report,
    "closing": slides_lists.closing,
    "check": slides_lists.check,
    "timeline": years,
}


def write_slides(content: Material) -> bytes:
    """The deck as .pptx bytes."""
    author = content.strategy.about.organization
    deck = Deck(f"{content.title} {content.meeting.title}資料", author, content.stamp, content.today)
    shown = [screen for screen in screens(content, 0) if screen.topic in _MAKERS]
    for screen in (each for each in shown if not each.appendix):
        _MAKERS[screen.topic](deck, content, screen)
    slides_kpis.alone(deck, content)
    for screen in (each for each in shown if each.appendix):
        _MAKERS[screen.topic](deck, content, screen)
    return deck.save()
