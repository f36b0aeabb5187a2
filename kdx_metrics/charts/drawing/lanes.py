"""Where marks and labels go in a lane of a timeline, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

import pandas as pd

from kdx_metrics.charts.drawing.text import ems


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the 年表: `number` counts the whole table in date order, from 1; `last` is the end of a range."""

    number: int
    day: date
    last: date | None
    category: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one mark goes: `level` counts rows of its lane from 0; `label` is "" where there is no room."""

    level: int
    label: str
    leftwards: bool


@dataclass(frozen=True, slots=True)
class Ruler:
    """Pixels along the axis: `first` is at 0 and `last` at `width`; letters are `letter` and marks `mark` px wide.

    `lines` are the pixels of upright lines that no label should cross.
    """

    first: date
    last: date
    width: float
    letter: float
    mark: float
    lines: tuple[float, ...] = ()

    def at(self, day: date) -> float:
        """Pixels from the axis's left end."""
        return self.width * (day - self.first).days / max((self.last - self.first).days, 1)


def numbered(milestones: pd.DataFrame) -> list[Event]:
    """The 年表 in date order (rows of one day in file order), numbered as the figures and lists show it."""
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


def spots(events: Sequence[Event], labels: Sequence[str], ruler: Ruler, levels: int) -> list[Spot]:
    """A place for each event of one lane, in date order, on at most `levels` rows.

    The lowest row with room for mark and label is taken, the label on the side where no line of the ruler crosses
    it. Where the rows do not suffice for that, the marks are placed first and labels fill the gaps they leave.
    """
    return _with_labels(events, labels, ruler, levels) or _marks_first(events, labels, ruler, levels)


def _with_labels(events: Sequence[Event], labels: Sequence[str], ruler: Ruler, levels: int) -> list[Spot]:
    """A place for every mark with its label, or [] when one finds none."""
    ends = [float("-inf")] * levels
    found = []
    for event, label in zip(events, labels, strict=True):
        spot = next(
            (
                Spot(level, label, leftwards)
                for leftwards in _sides(event, label, ruler)
                for level, end in enumerate(ends)
                if end <= _reach(event, label, ruler, leftwards=leftwards)[0]
            ),
            None,
        )
        if spot is None:
            return []
        ends[spot.level] = _reach(event, label, ruler, leftwards=spot.leftwards)[1]
        found.append(spot)
    return found


def _marks_first(events: Sequence[Event], labels: Sequence[str], ruler: Ruler, levels: int) -> list[Spot]:
    rows: list[list[int]] = [[] for _ in range(levels)]
    reaches = [_reach(event, "", ruler, leftwards=False) for event in events]
    for place, (low, _) in enumerate(reaches):
        ends = [max((reaches[other][1] for other in row), default=float("-inf")) for row in rows]
        rows[next((level for level, end in enumerate(ends) if end <= low), ends.index(min(ends)))].append(place)
    found: dict[int, Spot] = {}
    for level, row in enumerate(rows):
        for place, after in zip_longest(row, row[1:]):
            end = ruler.width if after is None else reaches[after][0]
            fits = _reach(events[place], labels[place], ruler, leftwards=False)[1] <= end
            found[place] = Spot(level, labels[place] if fits else "", leftwards=False)
    return [found[place] for place in range(len(events))]


def _sides(event: Event, label: str, ruler: Ruler) -> list[bool]:
    """Which sides (leftwards?) a label may take, the better first."""

    def crossed(leftwards: bool) -> tuple[bool, bool]:  # noqa: FBT001  # a sort key's one argument
        low, high = _reach(event, label, ruler, leftwards=leftwards)
        return low < 0 or high > ruler.width, any(low < line < high for line in ruler.lines)

    return sorted((False, True), key=crossed) if label else [False]


def _reach(event: Event, label: str, ruler: Ruler, *, leftwards: bool) -> tuple[float, float]:
    """Pixels from and to which a mark, its range and its label reach."""
    left = ruler.at(event.day) - ruler.mark / 2
    right = max(ruler.at(event.last or event.day), ruler.at(event.day) + ruler.mark / 2)
    words = ems(label) * ruler.letter + 12 if label else 2
    return (left - words, right) if leftwards else (left, right + words)
