"""A native, editable chart of groups against their plan: quiet bar, gap in its state's colour, plan as a tick."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.chart.chart import Chart
from pptx.chart.data import ChartData
from pptx.chart.series import BarSeries
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.slide import Slide
from pptx.util import Pt

from kdx_metrics.numbers.progress import Group
from kdx_metrics.papers.fitting import clean
from kdx_metrics.papers.slides_charts import LABEL, PERCENT, axes, label_all, paint, placed
from kdx_metrics.papers.slides_deck import PALETTE, Box, rgb
from kdx_metrics.plan.strategy import RatingBands

PLANNED = PERCENT.replace('0.0"%"', '"  計画 "0.0"%"').replace('"99.9%"', '"  計画 99.9%"')
TICK_WIDTH, TICK_HEIGHT = 0.9, 16  # of the plan's tick, in percentage points and points of type
FARTHEST = 20.0  # percentage points from 0 within which the plan's label would cover that of the actual


def against_plan(slide: Slide, box: Box, named: Sequence[tuple[str, Group]], bands: RatingBands, *, name: str) -> Chart:
    """One bar per group from 0 to 100 %, the first on top; None is drawn as no bar at all, never as 0.

    The bar of the plan lies under that of the actual, so that what is missing shows in the colour of its state.
    """
    data = ChartData(number_format="General")
    data.categories = [clean(label) for label, _ in named]
    planned = [None if group.is_waiting else group.planned for _, group in named]
    data.add_series("計画との差", planned)
    data.add_series("実績", [None if group.is_waiting else group.actual for _, group in named])
    data.add_series("計画", planned)
    chart = placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, name)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 90, 100
    gap, actual, plan = plot.series
    paint(gap.format.fill, PALETTE.ratings["on_track"].fill)
    for index, (_, group) in enumerate(named):
        if group.gap is not None:
            paint(gap.points[index].format.fill, PALETTE.ratings[bands.rating_of(group.gap)].fill)
    paint(actual.format.fill, PALETTE.bar)
    plan.format.fill.background()
    _tick(plan)
    axes(chart, most=100)
    label_all(chart, PERCENT, XL_LABEL_POSITION.INSIDE_BASE)
    gap.data_labels.show_value = False
    _label(actual, XL_LABEL_POSITION.INSIDE_BASE, PERCENT)
    _label(plan, XL_LABEL_POSITION.OUTSIDE_END, PLANNED)
    for index, value in enumerate(planned):
        if value is not None and value < FARTHEST:
            plan.points[index].data_label.text_frame.text = " "
    return chart


def _label(series: BarSeries, position: XL_LABEL_POSITION, code: str) -> None:
    labels = series.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = code, False
    labels.font.size, labels.font.bold = Pt(LABEL + 1), position == XL_LABEL_POSITION.INSIDE_BASE
    labels.font.color.rgb = rgb(PALETTE.ink)


def _tick(series: BarSeries) -> None:
    """The plan's tick: an error bar as long as the tick is wide and as thick as it is high, set in XML."""
    bars = OxmlElement("c:errBars")
    for tag, value in (("errBarType", "plus"), ("errValType", "fixedVal"), ("noEndCap", "1"), ("val", str(TICK_WIDTH))):
        part = OxmlElement(f"c:{tag}")
        part.set("val", value)
        bars.append(part)
    look, line, fill, colour = (OxmlElement(tag) for tag in ("c:spPr", "a:ln", "a:solidFill", "a:srgbClr"))
    line.set("w", str(Pt(TICK_HEIGHT)))
    colour.set("val", PALETTE.ink.removeprefix("#"))
    fill.append(colour)
    line.append(fill)
    look.append(line)
    bars.append(look)
    next(series._element.iter(qn("c:cat"))).addprevious(bars)  # noqa: SLF001  # the library's door to its XML
