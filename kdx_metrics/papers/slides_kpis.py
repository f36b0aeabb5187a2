"""Slides of 指標: all of them as small lines, worst first, and in the appendix those that need attention."""

from __future__ import annotations

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.shapes.group import GroupShape
from pptx.util import Inches, Length, Pt

from kdx_metrics.charts.drawing.svg import Point
from kdx_metrics.charts.sparklines import points_of_kpi
from kdx_metrics.meeting.agenda import KPI_LINES, KPI_ROWS, Screen, kpis_alone
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.papers.fitting import clean
from kdx_metrics.papers.fitting import lines as line_count
from kdx_metrics.papers.slides_charts import course
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, PALETTE, SMALLEST, TOP, Box, Deck, rgb
from kdx_metrics.views.kpis import beside_target
from kdx_metrics.wording import rules
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.kpi_explanations import explain_kpi
from kdx_metrics.wording.words import kpi_word

COLUMNS, GAP = 2, 0.2
WIDE = (INNER - GAP) / COLUMNS
ROWS = KPI_ROWS // COLUMNS
TALL = (BOTTOM - TOP) / ROWS
SPARK = 1.15  # inches of a small line's width
LINE = 0.31  # inches of a line of text
DOT = 0.09


def lines(deck: Deck, content: Material, screen: Screen) -> None:
    """Every 指標 as a small line with its rating, its value and its target, worst first, down the columns."""
    page = int(screen.subject)
    shown = content.kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS]
    topic = f"{screen.title}{KPI_LINES}"
    slide = deck.slide(topic, kpi_sentences.counts(content.summary.kpis))
    for position, kpi in enumerate(shown):
        left = MARGIN + position // ROWS * (WIDE + GAP)
        top = TOP + position % ROWS * TALL
        deck.text(slide, Box(left, top, WIDE, LINE), [kpi.name], SMALLEST, bold=True)
        _small_line(slide.shapes.add_group_shape(), Box(left, top + LINE + 0.04, SPARK, LINE - 0.1), kpi)
        beside, width = left + SPARK + 0.15, WIDE - SPARK - 0.15
        colour = PALETTE.ratings[kpi.rating].text
        deck.text(slide, Box(beside, top + LINE, width, LINE), [_measured(kpi, width)], SMALLEST, colour=colour)
    deck.notes(slide, rules.kpis(content.strategy))


def _measured(kpi: KpiResult, width: float) -> str:
    """Rating, value and target on one line, with the time of the value where there is room for it."""
    actual, time, goal = beside_target(kpi)
    with_time, without = (
        " ".join(filter(None, (kpi_word(kpi).label, actual, beside)))
        for beside in ("・".join(filter(None, (time, goal))), goal)
    )
    return with_time if line_count(with_time, SMALLEST, width) == 1 else without


def _small_line(group: GroupShape, box: Box, kpi: KpiResult) -> None:
    """Path and actuals as lines that can be edited, the newest actual as a dot."""
    group.name = clean(f"{kpi.name}の推移")
    spark = points_of_kpi(kpi)

    def at(point: Point) -> tuple[Length, Length]:
        return Inches(box.x + point[0] * box.width), Inches(box.y + point[1] * box.height)

    for points, colour, dashed in (
        (spark.path, PALETTE.quiet, True),
        *((run, PALETTE.key, False) for run in spark.runs),
    ):
        first, *rest = map(at, points)
        if rest:
            builder = group.shapes.build_freeform(*first)
            builder.add_line_segments(rest, close=False)
            shape = builder.convert_to_shape()
            shape.fill.background()
            shape.line.color.rgb, shape.line.width = rgb(colour), Pt(1.25 if dashed else 2)
            if dashed:
                shape.line.dash_style = MSO_LINE.SQUARE_DOT
            shape.shadow.inherit = False
    if spark.runs:
        x, y = at(spark.runs[-1][-1])
        half = Inches(DOT / 2)
        dot = group.shapes.add_shape(MSO_SHAPE.OVAL, Length(x - half), Length(y - half), Inches(DOT), Inches(DOT))
        dot.fill.solid()
        dot.fill.fore_color.rgb = rgb(PALETTE.key)
        dot.line.fill.background()
        dot.shadow.inherit = False


def alone(deck: Deck, content: Material) -> None:
    """指標 that need attention against their targets, two per slide, and three on the last where one would be left."""
    drawn = [kpi for kpi in kpis_alone(content) if kpi.actuals]
    slides = max(len(drawn) // COLUMNS, 1) if drawn else 0
    for number in range(slides):
        shown = drawn[number * COLUMNS : None if number == slides - 1 else (number + 1) * COLUMNS]
        words = "、".join(f"{kpi.name}は{kpi_word(kpi).word}" for kpi in shown)
        slide = deck.slide("付録: 注意が必要な指標", f"{words}です。")
        wide = (INNER - GAP * (len(shown) - 1)) / len(shown)
        for position, kpi in enumerate(shown):
            left = MARGIN + position * (wide + GAP)
            headline = f"{kpi.kpi_id} {kpi_sentences.headline(kpi, content.summary.forecasts[kpi.kpi_id])}"
            deck.text(slide, Box(left, TOP, wide, 1.2), [headline], SMALLEST, bold=True)
            course(slide, Box(left, TOP + 1.25, wide, BOTTOM - TOP - 1.25), kpi, content.strategy, name=kpi.name)
        deck.notes(slide, "\n".join(_reasons(kpi, content) for kpi in shown))


def _reasons(kpi: KpiResult, content: Material) -> str:
    why = explain_kpi(kpi, content.summary.forecasts[kpi.kpi_id], content.strategy)
    return f"{kpi.kpi_id} {kpi.name}\n{why.rule}\n{why.worked}"
