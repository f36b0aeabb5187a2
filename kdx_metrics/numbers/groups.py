"""Roll-up of action rows by any grouping (formulas.md, "Roll-up")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

import numpy as np
import pandas as pd

from kdx_metrics.numbers.earned_schedule import FloatArray, IntArray, Spans, schedule
from kdx_metrics.numbers.progress import BoolArray, is_silent, positions
from kdx_metrics.numbers.ratings import GOES_WELL, LATE, RATINGS, WORST_FIRST


class Means(NamedTuple):
    """Weighted means over evaluable rows, in percent.

    `low` is that over these and the unreported rows, each of the latter at its last report or at 0: silence must not
    shine.
    """

    planned: float
    actual: float
    low: float

    @property
    def gap(self) -> float:
        """Points above the plan, negative below it."""
        return self.actual - self.planned


@dataclass(frozen=True, slots=True)
class Group:
    """A roll-up of action rows.

    `means` are those over the evaluable rows, None when there is none; they lead, as `planned`, `actual`, `actual_low`
    and `gap`, unless `share_leads` or `begun_in_silence`. `behind_by_first` counts the rows that would be behind had no
    完了予定 been moved. `reported` counts the rows, not excluded, of which it is known how they stand, and
    `reporting_rate` is their share of the rows that are not excluded; `on_track_share` (順調率) is the share of
    completed and on_track rows among those and the late ones. Both are fractions of 1. `worst` and `ratings` count
    over all rows, so that no mean hides a late action. `spi_t` is a ratio (1 = on schedule).
    """

    actions: int
    evaluable: int
    reported: int
    means: Means | None
    share_leads: bool
    reporting_rate: float | None
    worst: str | None
    ratings: Mapping[str, int]
    behind_by_first: int
    spi_t: float | None

    @property
    def unreported(self) -> int:
        """Rows, not excluded, of which it is not known how they stand: overdue ones are among them."""
        return self.actions - self.ratings["excluded"] - self.reported

    @property
    def silent_late(self) -> int:
        """Unreported rows that count as behind, since their 完了予定 has passed."""
        return self.unreported - self.ratings["not_reported"]

    @property
    def is_waiting(self) -> bool:
        """True where no row has begun: 0 percent of 0 would be said of it, and it is neither behind nor on plan."""
        return 0 < self.ratings["not_started"] == self.actions - self.ratings["excluded"]

    @property
    def begun_in_silence(self) -> bool:
        """True where nothing that has begun is reported: the mean, 0 percent of 0, would call silence on plan."""
        return self.unreported > 0 and self.evaluable <= self.ratings["not_started"]

    @property
    def leading(self) -> Means | None:
        """The means where they lead and tell of something that has begun, or of a group in which nothing has."""
        return None if self.share_leads or self.begun_in_silence else self.means

    @property
    def planned(self) -> float | None:
        """Mean that was planned in percent, None where means do not lead."""
        return None if self.leading is None else self.leading.planned

    @property
    def actual(self) -> float | None:
        """Mean that is done in percent, None where means do not lead."""
        return None if self.leading is None else self.leading.actual

    @property
    def actual_low(self) -> float | None:
        """Mean that is done if what is unreported stands as it last did, None where means do not lead."""
        return None if self.leading is None else self.leading.low

    @property
    def gap(self) -> float | None:
        """Points above the plan, None where means do not lead or nothing has begun."""
        return None if self.leading is None or self.is_waiting else self.leading.gap

    @property
    def gap_low(self) -> float | None:
        """Gap in points if what is unreported stands as it last did: what may be said holds here too."""
        return None if self.leading is None or self.is_waiting else self.leading.low - self.leading.planned

    @property
    def judged(self) -> int:
        """Rows that are completed, on_track or late: those of `on_track_share`."""
        return sum(self.ratings.get(rating, 0) for rating in (*GOES_WELL, *LATE))

    @property
    def on_track_share(self) -> float | None:
        """順調率, a fraction of 1: the share of `going_well` among `judged`."""
        return self.going_well / self.judged if self.judged else None

    @property
    def on_track_percent(self) -> float | None:
        """順調率 in percent."""
        return None if self.on_track_share is None else 100 * self.on_track_share

    @property
    def leading_percent(self) -> float | None:
        """Percentage that leads: what is done, or 順調率."""
        return self.on_track_percent if self.share_leads else self.actual

    @property
    def going_well(self) -> int:
        """Rows that are completed or on_track."""
        return sum(self.ratings.get(rating, 0) for rating in GOES_WELL)


@dataclass(frozen=True, slots=True)
class RatedRows:
    """`rate()`'s rows as the arrays of a roll-up, made once for any number of groupings.

    `rating` holds positions in RATINGS, `counted` the positions of the evaluable rows, to which `spans` and `planned`
    belong. `silent` holds the positions of the unreported rows, to which `silent_weight` and `silent_low` belong.
    `share_leads` says for all groups which of their numbers lead.
    """

    rating: IntArray
    behind_by_first: BoolArray
    counted: IntArray
    spans: Spans
    planned: FloatArray
    silent: IntArray
    silent_weight: FloatArray
    silent_low: FloatArray
    share_leads: bool

    @classmethod
    def of(cls, rated: pd.DataFrame, *, share_leads: bool = False) -> Self:
        """Take the arrays from any subset of `rate()`'s rows."""
        rating, is_counted = positions(rated["rating"], RATINGS), rated["counted"].to_numpy(dtype=bool)
        counted = np.flatnonzero(is_counted)
        silent = np.flatnonzero(is_silent(rated))
        weight, low, planned = (rated[name].to_numpy(dtype=np.float64) for name in ("weight", "low", "planned"))
        behind = (rated["first_rating"] == "behind").to_numpy(dtype=bool)
        quiet = (silent, weight[silent], low[silent])
        return cls(rating, behind, counted, Spans.of(rated), planned[counted], *quiet, share_leads)


