"""Placement of marks and labels in the lanes of a timeline, without overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import pandas as pd

from kdx_metrics.charts.drawing.text import ems


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the 年表, numbered from 1 in date order; `last` is the last day of an event of several days."""

    number: int
    day: date
    last: date | None
    category: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Position of an event's mark and label; `level` is the row within the lane, counted from 0.

    `label` is empty where there is no room for it.
    """

    level: int
    label: str
    leftwards: bool


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A time axis in px, with `first` at 0 and `last` at `width`.

    A full-width character is `letter` px and a mark `mark` px wide; `lines` are the positions of vertical lines that
    no label should cross.
    """

    first: date
    last: date
    width: float
    letter: float
    mark: float
    lines: tuple[float, ...] = ()

    def position(self, day: date) -> float:
        """Distance of `day` from the axis's left end, in px."""
        return self.width * (day - self.first).days / max((self.last - self.first).days, 1)


def numbered(milestones: pd.DataFrame) -> list[Event]:
    """Rows of the 年表 in date order, rows of the same day in file order, numbered as figures and lists show them."""
    ordered = milestones.sort_values("date", kind="stable")
    columns = zip(
        ordered["date"].dt.date,
        (None if pd.isna(day) else day.date() for day in ordered["end_date"]),
        ordered["category"],
        ordered["title"],
        ordered["detail"],
        strict=True,
    )
    return [Event(number, *column) for number, column in enumerate(columns, start=1)]


def placements(events: Sequence[Event], labels: Sequence[str], axis: TimeAxis, levels: int) -> list[Placement]:
    """One placement per event of a lane, in date order, on at most `levels` rows.

    An event takes the first row with room for mark and label, its label on the side where it crosses no line of the
    axis. If some label finds no room in any row, all marks are placed first and labels fill the gaps between them.
    """
    return _with_labels(events, labels, axis, levels) or _marks_first(events, labels, axis, levels)


def _with_labels(events: Sequence[Event], labels: Sequence[str], axis: TimeAxis, levels: int) -> list[Placement]:
    """Placements that show every label, or [] if some label finds no room."""
    ends = [float("-inf")] * levels
    placed = []
    for event, label in zip(events, labels, strict=True):
        placement = next(
            (
                Placement(level, label, leftwards)
                for leftwards in _sides(event, label, axis)
                for level, end in enumerate(ends)
                if end <= _reach(event, label, axis, leftwards=leftwards)[0]
            ),
            None,
        )
        if placement is None:
            return []
        ends[placement.level] = _reach(event, label, axis, leftwards=placement.leftwards)[1]
        placed.append(placement)
    return placed


def _marks_first(events: Sequence[Event], labels: Sequence[str], axis: TimeAxis, levels: int) -> list[Placement]:
    rows: list[list[int]] = [[] for _ in range(levels)]
    reaches = [_reach(event, "", axis, leftwards=False) for event in events]
    for index, (low, _) in enumerate(reaches):
        ends = [max((reaches[other][1] for other in row), default=float("-inf")) for row in rows]
        rows[next((level for level, end in enumerate(ends) if end <= low), ends.index(min(ends)))].append(index)
    placed: dict[int, Placement] = {}
    for level, row in enumerate(rows):
        for index, after in zip_longest(row, row[1:]):
            end = axis.width if after is None else reaches[after][0]
            fits = _reach(events[index], labels[index], axis, leftwards=False)[1] <= end
            placed[index] = Placement(level, labels[index] if fits else "", leftwards=False)
    return [placed[index] for index in range(len(events))]


def _sides(event: Event, label: str, axis: TimeAxis) -> list[bool]:
    """Sides that a label may take, the better first; True is the mark's left."""

    def crossed(leftwards: bool) -> tuple[bool, bool]:  # noqa: FBT001  # the sole argument of a sort key
        low, high = _reach(event, label, axis, leftwards=leftwards)
        return low < 0 or high > axis.width, any(low < line < high for line in axis.lines)

    return sorted((False, True), key=crossed) if label else [False]


def _reach(event: Event, label: str, axis: TimeAxis, *, leftwards: bool) -> tuple[float, float]:
    """Left and right end, in px, of an event's mark, days and label together."""
    left = axis.position(event.day) - axis.mark / 2
    right = max(axis.position(event.last or event.day), axis.position(event.day) + axis.mark / 2)
    words = ems(label) * axis.letter + 12 if label else 2
    return (left - words, right) if leftwards else (left, right + words)
