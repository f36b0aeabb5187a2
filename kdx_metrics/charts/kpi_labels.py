"""Labels in the figure of a KPI: target in force, assessed value, running year, reason of the newest missing value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.plot import Choice, Plot
from kdx_metrics.charts.drawing.style import annotation
from kdx_metrics.charts.drawing.text import safe, strong
from kdx_metrics.numbers.kpi import HELD, SIGNS, Actual, KpiResult
from kdx_metrics.numbers.kpi.forecast import BAND
from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_start
from kdx_metrics.plan.formats import format_given
from kdx_metrics.wording.words import NO_DATA, PROVISIONAL, kpi_word

BAND_TRACE = f"見込みの幅({BAND}%)"
WEIGHTS = {"実績": 3.0, "見込み": 2.0, "基準値": 3.0, BAND_TRACE: 0.5}  # cost of covering a point of a trace

ROOMY = 600  # px of a plot that has room for a second value and for large type
APRIL = 4  # month in which a 年度 begins

Step = tuple[date, date, float]


def with_unit(value: float, kpi: KpiResult) -> str:
    """Given value with its unit, escaped, as in `12,000人`."""
    return safe(format_given(value, kpi.unit))


def middle_of_year(day: date) -> date:
    """Middle of the 年度 of `day`, where its column stands."""
    return fiscal_year_start(fiscal_year(day)).replace(month=10)


def months_in_words(day: date) -> str:
    """`途中(4~9月)`: the part of its 年度 that a value of a running year holds."""
    if day.month == APRIL:
        return f"{PROVISIONAL}(4月)"
    return f"{PROVISIONAL}(4~{'翌' if day.month < APRIL else ''}{day.month}月)"


def kpi_labels(kpi: KpiResult, steps: Sequence[Step], plot: Plot) -> list[dict[str, Any]]:
    """All annotations of one KPI; `steps` holds (first day, last day, target) per 期 with a target."""
    step = next((step for step in steps if step[1] == kpi.target_on), None)
    labels = [_pending(kpi, plot)] if kpi.pending else []
    if kpi.aggregation == "単年度" and kpi.actuals:
        labels += _of_columns(kpi, plot)
    if step is not None:
        labels.append(_target(step, kpi, plot))
    if kpi.actual is None or kpi.as_of is None:
        return [*labels, _no_data(kpi, plot)]
    return labels if kpi.aggregation == "単年度" else [*labels, _latest(kpi, kpi.as_of, kpi.actual, plot)]


def _of_columns(kpi: KpiResult, plot: Plot) -> list[dict[str, Any]]:
    """Labels of the running year's column and of the one that is assessed: a target is easier to place than these."""
    newest = kpi.actuals[-1]
    labels = [] if newest.is_of_whole_year else [_running(newest, kpi, plot)]
    if kpi.actual is not None and kpi.as_of is not None:
        labels.append(_latest(kpi, kpi.as_of, kpi.actual, plot))
    return labels


def _running(newest: Actual, kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Label 途中 of the column of a running year, with its value where that stands nowhere else and there is room."""
    text = months_in_words(newest.as_of)
    if newest.as_of != kpi.as_of and plot.area.width > ROOMY:
        text += f" {with_unit(newest.value, kpi)}"
    return plot.write(text, _over_column(newest.as_of, newest.value, plot), colour=plot.style.palette.quiet)


def _target(step: Step, kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Label 目標 along its step, preferably on the side without the actual, or else beside an end of the step."""
    start, end, value = step
    width = f"±{format_given(kpi.tolerance)}" if kpi.tolerance is not None else ""
    below, above = ("top", -3.0), ("bottom", 3.0)
    sides = (below, above) if kpi.actual is not None and kpi.actual > value else (above, below)
    choices = [
        (day, value, Anchor(xanchor, yanchor, 0, up))
        for yanchor, up in sides
        for day, xanchor in ((start + (end - start) / 2, "center"), (end, "right"), (start, "left"))
    ]
    choices += [(end, value, Anchor("left", yanchor, 4, up)) for yanchor, up in (("middle", 0.0), *sides)]
    choices += [(start, value, Anchor("right", yanchor, -4, up)) for yanchor, up in (("middle", 0.0), *sides)]
    away = 1.3 * plot.style.scale.small  # further from the step, where both its sides are taken
    choices += [
        (start + (end - start) / 2, value, Anchor(xanchor, yanchor, 0, times * up))
        for times in (away / 3, 2 * away / 3)
        for yanchor, up in sides
        for xanchor in ("center", "left", "right")
    ]
    word = kpi.direction if kpi.direction in HELD else ""
    return plot.write(f"目標 {format_given(value)}{width}{word}", choices)


def _latest(kpi: KpiResult, day: date, actual: float, plot: Plot) -> dict[str, Any]:
    """Label of the assessed value with its rating, preferably on the side away from the target.

    Beside a newer value a label further away would seem to belong to that.
    """
    is_column = kpi.aggregation == "単年度"
    text = f"{with_unit(actual, kpi)}({kpi_word(kpi).word})"
    below = kpi.target is not None and kpi.target >= actual
    newer = kpi.actuals[-1].as_of > day
    around = plot.around(day, actual, below=below, near_only=newer)
    choices = _over_column(day, actual, plot) if is_column else around
    colour = plot.style.palette.ratings[kpi.rating].text
    return plot.write(text, choices, colour=colour, shown=strong(text), large=plot.area.width > ROOMY)


def _over_column(day: date, value: float, plot: Plot) -> list[Choice]:
    """Choices for the label of a column: over its middle or either side, higher where that is taken, then beside it."""
    middle = middle_of_year(day)
    line = 1.3 * plot.style.scale.small
    over = [
        (middle, value, Anchor(side, "bottom", shift, 3 + rise))
        for rise in (0.0, line, 2 * line)
        for side, shift in (("center", 0.0), ("right", 18.0), ("left", -18.0))
    ]
    return over + plot.around(middle, value, below=False)


def _pending(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Reason of the newest missing value, beside its mark at the top."""
    day, reason = kpi.pending[-1]
    anchor = Anchor("right", "middle", -8) if plot.near_right_edge(day) else Anchor("left", "middle", 8)
    text = safe(reason or NO_DATA)
    return plot.write(text, [(day, plot.top, anchor)], colour=plot.style.palette.quiet)


def _no_data(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Label データなし in the corner away from the path."""
    side = "left" if SIGNS.get(kpi.direction, 1) < 0 else "right"
    x = 0.98 if side == "right" else 0.02
    px, colour = plot.style.scale.text, plot.style.palette.quiet
    anchor = Anchor(side, "bottom", 0, 2)
    return annotation(NO_DATA, plot.style, x=x, y=0, of_x="paper", of_y="paper", anchor=anchor, colour=colour, px=px)
