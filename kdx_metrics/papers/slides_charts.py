"""Native, editable PowerPoint charts: gaps then and now, stacked counts, and a KPI against its path."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from pptx.chart.axis import DateAxis, ValueAxis
from pptx.chart.chart import Chart
from pptx.chart.data import ChartData
from pptx.chart.series import LineSeries
from pptx.dml.fill import FillFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from kdx_metrics.charts.drawing.theme import Look
from kdx_metrics.charts.kpi import steps
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.papers.fitting import clean
from kdx_metrics.papers.slides_deck import PALETTE, Box, rgb
from kdx_metrics.plan.formats import format_given
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.words import kpi_word

LABEL = 16
PERCENT = '[<99.95]0.0"%";[<100]"99.9%";0.0"%"'  # of a whole value, which PowerPoint rounds: never 100 before it is
PLAN = "#C5D7FB"  # the pale tint of the key colour
GAP = '"+"0.0;"−"0.0;"±"0.0'
LABEL_ROOM = 0.5  # of the range of the values: what a label of three lines takes downwards
WIDER = 1.25  # room beside a bar for its label
MONTH = "[$-411]ge.m"  # R7.12, as Excel and PowerPoint write a Japanese month
_PATTERNS = {
    ".": MSO_PATTERN.PERCENT_20,
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "x": MSO_PATTERN.DIAGONAL_CROSS,
    "-": MSO_PATTERN.NARROW_HORIZONTAL,
}


def gaps(
    slide: Slide,
    box: Box,
    named: Sequence[tuple[str, float | None, float | None]],
    sides: tuple[str, str],
    *,
    name: str,
) -> Chart:
    """Gap of each group to its plan at two dates, from the line of the plan at 0.

    None is drawn as no bar at all, never as 0.
    """
    data = ChartData(number_format="General")
    data.categories = [clean(category) for category, _, _ in named]
    for side, values in zip(sides, zip(*((before, after) for _, before, after in named), strict=True), strict=True):
        data.add_series(side, values)
    chart = placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data, name)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 0
    before, after = plot.series
    paint(before.format.fill, PLAN)
    paint(after.format.fill, PALETTE.bar)
    for series in (before, after):
        series.invert_if_negative = False
    axes(chart, most=None)
    gap_values = [gap for _, *both in named for gap in both if gap is not None]
    chart.value_axis.minimum_scale = min([*gap_values, 0.0]) * WIDER - 1
    chart.value_axis.maximum_scale = max([*gap_values, 0.0]) * WIDER + 1
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    label_all(chart, GAP, XL_LABEL_POSITION.OUTSIDE_END)
    return chart


def stacked(
    slide: Slide, box: Box, categories: Sequence[str], series: Mapping[str, tuple[Look, Sequence[int]]], *, name: str
) -> Chart:
    """Stacked counts, the first category on top; a series that is 0 throughout is left out, a 0 has no label."""
    data = ChartData(number_format="0;;;")
    data.categories = [clean(category) for category in categories]
    shown = {label: (look, values) for label, (look, values) in series.items() if any(values)}
    for label, (_, values) in shown.items():
        data.add_series(label, values)
    chart = placed(slide, box, XL_CHART_TYPE.BAR_STACKED, data, name)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    axes(chart, most=None)
    for drawn, (look, _) in zip(plot.series, shown.values(), strict=True):
        _look(drawn.format.fill, look)
        drawn.format.line.color.rgb = rgb(look.fill)
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;;", False
        labels.font.size, labels.font.bold = Pt(LABEL), True
        labels.font.color.rgb = rgb(PALETTE.ink if look.pattern else look.ink)
    return chart


def course(slide: Slide, box: Box, kpi: KpiResult, strategy: Strategy, *, name: str) -> Chart:
    """A KPI's actuals, its targets as steps and the path to them; a value not yet known is a gap in the line.

    Actuals are not joined where each day on which a target turns would be a gap, nor those of a 単年度 KPI. The one
    that is judged is labelled with its rating.
    """
    actuals = {actual.as_of: actual.value for actual in kpi.actuals}
    ends = {day for day in (kpi.baseline_on, kpi.target_on) if day is not None}
    days = sorted({*actuals, *(day for day, _ in kpi.pending), *ends})
    due = steps(kpi, strategy)
    if kpi.course.stepped:
        days = sorted({*days, *_turns(kpi, days[0], days[-1])})
    elif not kpi.pending:  # else the days of the steps would be gaps beside those of missing values
        turns = {day for start, end, _ in due for day in (start, end)}
        days = sorted({*days, *(day for day in turns if days[0] <= day <= days[-1])})
    path = [kpi.course.at(day) for day in days]
    goals = [next((value for start, end, value in due if start <= day <= end), None) for day in days]
    data = ChartData(number_format="General")
    data.categories = days
    data.categories.number_format = MONTH
    data.add_series("目標への道すじ", path)
    if not kpi.course.stepped:
        data.add_series("目標", goals)
    data.add_series(clean(kpi_sentences.with_unit("実績", kpi)), [actuals.get(day) for day in days])
    chart = placed(slide, box, XL_CHART_TYPE.LINE_MARKERS, data, name)
    if not kpi.pending and not kpi.course.stepped:
        next(chart._chartSpace.iter(qn("c:dispBlanksAs"))).set("val", "span")  # noqa: SLF001  # the library's door to its XML
    course, *targets, actual = chart.plots[0].series
    course.smooth = actual.smooth = False
    for target in targets:
        target.smooth, target.marker.style = False, XL_MARKER_STYLE.NONE
        target.format.line.color.rgb, target.format.line.width = rgb(PALETTE.ink), Pt(3)
    course.marker.style, actual.marker.style = XL_MARKER_STYLE.NONE, XL_MARKER_STYLE.CIRCLE
    course.format.line.color.rgb, course.format.line.width = rgb(PALETTE.ratings["not_started"].fill), Pt(2)
    actual.format.line.color.rgb, actual.format.line.width = rgb(PALETTE.key), Pt(2.5)
    if kpi.course.stepped or kpi.aggregation == "単年度":
        actual.format.line.fill.background()
    actual.marker.size = 6
    paint(actual.marker.format.fill, PALETTE.key)
    actual.marker.format.line.color.rgb = rgb(PALETTE.key)
    if kpi.as_of in actuals:
        _judged(actual, days.index(kpi.as_of), kpi)
    dates, values = chart.category_axis, chart.value_axis
    dates.tick_labels.number_format, dates.tick_labels.number_format_is_linked = MONTH, False
    dates.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    dates.tick_labels.font.size = values.tick_labels.font.size = Pt(LABEL)
    dates.format.line.color.rgb = rgb(PALETTE.quiet)
    dates.major_tick_mark = dates.minor_tick_mark = XL_TICK_MARK.NONE
    _every_half_year(dates)
    drawn = [*actuals.values(), *(due for due in path if due is not None)]
    _round_scale(values, [*drawn, *_under_label(kpi, drawn)])
    values.major_gridlines.format.line.color.rgb = rgb(PALETTE.grid)
    values.format.line.fill.background()
    return chart


def _judged(actual: LineSeries, index: int, kpi: KpiResult) -> None:
    """Label of the judged value: with its unit and, below it in words, its rating."""
    label = actual.points[index].data_label
    frame = label.text_frame
    apart = "\n" if _is_short(kpi) else ""  # an empty line above: the line that rises to the value lies below it
    frame.text = f"{apart}{clean(format_given(kpi.actual, kpi.unit))}\n{kpi_word(kpi).word}"
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(LABEL), True, rgb(PALETTE.ratings[kpi.rating].text)
    label.position = XL_LABEL_POSITION.BELOW if _is_short(kpi) else XL_LABEL_POSITION.ABOVE  # away from the target


def _is_short(kpi: KpiResult) -> bool:
    return kpi.target is not None and kpi.actual is not None and kpi.actual < kpi.target


def _under_label(kpi: KpiResult, drawn: Sequence[float]) -> list[float]:
    """Value to which the scale must go so that a label below the judged value has room."""
    if kpi.actual is None or not _is_short(kpi):
        return []
    low = kpi.actual - LABEL_ROOM * (max(drawn) - min(drawn))
    return [max(low, 0.0) if min(drawn) >= 0 else low]


def _every_half_year(axis: DateAxis) -> None:
    """A label every six months; the library leaves a date axis' steps to XML, after its offset."""
    offset = next(axis._element.iter(qn("c:lblOffset")))  # noqa: SLF001  # the library's door to its XML
    for tag, value in (("c:majorTimeUnit", "months"), ("c:majorUnit", "6"), ("c:baseTimeUnit", "days")):
        for old in axis._element.findall(qn(tag)):  # noqa: SLF001  # likewise
            old.getparent().remove(old)
        step = OxmlElement(tag)
        step.set("val", value)
        offset.addnext(step)


