"""Placement of labels among marks and lines; of several anchors, a label takes the one that covers least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from kdx_metrics.charts.drawing.text import ems

OUTSIDE, OVERLAP = 200.0, 200.0  # cost of leaving the plot and of covering another label, in points of weight 1
STRIDE = 5.0  # px between the points that represent a line
LINE_HEIGHT = 1.25  # in font sizes
CLEARANCE = 2.0  # px between a label and a point that it does not cover

Point = tuple[float, float]  # px from the plot's left and top


class Box(NamedTuple):
    """A rectangle in px from the plot's left and top."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, point: Point) -> bool:
        """True if the point lies in the box or within CLEARANCE of it."""
        return (
            self.left - CLEARANCE <= point[0] <= self.right + CLEARANCE
            and self.top - CLEARANCE <= point[1] <= self.bottom + CLEARANCE
        )

    def overlaps(self, other: Box) -> bool:
        """True if the boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Anchor(NamedTuple):
    """Alignment of an annotation to its point in plotly's terms, and its shift to the right and upwards in px."""

    xanchor: str
    yanchor: str
    right: float = 0.0
    up: float = 0.0

    def apply(self, label: dict[str, Any]) -> dict[str, Any]:
        """Copy of an annotation with this alignment and shift."""
        return label | {"xanchor": self.xanchor, "yanchor": self.yanchor, "xshift": self.right, "yshift": self.up}


def box(point: Point, text: str, size: float, anchor: Anchor) -> Box:
    """Rectangle that `text`, without markup and `size` px high, covers when anchored at `point`."""
    width, height = ems(text) * size, LINE_HEIGHT * size
    left = point[0] + anchor.right - {"left": 0.0, "center": width / 2, "right": width}[anchor.xanchor]
    top = point[1] - anchor.up - {"top": 0.0, "middle": height / 2, "bottom": height}[anchor.yanchor]
    return Box(left, top, left + width, top + height)


def along(corners: Sequence[Point]) -> Iterator[Point]:
    """Points along the line through `corners`, at most STRIDE px apart in either direction."""
    yield from corners[:1]
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0)) / STRIDE), 1)
        yield from ((x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(1, steps + 1))


@dataclass(slots=True)
class PlotArea:
    """A plot of `width` × `height` px with its marks and labels; labels may also use `over` px above it.

    `points` are marks and points of lines, each with the cost of covering it; `boxes` are the labels placed so far.
    """

    width: float
    height: float
    over: float
    points: list[tuple[Point, float]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def cost(self, label: Box) -> float:
        """Cost of a label at `label`; 0 where it lies inside and covers nothing."""
        outside = label.left < 0 or label.right > self.width or label.top < -self.over or label.bottom > self.height
        return (
            outside * OUTSIDE
            + sum(OVERLAP for other in self.boxes if label.overlaps(other))
            + sum(weight for point, weight in self.points if label.covers(point))
        )

    def place(self, text: str, size: float, choices: Iterable[tuple[Point, Anchor]]) -> int:
        """Place a label at the first of the cheapest choices and return the index of that choice.

        `text` has no markup and `size` is its font size in px.
        """
        least, chosen, chosen_box = float("inf"), 0, None
        for index, (point, anchor) in enumerate(choices):
            label = box(point, text, size, anchor)
            cost = self.cost(label)
            if cost < least:
                least, chosen, chosen_box = cost, index, label
            if not cost:
                break
        if chosen_box is not None:
            self.boxes.append(chosen_box)
        return chosen
