"""Actions against plan: the rating of a row and the roll-up of any group (formulas.md, "One action row", "Roll-up")."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.earned_schedule import FloatArray, IntArray, Spans, days, schedule
from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.ratings import GOES_WELL, LATE, RATINGS, WORST_FIRST
from kdx_metrics.plan.strategy import STATUSES, RatingBands

BoolArray = npt.NDArray[np.bool_]

_CODE = {word: code for code, word in enumerate(RATINGS)}
_EXCLUDED = _CODE["excluded"]
NEAR = 1e-6  # points from the edge of a band within which the rounding of floats could misplace a gap


@dataclass(frozen=True, slots=True)
class Group:
    """A roll-up of action rows.

    `planned`, `actual` and `gap` are weighted means in percent (points for `gap`) over the evaluable rows, None
    when there is none. `actual_low` is the mean over these and the unreported rows, each of the latter at its last
    report or at 0: silence must not shine. `behind_by_first` counts the rows that would be behind had no 完了予定
    been moved. `reported` counts the rows, not excluded, of which it is known how they stand, and
    `reporting_rate` is their share of the rows that are not excluded; `on_track_share` (順調率) is the share of
    completed and on_track rows among those and the late ones. Both are fractions of 1. `worst` and `ratings` count
    over all rows, so that no mean hides a late action. `spi_t` is a ratio (1 = on schedule).
    """

    actions: int
    evaluable: int
    reported: int
    on_track_share: float | None
    planned: float | None
    actual: float | None
    actual_low: float | None
    gap: float | None
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
    def is_waiting(self) -> bool:
        """True where no row has begun: 0 percent of 0 would be said of it."""
        return self.actions > 0 and self.ratings["not_started"] == self.actions

    @property
    def gap_low(self) -> float | None:
        """Gap in points if what is unreported stands as it last did: what may be said holds here too."""
        return None if self.actual_low is None or self.planned is None else self.actual_low - self.planned


def rate(actions: pd.DataFrame, as_of: date, bands: RatingBands, earlier: Earlier = NOTHING_EARLIER) -> pd.DataFrame:
    """The same rows with `planned`, `actual`, `gap` (percent, points; NaN where missing) and `rating` at `as_of`.

    `counted` marks the evaluable rows, those that count in a mean: not excluded and with an actual. A blank progress
    with 状況 未着手 is a report of 0. The first matching rule of formulas.md decides; comparisons are exact.
    `first_end` is the first published 完了予定, `first_rating` the rating that the row would have had it stayed, and
    `low` is `actual`, for an unreported row its last report or 0 (NaN for an excluded one without an actual).
    """
    rated = _rate(actions, as_of, bands)
    ends, ratings = actions["planned_end"].to_numpy(), rated["rating"].to_numpy(dtype=object, copy=True)
    low = rated["actual"].to_numpy(dtype=np.float64, copy=True)
    silent = np.flatnonzero(np.isnan(low) & (rated["rating"] != "excluded").to_numpy())
    low[silent], first_ends = 0.0, ends
    if earlier is not NOTHING_EARLIER:
        earlier = earlier.following(actions)
        keys = list(zip(actions["action_id"].tolist(), actions["period"].tolist(), strict=True))
        low[silent] = [earlier.reports.get(keys[row], 0.0) for row in silent.tolist()]
        known = pd.Series([earlier.first_ends.get(key) for key in keys], index=actions.index, dtype=ends.dtype)
        first_ends = known.where(known.notna(), actions["planned_end"]).to_numpy()
        moved = np.flatnonzero((first_ends != ends) & (first_ends >= actions["planned_start"].to_numpy()))
        as_first = actions.iloc[moved].assign(planned_end=first_ends[moved])
        ratings[moved] = _rate(as_first, as_of, bands)["rating"].to_numpy()
    first_rating = pd.Series(ratings, index=actions.index, dtype="str")
    return rated.assign(first_end=first_ends, first_rating=first_rating, low=low)


def _rate(actions: pd.DataFrame, as_of: date, bands: RatingBands) -> pd.DataFrame:
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    start, end = days(actions["planned_start"]), days(actions["planned_end"])
    duration = end - start + 1
    elapsed = np.clip(today - start + 1, 0, duration)
    # In this order: 100·(n/N) misplaces exact ties at the thresholds.
    planned: FloatArray = (100 * elapsed) / duration

    progress = actions["progress"].to_numpy(dtype=np.float64)
    status = positions(actions["status"], STATUSES)
    dropped, done = status == STATUSES.index("中止"), status == STATUSES.index("完了")
    blank = np.isnan(progress)
    waiting = ~dropped & ~done & (start > today) & (blank | (progress == 0))
    idle = blank & (status == STATUSES.index("未着手"))
    actual: FloatArray = np.where(done, 100.0, np.where(waiting | idle, 0.0, progress))
    gap, within_first, within_second = _gaps(actual, planned, elapsed, duration, bands)

    codes = np.select(
        [dropped, done, waiting, end < today, np.isnan(actual), within_first, within_second],
        [
            _EXCLUDED,
            _CODE["completed"],
            _CODE["not_started"],
            _CODE["behind"],
            _CODE["not_reported"],
            _CODE["on_track"],
            _CODE["slightly_behind"],
        ],
        _CODE["behind"],
    )
    words = np.array(RATINGS, dtype=object)[codes]
    return actions.assign(
        planned=planned,
        actual=actual,
        gap=gap,
        rating=pd.Series(words, index=actions.index, dtype="str"),
        counted=(codes != _EXCLUDED) & ~np.isnan(actual),
    )


def _gaps(
    actual: FloatArray, planned: FloatArray, elapsed: IntArray, duration: IntArray, bands: RatingBands
) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Gaps in points, and the rows whose gap lies within the first and within the second band.

    Floats decide but for the rows near an edge, whose gaps are worked out as rationals, once for all that are alike.
    """
    gap = actual - planned
    edges = (-bands.slightly_behind, -bands.behind)
    within = [gap >= edge for edge in edges]
    near = np.zeros(len(gap), dtype=bool)
    for edge in edges:
        near |= np.abs(gap - edge) < NEAR
    rows = np.flatnonzero(near)
    cases, case = np.unique(np.stack([actual[rows], elapsed[rows], duration[rows]]), axis=1, return_inverse=True)
    points = [exact(done) - Fraction(100 * int(days), int(in_all)) for done, days, in_all in cases.T.tolist()]
    gap[rows] = np.array([float(each) for each in points])[case]
    for band, edge in zip(within, edges, strict=True):
        band[rows] = np.array([each >= exact(edge) for each in points], dtype=bool)[case]
    return gap, within[0], within[1]


