"""年表と今後: the 期 as bands with the date in view, and what is coming."""

from __future__ import annotations

from datetime import date

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.slide import Slide
from pptx.util import Inches, Pt

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, PALETTE, SMALLEST, TOP, Box, Deck, rgb
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views import milestones as views
from kdx_metrics.wording.groups import headlines

BAND = 0.65
LIST_TOP = TOP + BAND + 0.75


def years(deck: Deck, content: Material, screen: Screen) -> None:
    """The 期 as bands and below them what is coming; the 年表 itself is in the handout."""
    summary, strategy = content.summary, content.strategy
    finding = headlines.milestones(summary.snapshot.milestones, strategy, content.today)
    slide = deck.slide(f"付録: {screen.title}", finding)
    _bands(deck, slide, content)
    listed = views.coming(summary, content.today)
    if len(listed):
        deck.table(slide, Box(MARGIN, LIST_TOP, INNER, BOTTOM - LIST_TOP), listed)
    else:
        deck.text(slide, Box(MARGIN, LIST_TOP, INNER, 0.4), [listed.none], 20)
    deck.notes(slide, f"{finding}\n期は年度で区切られています。線は表示時点({wareki(summary.as_of)})です。")


def _bands(deck: Deck, slide: Slide, content: Material) -> None:
    """One rectangle per 期, to scale; a line at the date in view, with its label beneath."""
    strategy = content.strategy
    days = (strategy.last_day - strategy.first_day).days + 1
    per_day = INNER / days

    def x(day: date) -> float:
        return MARGIN + min(max((day - strategy.first_day).days, 0), days) * per_day

    for period in strategy.periods:
        width = ((period.last_day - period.first_day).days + 1) * per_day
        running = period.number == content.outlook.period.number
        deck.text(
            slide,
            Box(x(period.first_day), TOP, width - 0.03, BAND),
            [period.name, f"{period.first_fiscal_year}~{period.last_fiscal_year}年度"],
            SMALLEST,
            bold=running,
            fill=PALETTE.key if running else PALETTE.track,
            colour=PALETTE.on_key if running else PALETTE.ink,
            middle=True,
        )
    position = x(content.summary.as_of)
    line = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(position), Inches(TOP + BAND), Inches(position), Inches(TOP + BAND + 0.14)
    )
    line.line.color.rgb, line.line.width = rgb(PALETTE.ratings["behind"].fill), Pt(3)
    label = f"時点 {wareki(content.summary.as_of)}"
    left = min(max(position - 2, MARGIN), MARGIN + INNER - 4)
    deck.text(
        slide,
        Box(left, TOP + BAND + 0.14, 4, 0.32),
        [label],
        SMALLEST,
        bold=True,
        colour=PALETTE.ratings["behind"].text,
    )
