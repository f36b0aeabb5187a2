"""An editable chart of groups against their plan: quiet bar, gap as a box in its state's colour, a tick as plan."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.chart.chart import Chart
from pptx.chart.data import ChartData
from pptx.chart.series import BarSeries
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.slide import Slide
from pptx.util import Pt

from kdx_metrics.numbers.groups import Group
from kdx_metrics.papers.fitting import clean
from kdx_metrics.papers.slides_charts import LABEL, PERCENT, axes, label_all, paint, placed
from kdx_metrics.papers.slides_deck import PALETTE, Box, rgb
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.wording.groups import spans

PLANNED = PERCENT.replace('0.0"%"', '"   "0.0"%"').replace('"99.9%"', '"   99.9%"')
TICK = 1.2  # percentage points that the plan's tick is wide
BESIDE = 1.2  # room right of a full bar for the plan's label
FARTHEST = 20.0  # percentage points from 0 within which the plan's label would cover that of the actual


def against_plan(slide: Slide, box: Box, named: Sequence[tuple[str, Group]], bands: RatingBands, *, name: str) -> Chart:
    """One bar per group from 0 to 100 %, the first on top; None is drawn as no bar at all, never as 0.

    The bars lie over one another: of the plan's nothing is seen but its end, the tick. Error bars would be ticks in
    PowerPoint alone.
    """
    data = ChartData(number_format="General")
    data.categories = [_labelled(label, group, bands) for label, group in named]
    actual = [None if group.is_waiting else group.actual for _, group in named]
    planned = [None if group.is_waiting else group.planned for _, group in named]
    before = [None if plan is None else max(plan - TICK, 0.0) for plan in planned]
    inside = [
        None if value is None or end is None else min(value, end) for value, end in zip(actual, before, strict=True)
    ]
    for label, values in (("実績", actual), ("計画", planned), ("計画との差", before), ("実績(計画まで)", inside)):
        data.add_series(label, values)
    chart = placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, name)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 90, 100
    reached, plan, gap, covered = plot.series
    for series, colour in ((reached, PALETTE.bar), (plan, PALETTE.ink), (gap, PALETTE.bar), (covered, PALETTE.bar)):
        paint(series.format.fill, colour)
    for index, (_, group) in enumerate(named):
        if group.gap is not None and group.gap < 0:
            missing = gap.points[index].format  # an empty box: only what is done is solid
            paint(missing.fill, PALETTE.page)
            missing.line.color.rgb = rgb(PALETTE.ratings[spans.states(group, bands)[0]].fill)
            missing.line.width = Pt(1.5)
    axes(chart, most=100 * BESIDE)
    label_all(chart, PERCENT, XL_LABEL_POSITION.INSIDE_BASE)
    gap.data_labels.show_value = covered.data_labels.show_value = False
    _label(reached, XL_LABEL_POSITION.INSIDE_BASE, PERCENT)
    _label(plan, XL_LABEL_POSITION.OUTSIDE_END, PLANNED)
    for index, value in enumerate(planned):
        if value is not None and value < FARTHEST:
            plan.points[index].data_label.text_frame.text = " "
    return chart


def _labelled(name: str, group: Group, bands: RatingBands) -> str:
    """The name, and below it the gap: the number that the meeting speaks of."""
    gap = "" if group.gap is None else f"\n差 {spans.gap_span(group, bands.rounding)}"
    return f"{clean(name)}{gap}"


def _label(series: BarSeries, position: XL_LABEL_POSITION, code: str) -> None:
    labels = series.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = code, False
    labels.font.size, labels.font.bold = Pt(LABEL), position == XL_LABEL_POSITION.INSIDE_BASE
    labels.font.color.rgb = rgb(PALETTE.ink)
