"""Actions against plan: the rating of a row (formulas.md, "One action row")."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdx_metrics.numbers.assessment import nobody
from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.earned_schedule import FloatArray, IntArray, days
from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.ratings import CLOSED, GOES_WELL, LATE, RATINGS
from kdx_metrics.plan.fiscal_calendar import fiscal_year
from kdx_metrics.plan.strategy import STATUSES, RatingBands

BoolArray = npt.NDArray[np.bool_]

_CODE = {word: code for code, word in enumerate(RATINGS)}
_EXCLUDED = _CODE["excluded"]
_TELLING = (*GOES_WELL, *LATE)  # ratings by people that a 進捗率 can contradict
NEAR = 1e-6  # points from the edge of a band within which the rounding of floats could misplace a gap


def rate(
    actions: pd.DataFrame,
    as_of: date,
    bands: RatingBands,
    earlier: Earlier = NOTHING_EARLIER,
    people: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The same rows and what `people` say of them (those of `assess`), rated at `as_of`.

    They gain `planned`, `actual`, `gap` (percent, points; NaN where missing) and `rating`. `counted` marks the
    evaluable rows, those that count in a mean: not excluded and with an actual. A blank progress with 状況 未着手 is a
    report of 0. The first matching rule of formulas.md decides; comparisons are exact. `first_end` is the first
    published 完了予定, `first_rating` the rating that the row would have had it stayed. `low` is `actual`, for an
    unreported row its last report or 0 (NaN for an excluded or assessed one without an actual). `by_gap` is the rating
    of a typed progress by its gap alone, "" without one; `differs` marks the rows of which people say otherwise.
    """
    actions = actions.join(nobody(actions) if people is None else people)
    rated = _rate(actions, as_of, bands)
    ends, ratings = actions["planned_end"].to_numpy(), rated["rating"].to_numpy(dtype=object, copy=True)
    low = rated["actual"].to_numpy(dtype=np.float64, copy=True)
    silent = np.flatnonzero(np.isnan(low) & is_silent(rated))
    low[silent], first_ends = 0.0, ends
    if earlier is not NOTHING_EARLIER:
        earlier = earlier.following(actions)
        keys = list(zip(actions["action_id"].tolist(), actions["period"].tolist(), strict=True))
        low[silent] = [earlier.reports.get(keys[row], 0.0) for row in silent.tolist()]
        published = pd.Series([earlier.first_ends.get(key) for key in keys], index=actions.index, dtype=ends.dtype)
        first_ends = published.where(published.notna(), actions["planned_end"]).to_numpy()
        moved = np.flatnonzero((first_ends != ends) & (first_ends >= actions["planned_start"].to_numpy()))
        as_first = actions.iloc[moved].assign(planned_end=first_ends[moved])
        ratings[moved] = _rate(as_first, as_of, bands)["rating"].to_numpy()
    first_rating = pd.Series(ratings, index=actions.index, dtype="str")
    rated["differs"] = _differs(rated, fiscal_year(as_of))
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
    by_gap = np.select([within_first, within_second], [_CODE["on_track"], _CODE["slightly_behind"]], _CODE["behind"])
    means, silent = positions(actions["means"], RATINGS), np.isnan(actual)

    codes = np.select(
        [
            dropped,
            done | (silent & ~waiting & (means == _CODE["completed"])),
            waiting,
            end < today,
            silent & (means >= 0),
            silent,
        ],
        [
            _EXCLUDED,
            _CODE["completed"],
            _CODE["not_started"],
            _CODE["behind"],
            means,
            _CODE["not_reported"],
        ],
        by_gap,
    )
    words = np.array(RATINGS, dtype=object)
    return actions.assign(
        planned=planned,
        actual=actual,
        gap=gap,
        rating=pd.Series(words[codes], index=actions.index, dtype="str"),
        by_gap=pd.Series(np.where(blank, "", words[by_gap]), index=actions.index, dtype="str"),
        counted=(codes != _EXCLUDED) & ~np.isnan(actual),
    )


def is_silent(rated: pd.DataFrame) -> BoolArray:
    """Rows of which nobody tells how they stand."""
    told = rated["counted"] | (rated["rating"] == "excluded") | (rated["assessment"] != "")
    return ~told.to_numpy(dtype=bool)


def _differs(rated: pd.DataFrame, this_year: int) -> pd.Series[bool]:
    """Rows of which the 進捗率 and a recent assessment say different things (評価の食い違い)."""
    by_people, by_gap = rated["means"], rated["by_gap"]
    both = by_people.isin(_TELLING) & (by_gap != "") & (rated["assessment_year"] >= this_year - 1)
    return both & (by_people != by_gap) & ~rated["rating"].isin(CLOSED)


def says_other(means: str, by_gap: str, rating: str) -> bool:
    """True where people, whose word `means` a rating, say other than the 進捗率 of a row that is not closed."""
    return means in _TELLING and by_gap not in {"", means} and rating not in CLOSED


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


def positions(column: pd.Series, words: Sequence[Hashable]) -> IntArray:
    """Each row's position in `words`, −1 for a value that is not among them (distinct values are looked up once)."""
    codes, values = pd.factorize(column)
    distinct = np.array([words.index(value) if value in words else -1 for value in values], dtype=np.int64)
    return distinct[codes] if len(distinct) else np.zeros(0, dtype=np.int64)
