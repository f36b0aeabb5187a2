"""Labels in the figure of a KPI: target in force, assessed value, reason of the newest missing value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.placing import Anchor, PlotArea, Point, along
from kdx_metrics.charts.drawing.text import safe, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale, halo
from kdx_metrics.numbers.forecast import BAND
from kdx_metrics.numbers.kpi import SIGNS, KpiResult
from kdx_metrics.plan.formats import format_given
from kdx_metrics.wording.words import NO_DATA, kpi_word

RIGHT_EDGE = 0.7  # share of the axis beyond which a label stands left of its mark

BAND_TRACE = f"見込みの幅({BAND}%)"
WEIGHTS = {"実績": 3.0, "見込み": 2.0, "基準値": 3.0, BAND_TRACE: 0.5}  # cost of covering a point of a trace

Step = tuple[date, date, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot to be labelled, with its first and last day, the values at its bottom and top, colours and type.

    `area` holds its marks and labels in px.
    """

    first: date
    last: date
    bottom: float
    top: float
    palette: Palette
    scale: Scale
    area: PlotArea

    def point(self, day: date, value: float) -> Point:
        """Position of a value at `day`, in px from the left and the top."""
        across = (day - self.first) / (self.last - self.first)
        return across * self.area.width, self.area.height * (self.top - value) / (self.top - self.bottom)

    def avoid(self, traces: Sequence[go.Scatter]) -> None:
        """Keep labels off these traces, weighted by WEIGHTS."""
        for trace in traces:
            weight = WEIGHTS.get(trace.name, 1.0)
            run: list[Point] = []
            for day, value in [*zip(trace.x, trace.y, strict=True), (None, None)]:
                if day is not None and value is not None:
                    run.append(self.point(date.fromisoformat(day), value))
                    continue
                points = along(run) if "lines" in trace.mode else run
                self.area.points += [(point, weight) for point in points]
                run = []

    def write(self, label: dict[str, Any], text: str, choices: Sequence[tuple[date, float, Anchor]]) -> dict[str, Any]:
        """Annotation at the choice of (day, value, anchor) that covers least; `text` is its text without markup."""
        points = [(self.point(day, value), anchor) for day, value, anchor in choices]
        day, value, anchor = choices[self.area.place(text, label["font"]["size"], points)]
        return anchor.apply(label | {"x": iso(day), "y": value, "showarrow": False, "borderpad": 0})

    def near_right_edge(self, day: date) -> bool:
        """True if a label right of `day` would leave the plot."""
        return day - self.first > (self.last - self.first) * RIGHT_EDGE

    def font(self, colour: str, *, large: bool = False) -> dict[str, Any]:
        """Font of a label, legible over lines."""
        size = self.scale.text if large else self.scale.small
        return {"size": size, "color": colour, "shadow": halo(self.palette)}


def with_unit(value: float, kpi: KpiResult) -> str:
    """Given value with its unit, escaped, as in `12,000人`."""
    return format_given(value) + safe(kpi.unit)


def kpi_labels(kpi: KpiResult, steps: Sequence[Step], plot: Plot) -> list[dict[str, Any]]:
    """All annotations of one KPI; `steps` holds (first day, last day, target) per 期 with a target."""
    step = next((step for step in steps if step[1] == kpi.target_on), None)
    labels = [_pending(kpi, plot)] if kpi.pending else []
    if step is not None:
        labels.append(_target(step, kpi, plot))
    if kpi.actual is None or kpi.as_of is None:
        return [*labels, _no_data(kpi, plot)]
    return [*labels, _latest(kpi, kpi.as_of, kpi.actual, plot)]


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
    text = f"目標 {format_given(value)}{width}"
    return plot.write({"text": text, "font": plot.font(plot.palette.ink)}, text, choices)


def _latest(kpi: KpiResult, day: date, actual: float, plot: Plot) -> dict[str, Any]:
    """Label of the assessed value with its rating's mark, preferably on the side away from the target."""
    down, up = (("top", -5.0), ("top", -18.0)), (("bottom", 5.0), ("bottom", 18.0))
    near = (down[0], up[0]) if kpi.target is not None and kpi.target >= actual else (up[0], down[0])
    far = (down[1], up[1]) if near[0] is down[0] else (up[1], down[1])
    across = (("right", -6.0), ("left", 6.0)) if plot.near_right_edge(day) else (("left", 6.0), ("right", -6.0))
    newer = kpi.actuals[-1].as_of > day  # a label further away would seem to belong to the newer value
    choices = [
        (day, actual, Anchor(xanchor, yanchor, right, rise))
        for pair in ((near,) if newer else (near, far))
        for xanchor, right in across
        for yanchor, rise in pair
    ]
    choices += [(day, actual, Anchor(xanchor, "middle", 2 * right)) for xanchor, right in across]
    text = f"{with_unit(actual, kpi)}({kpi_word(kpi).word})"
    font = plot.font(plot.palette.ratings[kpi.rating].text, large=True)
    return plot.write({"text": strong(text), "font": font}, text, choices)


def _pending(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Reason of the newest missing value, beside its mark at the top."""
    day, reason = kpi.pending[-1]
    anchor = Anchor("right", "middle", -8) if plot.near_right_edge(day) else Anchor("left", "middle", 8)
    text = safe(reason or NO_DATA)
    return plot.write({"text": text, "font": plot.font(plot.palette.quiet)}, text, [(day, plot.top, anchor)])


def _no_data(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """Label データなし in the corner away from the path."""
    side = "left" if SIGNS.get(kpi.direction, 1) < 0 else "right"
    position = {"x": 0.98 if side == "right" else 0.02, "xref": "paper", "xanchor": side, "y": 0.04, "yref": "paper"}
    return position | {"text": NO_DATA, "showarrow": False, "font": plot.font(plot.palette.quiet, large=True)}
