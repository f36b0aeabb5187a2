"""Rows along the days of the plan: events as marks on a line, and labels at their days.

A row is as wide as its card, so that what fits at NARROW px fits at every width at which the rows are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.charts.drawing.placing import Anchor, box
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from pages.html import tag

NARROW = 440.0  # px
LETTER = 15.0  # px of a letter of a label with its share of the room around it
SINGLE, GROUP, BESIDE = 12.0, 34.0, 3.0  # px: the width of a mark, of one that stands for several, and between two
# A label stands in the middle over its day, or else begins or ends there.
ANCHORS = {
    Anchor("center", "top"): "left:{0:.2f}%;transform:translateX(-50%)",
    Anchor("right", "top"): "right:calc(100% - {0:.2f}%)",
    Anchor("left", "top"): "left:{0:.2f}%",
}


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the 年表; meetings are told apart."""

    day: date
    title: str
    is_meeting: bool


class Label(NamedTuple):
    """A text at its place in percent of the row."""

    position: float
    text: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the rows span."""

    first: date
    last: date

    def share(self, day: date) -> float:
        """Place of a day, in percent; the nearer end for a day outside."""
        days = min(max((day - self.first).days, 0), (self.last - self.first).days)
        return 100.0 * days / max((self.last - self.first).days, 1)

    def has(self, day: date) -> bool:
        """True if the day lies within the rows."""
        return self.first <= day <= self.last

    def labels(self, named: Sequence[tuple[str, date | None]]) -> list[Label]:
        """`前回 令和8年1月` at its day, in the order of days; none outside the rows."""
        shown = sorted((day, name) for name, day in named if day is not None and self.has(day))
        return [Label(self.share(day), f"{name} {wareki_month(day)}") for day, name in shown]


def labels_row(labels: Sequence[Label], width: float = NARROW) -> Markup:
    """Labels that do not overlap in a row of `width` px, each at its day; in one where there is no room for both."""
    return tag("div", *(tag("span", text, style=style) for text, style in _placed(labels, width)), kind="kdx-named")


def _placed(labels: Sequence[Label], width: float) -> list[tuple[str, str]]:
    """Each text with its style."""
    for anchors in product(ANCHORS, repeat=len(labels)):
        boxes = [
            box((label.position / 100 * width, 0.0), label.text, LETTER, anchor)
            for label, anchor in zip(labels, anchors, strict=True)
        ]
        is_inside = all(label.left >= 0 and label.right <= width for label in boxes)
        if is_inside and not any(left.overlaps(right) for left, right in pairwise(boxes)):
            return [
                (label.text, ANCHORS[anchor].format(label.position))
                for label, anchor in zip(labels, anchors, strict=True)
            ]
    middle = sum(label.position for label in labels) / len(labels)
    return _placed([Label(middle, "・".join(label.text for label in labels))], width)


def marks_row(events: Sequence[Event], days: Days, today: date) -> Markup:
    """A mark per event, or one for several that would touch, on a line that is dark until today."""
    marks = (mark(group, days) for group in merged(sorted(events, key=lambda event: event.day), days))
    return tag("div", tag("i", kind="kdx-passed", style=f"width:{days.share(today):.2f}%"), *marks, kind="kdx-marks")


def merged(events: Sequence[Event], days: Days) -> list[list[Event]]:
    """Events in the order of days, those in one group whose marks would touch."""
    groups = [[event] for event in events]
    while True:
        ends = [extent(group, days) for group in groups]
        room = [start - end for (_, end), (start, _) in pairwise(ends)]
        touching = next((index for index, beside in enumerate(room) if beside < BESIDE), None)
        if touching is None:
            return groups
        groups[touching : touching + 2] = [groups[touching] + groups[touching + 1]]


def extent(group: Sequence[Event], days: Days) -> tuple[float, float]:
    """Left and right end of a mark in a row of NARROW px."""
    first, last = (days.share(event.day) / 100 * NARROW for event in (group[0], group[-1]))
    half = max((GROUP if group[1:] else SINGLE), last - first + SINGLE) / 2
    return (first + last) / 2 - half, (first + last) / 2 + half


def mark(group: Sequence[Event], days: Days) -> Markup:
    """One mark for events whose own would touch, named on hover."""
    said = "、".join(f"{wareki(event.day)} {event.title}" for event in group)
    first, last = days.share(group[0].day), days.share(group[-1].day)
    named = {"role": "img", "title": said, "aria_label": said}
    if group[1:]:
        style = f"left:{(first + last) / 2:.2f}%;width:{last - first:.2f}%"
        return tag("i", f"{len(group)}件", kind="kdx-mark kdx-several", style=style, **named)
    kind = "kdx-mark kdx-meeting" if group[0].is_meeting else "kdx-mark"
    return tag("i", kind=kind, style=f"left:{first:.2f}%", **named)


def day_ticks(named: Sequence[tuple[str, date]], days: Days) -> Markup:
    """A short tick per day, above its label."""
    ticks = (
        tag("i", kind=f"kdx-day {kind}", style=f"left:{days.share(day):.2f}%") for kind, day in named if days.has(day)
    )
    return tag("div", *ticks, kind="kdx-ticks")
