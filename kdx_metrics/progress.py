"""Actions against plan: the rating of a row and the roll-up of any group (formulas.md, "One action row", "Roll-up")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.earned import FloatArray, IntArray, Spans, days, evaluable, schedule
from kdx_metrics.strategy import RatingBands

RATINGS = ("completed", "on_track", "slightly_behind", "behind", "not_started", "not_reported", "excluded")
WORST_FIRST = ("behind", "slightly_behind", "on_track", "not_started", "completed")

_CODE = {word: code for code, word in enumerate(RATINGS)}
_EXCLUDED = _CODE["excluded"]


@dataclass(frozen=True, slots=True)
class Group:
    """A roll-up of action rows.

    `planned`, `actual` and `gap` are weighted means in percent (points for `gap`) over the evaluable rows, None
    when there is none. `reporting_rate` is a fraction of 1 of the rows that are not excluded. `worst` and
    `ratings` count over all rows, so that no mean hides a late action. `spi_t` is a ratio (1 = on schedule).
    """

    actions: int
    evaluable: int
    planned: float | None
    actual: float | None
    gap: float | None
    reporting_rate: float | None
    worst: str | None
    ratings: Mapping[str, int]
    spi_t: float | None


def rate(actions: pd.DataFrame, as_of: date, bands: RatingBands) -> pd.DataFrame:
    """The same rows with `planned`, `actual`, `gap` (percent, points; NaN where missing) and `rating` at `as_of`.

    The first matching rule of formulas.md decides; comparisons are on unrounded values.
    """
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    start, end = days(actions["planned_start"]), days(actions["planned_end"])
    duration = end - start + 1
    elapsed = np.clip(today - start + 1, 0, duration)
    # In this order: 100·(n/N) misplaces exact ties at the thresholds.
    planned: FloatArray = (100 * elapsed) / duration

    progress = actions["progress"].to_numpy(dtype=np.float64)
    unreported = np.isnan(progress)
    dropped = (actions["status"] == "中止").to_numpy(dtype=bool)
    done = (actions["status"] == "完了").to_numpy(dtype=bool)
    waiting = ~dropped & ~done & (start > today) & (unreported | (progress == 0))
    actual: FloatArray = np.where(done, 100.0, np.where(waiting, 0.0, progress))
    gap = actual - planned

    codes = np.select(
        [dropped, done, waiting, end < today, unreported, gap >= -bands.slightly_behind, gap >= -bands.behind],
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
    )


def roll_up(rated: pd.DataFrame, as_of: date) -> Group:
    """One Group from any subset of `rate()`'s rows, an empty one included."""
    return roll_up_by(rated, np.zeros(len(rated), dtype=np.int64), 1, as_of)[0]


def roll_up_by(rated: pd.DataFrame, group: IntArray, count: int, as_of: date) -> list[Group]:
    """`count` Groups at once: `group` holds the number (0 … count − 1) of each row's group, −1 for none."""
    inside = group >= 0
    if not inside.all():
        rated, group = rated[inside], group[inside]
    codes = rated["rating"].map(_CODE).to_numpy(dtype=np.int64)
    counts = np.bincount(group * len(RATINGS) + codes, minlength=count * len(RATINGS)).reshape(count, len(RATINGS))

    counted = evaluable(rated)
    members = group[counted]
    spans = Spans.of(rated[counted])
    planned = rated["planned"].to_numpy(dtype=np.float64)[counted]
    weights = np.bincount(members, weights=spans.weight, minlength=count)
    planned_sums = np.bincount(members, weights=spans.weight * planned, minlength=count)
    actual_sums = np.bincount(members, weights=spans.weight * spans.actual, minlength=count)

    order = np.argsort(members, kind="stable")
    edges = np.searchsorted(members[order], np.arange(count + 1))
    ordered = spans.take(order)
    groups = []
    for number in range(count):
        ratings = dict(zip(RATINGS, counts[number].tolist(), strict=True))
        total = sum(ratings.values())
        size = int(edges[number + 1] - edges[number])
        reportable = total - ratings["excluded"]
        mean_planned = float(planned_sums[number] / weights[number]) if size else None
        mean_actual = float(actual_sums[number] / weights[number]) if size else None
        groups.append(
            Group(
                actions=total,
                evaluable=size,
                planned=mean_planned,
                actual=mean_actual,
                gap=None if mean_planned is None or mean_actual is None else mean_actual - mean_planned,
                reporting_rate=size / reportable if reportable else None,
                worst=next((word for word in WORST_FIRST if ratings[word]), None),
                ratings=ratings,
                spi_t=schedule(ordered.part(int(edges[number]), int(edges[number + 1])), as_of).spi_t,
            )
        )
    return groups
