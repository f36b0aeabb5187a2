"""The one placer of labels: a plot over time that knows where its marks and labels lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.axes import iso
from kdx_metrics.charts.drawing.placing import Anchor, PlotArea, Point, along
from kdx_metrics.charts.drawing.style import Style, annotation

RIGHT_EDGE = 0.7  # share of the axis beyond which a label stands left of its mark
BESIDE = 8  # px between a mark and its label

Choice = tuple[date, float, Anchor]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot to be labelled, from its first to its last day and from the value at its foot to that at its top."""

    first: date
    last: date
    bottom: float
    top: float
    style: Style
    area: PlotArea

    def point(self, day: date, value: float) -> Point:
        """Position of a value at `day`, in px from the left and the top."""
        across = (day - self.first) / (self.last - self.first)
        return across * self.area.width, self.area.height * (self.top - value) / (self.top - self.bottom)

    def avoid(self, traces: Sequence[go.Scatter], weights: Mapping[str, float]) -> None:
        """Keep labels off the points and lines of these traces, each with the weight of its name, by default 1."""
        for trace in traces:
            run: list[Point] = []
            for day, value in [*zip(trace.x, trace.y, strict=True), (None, None)]:
                if day is not None and value is not None:
                    run.append(self.point(date.fromisoformat(day), value))
                    continue
                points = along(run) if "lines" in trace.mode else run
                self.area.points += [(point, weights.get(trace.name, 1.0)) for point in points]
                run = []

    def avoid_line(self, corners: Sequence[tuple[date, float]], *, weight: float) -> None:
        """Keep labels off the line through these points."""
        self.area.points += [(point, weight) for point in along([self.point(*corner) for corner in corners])]

    def write(
        self, text: str, choices: Sequence[Choice], *, colour: str = "", shown: str = "", large: bool = False
    ) -> dict[str, Any]:
        """Annotation at the choice that covers least; `shown` is the text with its markup."""
        px = self.style.scale.text if large else self.style.scale.small
        points = [(self.point(day, value), anchor) for day, value, anchor in choices]
        day, value, anchor = choices[self.area.place(text, px, points)]
        return annotation(
            shown or text, self.style, x=iso(day), y=value, anchor=anchor, colour=colour, px=px, over_lines=True
        )

    def around(self, day: date, value: float, *, below: bool, near_only: bool = False) -> list[Choice]:
        """Choices beside a point: first those below or above it and towards the plot's middle, then further away."""
        down, up = (("top", -5.0), ("top", -18.0)), (("bottom", 5.0), ("bottom", 18.0))
        near = (down[0], up[0]) if below else (up[0], down[0])
        far = (down[1], up[1]) if below else (up[1], down[1])
        across = (("right", -6.0), ("left", 6.0)) if self.near_right_edge(day) else (("left", 6.0), ("right", -6.0))
        choices = [
            (day, value, Anchor(xanchor, yanchor, right, rise))
            for pair in ((near,) if near_only else (near, far))
            for xanchor, right in across
            for yanchor, rise in pair
        ]
        return choices + [(day, value, Anchor(xanchor, "middle", 2 * right)) for xanchor, right in across]

    def at_end(self, day: date, value: float) -> list[Choice]:
        """Choices right of a line's end at `day`: at its height, or as little above or below it as possible."""
        line = 1.3 * self.style.scale.small
        shifts = [0.0, *(sign * line * step / 2 for step in range(1, 9) for sign in (1, -1))]
        return [(day, value, Anchor("left", "middle", BESIDE, shift)) for shift in shifts]

    def near_right_edge(self, day: date) -> bool:
        """True if a label right of `day` would leave the plot."""
        return day - self.first > (self.last - self.first) * RIGHT_EDGE
