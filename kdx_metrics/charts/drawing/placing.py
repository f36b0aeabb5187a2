"""Where a label goes among marks and lines: boxes in px over a plot, and the place that covers least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from kdx_metrics.charts.drawing.text import ems

OUTSIDE, OVERLAP = 100.0, 50.0  # how bad it is to leave the plot and to cover another label, in covered points
STRIDE = 5.0  # px between the points by which a line is known
TALL = 1.25  # of a line of text, in its font's size
AIR = 2.0  # px around what must not be covered

Point = tuple[float, float]  # px from the plot's left and top


class Box(NamedTuple):
    """A rectangle in px from the plot's left and top."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it or within AIR of it."""
        return self.left - AIR <= point[0] <= self.right + AIR and self.top - AIR <= point[1] <= self.bottom + AIR

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Place(NamedTuple):
    """How an annotation stands to its point, in plotly's words and px (`up` is away from the foot)."""

    xanchor: str
    yanchor: str
    right: float = 0.0
    up: float = 0.0

    def of(self, label: dict[str, Any]) -> dict[str, Any]:
        """The annotation put there."""
        return label | {"xanchor": self.xanchor, "yanchor": self.yanchor, "xshift": self.right, "yshift": self.up}


def box(at: Point, text: str, size: float, place: Place) -> Box:
    """What a text (without markup) covers that is put to a point."""
    width, height = ems(text) * size, TALL * size
    left = at[0] + place.right - {"left": 0.0, "center": width / 2, "right": width}[place.xanchor]
    top = at[1] - place.up - {"top": 0.0, "middle": height / 2, "bottom": height}[place.yanchor]
    return Box(left, top, left + width, top + height)


def along(corners: Sequence[Point]) -> Iterator[Point]:
    """Points of a line through its corners, close enough to be met by any label over it."""
    yield from corners[:1]
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0)) / STRIDE), 1)
        yield from ((x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(1, steps + 1))


@dataclass(slots=True)
class Ground:
    """A plot of `width` × `height` px (`over` px above it may be written on) and what is drawn there.

    `points` are what a label should not cover, with how bad each is; `boxes` are labels already placed.
    """

    width: float
    height: float
    over: float
    points: list[tuple[Point, float]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def covered(self, tried: Box) -> float:
        """How bad a label there would be; 0 where it covers nothing."""
        outside = tried.left < 0 or tried.right > self.width or tried.top < -self.over or tried.bottom > self.height
        return (
            outside * OUTSIDE
            + sum(OVERLAP for other in self.boxes if tried.meets(other))
            + sum(weight for point, weight in self.points if tried.holds(point))
        )

    def put(self, text: str, size: float, choices: Iterable[tuple[Point, Place]]) -> int:
        """The number of the choice that covers least, the earlier where several do; its box is kept."""
        least, chosen, kept = float("inf"), 0, None
        for number, (at, place) in enumerate(choices):
            tried = box(at, text, size, place)
            bad = self.covered(tried)
            if bad < least:
                least, chosen, kept = bad, number, tried
            if not bad:
                break
        if kept is not None:
            self.boxes.append(kept)
        return chosen
