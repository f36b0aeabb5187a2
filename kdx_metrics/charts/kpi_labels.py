"""What is written in a KPI's figure: the target in force, the value judged, the reason of a missing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.placing import Ground, Place, Point, along
from kdx_metrics.charts.drawing.text import safe, strong
from kdx_metrics.charts.drawing.theme import Palette, Scale, halo
from kdx_metrics.numbers.forecast import amount
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.wording.words import KPI_RATING_WORDS, NO_DATA

LATE = 0.7  # share of the axis beyond which a label stands left of its mark

WEIGHTS = {"実績": 3.0, "見込み": 2.0, "基準値": 3.0, "見込みの幅(80%)": 0.5}  # how bad it is to cover a trace

Step = tuple[date, date, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot that is written on: its first and last day, the values at its foot and top, colours and type.

    `ground` holds what is drawn on it in px.
    """

    first: date
    last: date
    bottom: float
    top: float
    palette: Palette
    scale: Scale
    ground: Ground

    def at(self, day: date, value: float) -> Point:
        """Where a value of a day stands, in px from the left and the top."""
        across = (day - self.first) / (self.last - self.first)
        return across * self.ground.width, self.ground.height * (self.top - value) / (self.top - self.bottom)

    def drawn(self, traces: Sequence[go.Scatter]) -> None:
        """Keep labels off these traces: off the actuals above all."""
        for trace in traces:
            weight = WEIGHTS.get(trace.name, 1.0)
            run: list[Point] = []
            for day, value in [*zip(trace.x, trace.y, strict=True), (None, None)]:
                if day is not None and value is not None:
                    run.append(self.at(date.fromisoformat(day), value))
                    continue
                found = along(run) if "lines" in trace.mode else run
                self.ground.points += [(point, weight) for point in found]
                run = []

    def write(self, label: dict[str, Any], text: str, choices: Sequence[tuple[date, float, Place]]) -> dict[str, Any]:
        """A label at the choice of (day, value, place) that covers least."""
        places = [(self.at(day, value), place) for day, value, place in choices]
        day, value, place = choices[self.ground.put(text, label["font"]["size"], places)]
        return place.of(label | {"x": iso(day), "y": value, "showarrow": False, "borderpad": 0})

    def late(self, day: date) -> bool:
        """Whether a label right of `day` would leave the plot."""
        return day - self.first > (self.last - self.first) * LATE

    def font(self, colour: str, *, large: bool = False) -> dict[str, Any]:
        """A label's font, legible over lines."""
        size = self.scale.text if large else self.scale.small
        return {"size": size, "color": colour, "shadow": halo(self.palette)}


def with_unit(value: float, kpi: KpiResult) -> str:
    """`12,000人`, escaped."""
    return f"{amount(value)}{safe(kpi.unit)}"


def kpi_labels(kpi: KpiResult, steps: Sequence[Step], plot: Plot) -> list[dict[str, Any]]:
    """All annotations of one KPI; `steps` are (first day, last day, target) of each 期 with a target."""
    step = next((step for step in steps if step[1] == kpi.target_on), None)
    labels = [_pending(kpi, plot)] if kpi.pending else []
    if step is not None:
        labels.append(_target(step, kpi, plot))
    if kpi.actual is None or kpi.as_of is None:
        return [*labels, _no_data(kpi, plot)]
    return [*labels, _latest(kpi, kpi.as_of, kpi.actual, plot)]


def _target(step: Step, kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """目標 along the step in force, at best on the side that the actual leaves free; else beside the step's end."""
    start, end, value = step
    width = f"±{amount(kpi.tolerance)}" if kpi.tolerance is not None else ""
    below, above = ("top", -3.0), ("bottom", 3.0)
    sides = (below, above) if kpi.actual is not None and kpi.actual > value else (above, below)
    choices = [
        (day, value, Place(xanchor, yanchor, 0, up))
        for yanchor, up in sides
        for day, xanchor in ((start + (end - start) / 2, "center"), (end, "right"), (start, "left"))
    ]
    choices += [(end, value, Place("left", yanchor, 4, up)) for yanchor, up in (("middle", 0.0), *sides)]
    choices += [(start, value, Place("right", yanchor, -4, up)) for yanchor, up in (("middle", 0.0), *sides)]
    text = f"目標 {amount(value)}{width}"
    return plot.write({"text": text, "font": plot.font(plot.palette.ink)}, text, choices)


def _latest(kpi: KpiResult, day: date, actual: float, plot: Plot) -> dict[str, Any]:
    """The value judged, with its rating's mark, at best on the side away from the target."""
    down, up = (("top", -5.0), ("top", -18.0)), (("bottom", 5.0), ("bottom", 18.0))
    near = (down[0], up[0]) if kpi.target is not None and kpi.target >= actual else (up[0], down[0])
    far = (down[1], up[1]) if near[0] is down[0] else (up[1], down[1])
    across = (("right", -6.0), ("left", 6.0)) if plot.late(day) else (("left", 6.0), ("right", -6.0))
    newer = kpi.actuals[-1].as_of > day  # then a label further away would seem to be the newer value's
    choices = [
        (day, actual, Place(xanchor, yanchor, right, rise))
        for pair in ((near,) if newer else (near, far))
        for xanchor, right in across
        for yanchor, rise in pair
    ]
    choices += [(day, actual, Place(xanchor, "middle", 2 * right)) for xanchor, right in across]
    text = f"{KPI_RATING_WORDS[kpi.rating].mark} {with_unit(actual, kpi)}"
    font = plot.font(plot.palette.ratings[kpi.rating].text, large=True)
    return plot.write({"text": strong(text), "font": font}, text, choices)


def _pending(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """The reason of the newest date without a value, beside its mark at the top."""
    day, reason = kpi.pending[-1]
    place = Place("right", "middle", -8) if plot.late(day) else Place("left", "middle", 8)
    text = safe(reason or NO_DATA)
    return plot.write({"text": text, "font": plot.font(plot.palette.quiet)}, text, [(day, plot.top, place)])


def _no_data(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """データなし in the corner that the path leaves free."""
    side = "left" if kpi.direction == "減少" else "right"
    place = {"x": 0.98 if side == "right" else 0.02, "xref": "paper", "xanchor": side, "y": 0.04, "yref": "paper"}
    return place | {"text": NO_DATA, "showarrow": False, "font": plot.font(plot.palette.quiet, large=True)}
