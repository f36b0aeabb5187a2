"""XmR charts: noise, signals, and the assurance that the present way of working reaches the target.

Source of the constants and rules: formulas.md, "XmR" (2.66 and 3.267 are those of Shewhart's individuals chart).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

import numpy as np

from kdx_metrics.numbers.kpi import KEPT, SIGNS, KpiResult

FEWEST_POINTS = 12
LONGEST_GAP_DAYS = 100
RUN = 7
LIMIT_FACTOR = 2.66
OUTLIER_FACTOR = 3.267

SignalKind = Literal["outside", "run", "trend", "two_of_three"]
Assurance = Literal["never", "always", "by_chance"]  # what a process that stays as it is makes of the target
Course = Literal["rising", "falling"]
NoChart = Literal["cumulative", "too_few", "too_rare"]


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Mean and natural process limits, in the unit of the values; `dropped` moving ranges were left out."""

    mean: float
    lower: float
    upper: float
    dropped: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One point (by its 0-based index) that belongs to a pattern chance would hardly make."""

    index: int
    kind: SignalKind


@dataclass(frozen=True, slots=True)
class XmR:
    """An XmR chart of the `n` usable actuals of a KPI from the one at `first` on.

    The limits hold for these alone: they are the latest stretch of FEWEST_POINTS or more without a steady trend. Where
    there is none, `steady` says which way the latest trend goes, the numbers are those of all actuals, and nobody
    should draw them. `assurance` is None then, and without a target.
    """

    n: int
    mean: float
    lower: float
    upper: float
    dropped: int
    signals: tuple[Signal, ...]
    assurance: Assurance | None
    first: int = 0
    steady: Course | None = None

    @property
    def mean_range(self) -> float:
        """Mean of the moving ranges that were not left out."""
        return (self.upper - self.mean) / LIMIT_FACTOR


def limits(values: Sequence[float], *, drop_outliers: bool = True) -> ProcessLimits:
    """Mean ± LIMIT_FACTOR × mean moving range, of two values or more.

    With `drop_outliers`, ranges of OUTLIER_FACTOR × their mean and more are left out, once.
    """
    series = np.asarray(values, dtype=np.float64)
    ranges = np.abs(np.diff(series))
    usual = ranges
    if drop_outliers and ranges.mean() > 0:  # all ranges 0: nothing stands out
        usual = ranges[ranges < OUTLIER_FACTOR * ranges.mean()]
    mean, reach = float(series.mean()), LIMIT_FACTOR * float(usual.mean())
    return ProcessLimits(mean, mean - reach, mean + reach, len(ranges) - len(usual))


def without_chart(kpi: KpiResult) -> NoChart | None:
    """Reason for which a KPI has no XmR chart; None when it has one."""
    if kpi.aggregation == "累計":
        return "cumulative"
    if len(kpi.actuals) < FEWEST_POINTS:
        return "too_few"
    dates = [actual.as_of for actual in kpi.actuals]
    if median((later - earlier).days for earlier, later in pairwise(dates)) > LONGEST_GAP_DAYS:
        return "too_rare"
    return None


def analyse(kpi: KpiResult) -> XmR | None:
    """The XmR chart of a KPI observed monthly or quarterly at least FEWEST_POINTS times, else None."""
    if without_chart(kpi):
        return None
    values = [actual.value for actual in kpi.actuals]
    moving = trends(values)
    first, stop = _stretch_without(moving, len(values))
    steady = first == stop
    if steady:
        first, stop = 0, len(values)
    band = limits(values[first:stop])
    within = [Signal(first + signal.index, signal.kind) for signal in signals(values[first:stop], band)]
    trending = [Signal(index, "trend") for begin, end in moving for index in range(begin, end)]
    return XmR(
        n=stop - first,
        mean=band.mean,
        lower=band.lower,
        upper=band.upper,
        dropped=band.dropped,
        signals=tuple(sorted({*trending, *([] if steady else within)}, key=_place)),
        assurance=None if steady else _assurance(kpi, band),
        first=first,
        steady=_course(values, moving[-1]) if steady else None,
    )


def trends(values: Sequence[float]) -> list[tuple[int, int]]:
    """[first, stop) of every longest run of RUN or more values that only rises or only falls."""
    return [(first, stop + 1) for first, stop in _runs(np.sign(np.diff(values)).tolist(), RUN - 1)]


def rises(values: Sequence[float], index: int) -> bool:
    """True if the trend that holds the value at `index` goes up."""
    return any(_course(values, run) == "rising" for run in trends(values) if run[0] <= index < run[1])


def _stretch_without(moving: Sequence[tuple[int, int]], n: int) -> tuple[int, int]:
    """[first, stop) of the latest FEWEST_POINTS or more of `n` values that are in no trend; (0, 0) where none are."""
    edges = [0, *(edge for run in moving for edge in run), n]
    stretches = [(first, stop) for first, stop in zip(edges[::2], edges[1::2], strict=True)]
    return next(((first, stop) for first, stop in reversed(stretches) if stop - first >= FEWEST_POINTS), (0, 0))


def _course(values: Sequence[float], run: tuple[int, int]) -> Course:
    return "rising" if values[run[1] - 1] > values[run[0]] else "falling"


def _place(signal: Signal) -> tuple[int, str]:
    return signal.index, signal.kind


def signals(values: Sequence[float], band: ProcessLimits) -> tuple[Signal, ...]:
    """Every point that shows a signal, once per kind, in order of index and kind.

    outside: beyond a limit; run: of RUN or more in a row on one side of the mean; trend: of RUN or more in a row that
    only rise or only fall; two_of_three: one of two in three beyond two thirds of the way to a limit, same side.
    A point exactly on the mean belongs to no side.
    """
    series = np.asarray(values, dtype=np.float64)
    distance = series - band.mean
    noise = 1e-9 * np.abs(series).max(initial=0.0)  # of the mean: a point this near lies on it
    sides = np.where(np.abs(distance) > noise, np.sign(distance), 0)
    reach = band.upper - band.mean
    patterns = [Signal(index, "outside") for index in np.flatnonzero(np.abs(distance) > reach + noise).tolist()]
    for first, stop in _runs(sides.tolist(), RUN):
        patterns += [Signal(index, "run") for index in range(first, stop)]
    for first, stop in trends(values):
        patterns += [Signal(index, "trend") for index in range(first, stop)]
    far = np.where(np.abs(distance) > 2 / 3 * reach + noise, sides, 0)
    near = set()
    for index in range(len(far) - 2):
        window = far[index : index + 3]
        for side in (-1, 1):
            if (window == side).sum() >= 2:  # noqa: PLR2004  # two of three
                near |= {index + int(offset) for offset in np.flatnonzero(window == side)}
    patterns += [Signal(index, "two_of_three") for index in near]
    return tuple(sorted(patterns, key=_place))


def _runs(sides: Sequence[float], length: int) -> list[tuple[int, int]]:
    """[first, stop) of every longest run of `length` or more equal sides other than 0."""
    runs, first = [], 0
    for index in range(1, len(sides) + 1):
        if index == len(sides) or sides[index] != sides[first]:
            if sides[first] != 0 and index - first >= length:
                runs.append((first, index))
            first = index
    return runs


def _assurance(kpi: KpiResult, band: ProcessLimits) -> Assurance | None:
    """Judge how a process that stays as it is will meet the target in force."""
    if kpi.target is None:
        return None
    if kpi.direction == KEPT:
        low, high = kpi.target - (kpi.tolerance or 0.0), kpi.target + (kpi.tolerance or 0.0)
        if low <= band.lower and band.upper <= high:
            return "always"
        return "never" if band.upper < low or band.lower > high else "by_chance"
    short, beyond = kpi.target > band.upper, kpi.target < band.lower
    if SIGNS[kpi.direction] < 0:
        short, beyond = beyond, short
    return "never" if short else "always" if beyond else "by_chance"