def roll_up(rated: pd.DataFrame, as_of: date, *, share_leads: bool = False) -> Group:
    """One Group from any subset of `rate()`'s rows, an empty one included."""
    return roll_up_by(RatedRows.of(rated, share_leads=share_leads), np.zeros(len(rated), dtype=np.int64), 1, as_of)[0]


def roll_up_by(rows: RatedRows, group: IntArray, count: int, as_of: date) -> list[Group]:
    """`count` Groups at once: `group` holds the number (0 … count − 1) of each row's group, −1 for none."""
    kinds = len(RATINGS)
    inside = group >= 0
    counts = np.bincount((group * kinds + rows.rating)[inside], minlength=count * kinds).reshape(count, kinds)

    firsts = np.bincount(group[inside & rows.behind_by_first], minlength=count)
    quiet = group[rows.silent]
    silence = [
        np.bincount(quiet[quiet >= 0], of_silent[quiet >= 0], minlength=count)
        for of_silent in (np.ones(len(quiet)), rows.silent_weight, rows.silent_weight * rows.silent_low)
    ]
    members = group[rows.counted]
    order = np.argsort(members, kind="stable")
    edges = np.searchsorted(members, np.arange(count + 1), sorter=order)
    spans, planned = rows.spans.take(order), (rows.spans.weight * rows.planned)[order]
    groups = []
    for number in range(count):
        first, stop = int(edges[number]), int(edges[number + 1])
        part, silent = spans.part(first, stop), Silence(*(float(sums[number]) for sums in silence))
        means, behind = _means(part, planned[first:stop], silent), int(firsts[number])
        groups.append(_group(counts[number], behind, part, means, silent, as_of, share_leads=rows.share_leads))
    return groups


class Silence(NamedTuple):
    """The unreported rows of a group: how many, their weight, and their weighted sum of `low`."""

    rows: float
    weight: float
    low: float


def _group(
    counts: IntArray,
    behind_by_first: int,
    spans: Spans,
    means: Means | None,
    silence: Silence,
    as_of: date,
    *,
    share_leads: bool,
) -> Group:
    """A Group from its counts and its evaluable rows."""
    ratings = dict(zip(RATINGS, counts.tolist(), strict=True))
    total = sum(ratings.values())
    reportable = total - ratings["excluded"]
    reported = reportable - int(silence.rows)
    return Group(
        actions=total,
        evaluable=len(spans.weight),
        reported=reported,
        means=means,
        share_leads=share_leads,
        reporting_rate=reported / reportable if reportable else None,
        worst=next((word for word in WORST_FIRST if ratings[word]), None),
        ratings=ratings,
        behind_by_first=behind_by_first,
        spi_t=schedule(spans, as_of).spi_t,
    )


def _means(spans: Spans, weighted_planned: FloatArray, silence: Silence) -> Means | None:
    if not len(spans.weight):
        return None
    weight, actual = float(spans.weight.sum()), spans.mean()
    low = (actual * weight + silence.low) / (weight + silence.weight) if silence.weight else actual
    return Means(float(weighted_planned.sum() / spans.weight.sum()), actual, low)
