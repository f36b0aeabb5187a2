"""What is written in a KPI's figure: the target in force, the value judged, the reason of a missing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kdx_metrics.charts.axes import iso
from kdx_metrics.charts.text import safe, strong
from kdx_metrics.charts.theme import Palette, Scale, halo
from kdx_metrics.forecast import amount
from kdx_metrics.kpi import KpiResult
from kdx_metrics.words import KPI_RATING_WORDS, NO_DATA

LATE = 0.7  # share of the axis beyond which a label stands left of its mark

Step = tuple[date, date, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot that is written on: its first and last day, the value at its top, colours and type."""

    first: date
    last: date
    top: float
    palette: Palette
    scale: Scale

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
    labels = [] if step is None else [_target(step, kpi, plot)]
    if kpi.actual is None or kpi.as_of is None:
        labels.append(_no_data(kpi, plot))
    else:
        labels.append(_latest(kpi, kpi.as_of, kpi.actual, plot))
    return labels + ([_pending(kpi, plot)] if kpi.pending else [])


def _target(step: Step, kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """目標 on the side of the step in force that the actual leaves free."""
    start, end, value = step
    width = f"±{amount(kpi.tolerance)}" if kpi.tolerance is not None else ""
    below = kpi.actual is not None and kpi.actual > value
    return {
        "x": iso(start + (end - start) / 2),
        "y": value,
        "text": f"目標 {amount(value)}{width}",
        "showarrow": False,
        "yanchor": "top" if below else "bottom",
        "yshift": -3 if below else 3,
        "font": plot.font(plot.palette.ink),
    }


def _latest(kpi: KpiResult, day: date, actual: float, plot: Plot) -> dict[str, Any]:
    """The value judged, with its rating's mark, on the side away from the target."""
    below = kpi.target is not None and kpi.target >= actual
    late = plot.late(day)
    return {
        "x": iso(day),
        "y": actual,
        "text": strong(f"{KPI_RATING_WORDS[kpi.rating].mark} {with_unit(actual, kpi)}"),
        "showarrow": False,
        "xanchor": "right" if late else "left",
        "xshift": -6 if late else 6,
        "yanchor": "top" if below else "bottom",
        "yshift": -5 if below else 5,
        "font": plot.font(plot.palette.ratings[kpi.rating].text, large=True),
    }


def _pending(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    day, reason = kpi.pending[-1]
    late = plot.late(day)
    return {
        "x": iso(day),
        "y": plot.top,
        "text": safe(reason or NO_DATA),
        "showarrow": False,
        "xanchor": "right" if late else "left",
        "xshift": -8 if late else 8,
        "yanchor": "middle",
        "font": plot.font(plot.palette.quiet),
    }


def _no_data(kpi: KpiResult, plot: Plot) -> dict[str, Any]:
    """データなし in the corner that the path leaves free."""
    side = "left" if kpi.direction == "減少" else "right"
    place = {"x": 0.98 if side == "right" else 0.02, "xref": "paper", "xanchor": side, "y": 0.04, "yref": "paper"}
    return place | {"text": NO_DATA, "showarrow": False, "font": plot.font(plot.palette.quiet, large=True)}
