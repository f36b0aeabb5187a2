"""Actions against plan: the rating of a row and the roll-up of any group (formulas.md, "One action row", "Roll-up")."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

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
    when there is none. `reported` counts the rows, not excluded, of which it is known how they stand, and
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
    gap: float | None
    reporting_rate: float | None
    worst: str | None
    ratings: Mapping[str, int]
    spi_t: float | None


def rate(actions: pd.DataFrame, as_of: date, bands: RatingBands) -> pd.DataFrame:
    """The same rows with `planned`, `actual`, `gap` (percent, points; NaN where missing) and `rating` at `as_of`.

    `counted` marks the evaluable rows, those that count in a mean: not excluded and with an actual. A blank progress
    with 状況 未着手 is a report of 0. The first matching rule of formulas.md decides; comparisons are exact.
    """
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

    Floats decide but for the few rows near an edge, whose gaps are worked out as rationals.
    """
    gap = actual - planned
    edges = (-bands.slightly_behind, -bands.behind)
    within = [gap >= edge for edge in edges]
    near = np.zeros(len(gap), dtype=bool)
    for edge in edges:
        near |= np.abs(gap - edge) < NEAR
    for row in np.flatnonzero(near).tolist():
        points = exact(actual[row]) - Fraction(100 * int(elapsed[row]), int(duration[row]))
        gap[row] = float(points)
        for band, edge in zip(within, edges, strict=True):
            band[row] = points >= exact(edge)
    return gap, within[0], within[1]


@dataclass(frozen=True, slots=True)
class RatedRows:
    """`rate()`'s rows as the arrays of a roll-up, made once for any number of groupings.

    `rating` holds positions in RATINGS, `counted` the positions of the evaluable rows, to which `spans` and `planned`
    belong.
    """

    rating: IntArray
    counted: IntArray
    spans: Spans
    planned: FloatArray

    @classmethod
    def of(cls, rated: pd.DataFrame) -> Self:
        """Take the arrays from any subset of `rate()`'s rows."""
        counted = np.flatnonzero(rated["counted"])
        planned = rated["planned"].to_numpy(dtype=np.float64)[counted]
        return cls(positions(rated["rating"], RATINGS), counted, Spans.of(rated), planned)


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

    members = group[rows.counted]
    order = np.argsort(members, kind="stable")
    edges = np.searchsorted(members, np.arange(count + 1), sorter=order)
    spans, planned = rows.spans.take(order), (rows.spans.weight * rows.planned)[order]
    groups = []
    for number in range(count):
        first, stop = int(edges[number]), int(edges[number + 1])
        groups.append(_group(counts[number], spans.part(first, stop), planned[first:stop], as_of))
    return groups


def _group(counts: IntArray, spans: Spans, weighted_planned: FloatArray, as_of: date) -> Group:
    """A Group from its counts per rating and its evaluable rows."""
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
        gap=None if planned is None or actual is None else actual - planned,
        reporting_rate=size / reportable if reportable else None,
        worst=next((word for word in WORST_FIRST if ratings[word]), None),
        ratings=ratings,
        spi_t=schedule(spans, as_of).spi_t,
    )