def _round_scale(axis: ValueAxis, values: Sequence[float]) -> None:
    """Some four round steps around the values: a line, unlike a bar, need not start at 0."""
    low, high = min(values), max(values)
    rough = max(high - low, abs(high) * 0.01, 1e-6) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    axis.minimum_scale, axis.maximum_scale = math.floor(low / step) * step, math.ceil(high / step) * step
    axis.major_unit = step
    digits = max(0, -math.floor(math.log10(step)))
    axis.tick_labels.number_format = "#,##0." + "0" * digits if digits else "#,##0"
    axis.tick_labels.number_format_is_linked = False


def _turns(kpi: KpiResult, first: date, last: date) -> set[date]:
    """Days on which a stepped path turns and the days after them, so that each step is drawn steep."""
    turns = {day for day, _ in kpi.course.corners if first <= day < last}
    return turns | {day + timedelta(days=1) for day in turns}


def placed(slide: Slide, box: Box, kind: XL_CHART_TYPE, data: ChartData, name: str) -> Chart:
    """Chart on a slide, with its legend below it."""
    frame = cast("GraphicFrame", slide.shapes.add_chart(kind, *box.emu, data))  # which its annotation calls a Chart
    frame.name = clean(name)
    chart = frame.chart
    chart.font.size = Pt(LABEL)
    chart.font.color.rgb = rgb(PALETTE.ink)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(LABEL)
    return chart


def axes(chart: Chart, *, most: float | None) -> None:
    """Horizontal bars from 0, the first category on top, values said by labels instead of ticks."""
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(LABEL)
    chart.category_axis.format.line.color.rgb = rgb(PALETTE.quiet)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    if most is not None:
        chart.value_axis.maximum_scale = most * 1.12  # room for the label of a full bar
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False


def label_all(chart: Chart, number_format: str, position: XL_LABEL_POSITION) -> None:
    """Value at each mark of the chart."""
    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position, labels.show_value = position, True
    labels.font.size = Pt(LABEL)


def paint(fill: FillFormat, colour: str) -> None:
    """Fill with one colour."""
    fill.solid()
    fill.fore_color.rgb = rgb(colour)


def _look(fill: FillFormat, look: Look) -> None:
    """A rating's colour, or its hatching, so that greyscale print keeps them apart."""
    if not look.pattern:
        paint(fill, look.fill)
        return
    fill.patterned()
    fill.pattern = _PATTERNS[look.pattern]
    fill.fore_color.rgb, fill.back_color.rgb = rgb(look.fill), rgb(look.ground)
