"""Earned schedule: how far along its own plan a group of actions is, in days (formulas.md, "Earned schedule")."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Cumulative sums of slopes carry float noise: two percentages this close are the same.
TOLERANCE = 1e-9 * 100

# Why a value is missing. The first three leave no SPI(t), the others no forecast of the end.
Missing = Literal["nothing_evaluable", "not_begun", "complete", "nothing_earned", "too_far", "not_planned", "by_people"]


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned schedule of a group at one date; None where there is no value, for the reason `missing`.

    `planned_days` is PD, `elapsed_days` AT and `earned_days` ES of formulas.md, all in days from the start of
    `start`. `spi_t` = ES/AT. `forecast_days` = PD/SPI(t), and `forecast_end` the last day of that duration.
    """

    start: date | None
    planned_days: int | None
    elapsed_days: int | None
    earned_days: float | None
    spi_t: float | None
    forecast_days: float | None
    forecast_end: date | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Spans:
    """Columns of evaluable rows as arrays: first and last day (days since 1970), weight, actual in percent."""

    start: IntArray
    end: IntArray
    weight: FloatArray
    actual: FloatArray

    @classmethod
    def of(cls, rated: pd.DataFrame) -> Self:
        """The spans of the evaluable rows among `rate()`'s."""
        counted = rated["counted"].to_numpy()
        return cls(
            days(rated["planned_start"])[counted],
            days(rated["planned_end"])[counted],
            rated["weight"].to_numpy(dtype=np.float64)[counted],
            rated["actual"].to_numpy(dtype=np.float64)[counted],
        )

    def mean(self) -> float:
        """The weighted mean of `actual`; there must be a row."""
        return float((self.weight * self.actual).sum() / self.weight.sum())

    def take(self, order: IntArray) -> Spans:
        """The same rows in another order."""
        return Spans(self.start[order], self.end[order], self.weight[order], self.actual[order])

    def part(self, first: int, stop: int) -> Spans:
        """A run of rows."""
        rows = slice(first, stop)
        return Spans(self.start[rows], self.end[rows], self.weight[rows], self.actual[rows])


def days(column: pd.Series) -> IntArray:
    """Whole days since 1970-01-01 of a datetime column without missing values."""
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def earned_schedule(rated: pd.DataFrame, as_of: date) -> EarnedSchedule:
    """The earned schedule of any subset of `rate()`'s rows, over its evaluable rows."""
    return schedule(Spans.of(rated), as_of)


def up_to(earned: EarnedSchedule, last: date | None) -> EarnedSchedule:
    """The same without a forecast of the end where that lies after `last`, as later 期 are hardly planned."""
    if last is None or earned.forecast_end is None or earned.forecast_end <= last:
        return earned
    return replace(earned, forecast_days=None, forecast_end=None, missing="not_planned")


NOT_MEASURED = EarnedSchedule(None, None, None, None, None, None, None, "by_people")  # where 順調率 leads


def planned_curve(rated: pd.DataFrame) -> tuple[date, FloatArray]:
    """The first planned day and PV at 0, 1, … PD days elapsed (weighted mean percent over the evaluable rows).

    PV at τ is the mean of `planned` at the end of day start + τ − 1. Raises ValueError when no row is evaluable.
    """
    spans = Spans.of(rated)
    if not spans.start.size:
        raise ValueError("no row is evaluable")
    return _day(int(spans.start.min())), _curve(spans)


def earned_time(pv: Sequence[float] | FloatArray, ev: float, at: float) -> float:
    """The time at which the planned values `pv` (at times 0, 1, 2, …; never falling) reach `ev`.

    Interpolated between two times. Where `pv` is flat at `ev`, the time on that flat nearest to `at`.
    0 when `ev` is 0, the last time when `ev` has reached the end of `pv`.
    Lipke's example: pv 0, 10, 25, 45, 70, 100 and ev 40 at time 4 give 2.75.
    """
    curve = np.asarray(pv, dtype=np.float64)
    if ev <= TOLERANCE:
        return 0.0
    if ev >= curve[-1] - TOLERANCE:
        return float(len(curve) - 1)
    first = int(np.searchsorted(curve, ev - TOLERANCE, side="left"))
    last = int(np.searchsorted(curve, ev + TOLERANCE, side="right")) - 1
    if first <= last:  # at least one whole time lies at ev itself
        return float(min(max(at, first), last))
    below = first - 1
    return below + (ev - float(curve[below])) / float(curve[first] - curve[below])


def schedule(spans: Spans, as_of: date) -> EarnedSchedule:
    """The earned schedule of evaluable rows given as arrays."""
    if not spans.start.size:
        return EarnedSchedule(None, None, None, None, None, None, None, "nothing_evaluable")
    first = int(spans.start.min())
    start = _day(first)
    planned_days = int(spans.end.max()) - first + 1
    elapsed = (as_of - start).days + 1
    if elapsed <= 0:
        return EarnedSchedule(start, planned_days, elapsed, None, None, None, None, "not_begun")
    earned_value = spans.mean()
    if earned_value >= 100 - TOLERANCE:
        return EarnedSchedule(start, planned_days, elapsed, None, None, None, None, "complete")
    if earned_value <= TOLERANCE:
        return EarnedSchedule(start, planned_days, elapsed, 0.0, 0.0, None, None, "nothing_earned")
    earned = earned_time(_curve(spans), earned_value, elapsed)
    index = earned / elapsed
    forecast = planned_days / index
    end = _end(start, forecast)
    return EarnedSchedule(start, planned_days, elapsed, earned, index, forecast, end, None if end else "too_far")


def _curve(spans: Spans) -> FloatArray:
    """PV at 0 … PD days elapsed, by summing slopes: each row adds a constant slope between its two ends."""
    first = int(spans.start.min())
    length = int(spans.end.max()) - first + 1
    slope = 100 * spans.weight / (spans.end - spans.start + 1)
    change = np.bincount(spans.start - first, weights=slope, minlength=length + 1)
    change -= np.bincount(spans.end - first + 1, weights=slope, minlength=length + 1)
    curve: FloatArray = np.zeros(length + 1)
    np.cumsum(np.cumsum(change[:-1]) / spans.weight.sum(), out=curve[1:])
    # Noise of the sums must neither make the plan fall nor miss its end.
    np.maximum.accumulate(curve, out=curve)
    curve[-1] = 100.0
    return np.minimum(curve, 100.0, out=curve)


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


def _end(start: date, duration: float) -> date | None:
    """The last day of a duration that begins on `start`; None beyond the calendar's end."""
    try:
        return start + timedelta(days=math.ceil(duration - TOLERANCE) - 1)
    except OverflowError:
        return None