@dataclass(frozen=True, slots=True)
class RatedRows:
    """`rate()`'s rows as the arrays of a roll-up, made once for any number of groupings.

    `rating` holds positions in RATINGS, `counted` the positions of the evaluable rows, to which `spans` and `planned`
    belong. `silent` holds the positions of the unreported rows, to which `silent_weight` and `silent_low` belong.
    """

    rating: IntArray
    behind_by_first: BoolArray
    counted: IntArray
    spans: Spans
    planned: FloatArray
    silent: IntArray
    silent_weight: FloatArray
    silent_low: FloatArray

    @classmethod
    def of(cls, rated: pd.DataFrame) -> Self:
        """Take the arrays from any subset of `rate()`'s rows."""
        rating, is_counted = positions(rated["rating"], RATINGS), rated["counted"].to_numpy(dtype=bool)
        counted = np.flatnonzero(is_counted)
        silent = np.flatnonzero(~is_counted & (rating != _EXCLUDED))
        weight, low, planned = (rated[name].to_numpy(dtype=np.float64) for name in ("weight", "low", "planned"))
        behind = (rated["first_rating"] == "behind").to_numpy(dtype=bool)
        return cls(rating, behind, counted, Spans.of(rated), planned[counted], silent, weight[silent], low[silent])


def positions(column: pd.Series, words: Sequence[Hashable]) -> IntArray:
    """Each row's position in `words`, −1 for a value that is not among them (distinct values are looked up once)."""
    codes, values = pd.factorize(column)
    distinct = np.array([words.index(value) if value in words else -1 for value in values], dtype=np.int64)
    return distinct[codes] if len(distinct) else np.zeros(0, dtype=np.int64)


def roll_up(rated: pd.DataFrame, as_of: date) -> Group:
    """One Group from any subset of `rate()`'s rows, an empty one included."""
    return roll_up_by(RatedRows.of(rated), np.zeros(len(rated), dtype=np.int64), 1, as_of)[0]


def roll_up_by(rows: RatedRows, group: IntArray, count: int, as_of: date) -> list[Group]:
    """`count` Groups at once: `group` holds the number (0 … count − 1) of each row's group, −1 for none."""
    kinds = len(RATINGS)
    inside = group >= 0
    counts = np.bincount((group * kinds + rows.rating)[inside], minlength=count * kinds).reshape(count, kinds)

    firsts = np.bincount(group[inside & rows.behind_by_first], minlength=count)
    quiet = group[rows.silent]
    silent_weight = np.bincount(quiet[quiet >= 0], rows.silent_weight[quiet >= 0], minlength=count)
    silent_sum = np.bincount(quiet[quiet >= 0], (rows.silent_weight * rows.silent_low)[quiet >= 0], minlength=count)
    members = group[rows.counted]
    order = np.argsort(members, kind="stable")
    edges = np.searchsorted(members, np.arange(count + 1), sorter=order)
    spans, planned = rows.spans.take(order), (rows.spans.weight * rows.planned)[order]
    groups = []
    for number in range(count):
        first, stop = int(edges[number]), int(edges[number + 1])
        silence = Silence(float(silent_weight[number]), float(silent_sum[number]))
        part = spans.part(first, stop)
        groups.append(_group(counts[number], int(firsts[number]), part, planned[first:stop], silence, as_of))
    return groups


class Silence(NamedTuple):
    """The unreported rows of a group: their weight, and their weighted sum of `low`."""

    weight: float
    low: float


def _group(
    counts: IntArray, behind_by_first: int, spans: Spans, weighted_planned: FloatArray, silence: Silence, as_of: date
) -> Group:
    """A Group from its counts and its evaluable rows."""
    ratings = dict(zip(RATINGS, counts.tolist(), strict=True))
    total, size = sum(ratings.values()), len(spans.weight)
    reportable = total - ratings["excluded"]
    well = sum(ratings[rating] for rating in GOES_WELL)
    judged = well + sum(ratings[rating] for rating in LATE)
    planned = float(weighted_planned.sum() / spans.weight.sum()) if size else None
    actual = spans.mean() if size else None
    return Group(
        actions=total,
        evaluable=size,
        reported=size,
        on_track_share=well / judged if judged else None,
        planned=planned,
        actual=actual,
        actual_low=_low(spans, actual, silence),
        gap=None if planned is None or actual is None else actual - planned,
        reporting_rate=size / reportable if reportable else None,
        worst=next((word for word in WORST_FIRST if ratings[word]), None),
        ratings=ratings,
        behind_by_first=behind_by_first,
        spi_t=schedule(spans, as_of).spi_t,
    )


def _low(spans: Spans, actual: float | None, silence: Silence) -> float | None:
    if actual is None or not silence.weight:
        return actual
    weight = float(spans.weight.sum())
    return (actual * weight + silence.low) / (weight + silence.weight)
