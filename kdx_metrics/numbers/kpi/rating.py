"""Judging one KPI: directions, what reaching a value means, attainment, ratio, pace and rating (formulas.md, "KPI").

All numbers are rationals, so that a value on the very edge of a band is not misjudged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kdx_metrics.numbers.exact import exact
from kdx_metrics.plan.strategy import PaceBands
from kdx_metrics.plan.tables.kpi.target_rules import CURBED

KEPT = "維持"
GAINED = ("増加", "減少")  # measured by the way from 基準値 to the target
HELD = ("以上", "以下")  # a threshold at which to stay
# +1 where more is better, −1 where less is; 維持 has no better side.
SIGNS: Mapping[str, int] = {"増加": 1, "以上": 1, "減少抑制": 1, "減少": -1, "以下": -1, "増加抑制": -1}

# Why a KPI has no rating.
Unrated = Literal["no_actual", "before_baseline", "running_year", "no_target", "incomparable"]


@dataclass(frozen=True, slots=True)
class Case:
    """One actual to be judged against the target in force, the value due at its date and 基準値 where there is one."""

    direction: str
    baseline: Fraction | None
    target: Fraction
    expected: Fraction
    actual: Fraction
    tolerance: Fraction

    def has_reached(self, goal: Fraction) -> bool:
        """True if the actual is at `goal` or on its good side; for 維持, within the tolerance of it."""
        return has_reached(self.direction, self.actual, goal, self.tolerance)

    def is_better(self, value: Fraction) -> bool:
        """True if `value` lies on the good side of 基準値."""
        return self.baseline is not None and SIGNS[self.direction] * (value - self.baseline) > 0


def has_reached(direction: str, actual: Fraction, goal: Fraction, tolerance: Fraction = Fraction(0)) -> bool:
    """True if `actual` is at `goal` or on its good side; for 維持, within `tolerance` of it."""
    if direction == KEPT:
        return abs(actual - goal) <= tolerance
    return SIGNS[direction] * (actual - goal) >= 0


def attainment(case: Case) -> Fraction | None:
    """達成率 in percent: the part of the way from 基準値 to the target that is gone; None where there is no way."""
    if case.baseline is None or case.direction not in GAINED or not case.is_better(case.target):
        return None
    return 100 * (case.actual - case.baseline) / (case.target - case.baseline)


def ratio(actual: Fraction, target: Fraction) -> Fraction | None:
    """目標比 in percent; None where a ratio says nothing."""
    return 100 * actual / target if target > 0 and actual >= 0 else None


def pace(case: Case) -> Fraction | None:
    """進度: the change there is per change due; for 抑制, the change allowed per change there is."""
    if case.baseline is None:
        return None
    due, moved = case.expected - case.baseline, case.actual - case.baseline
    if case.direction in GAINED and case.is_better(case.target) and case.is_better(case.expected):
        return moved / due
    if case.direction in CURBED and due != 0 and moved * (case.target - case.baseline) > 0:
        return due / moved
    return None


def quotient(case: Case) -> Fraction | None:
    """The actual per value due, or its inverse where less is better; None where such values do not compare.

    It judges a KPI without 基準値 as 進度 judges others.
    """
    if case.baseline is not None or case.direction == KEPT or case.direction in HELD:
        return None
    part, whole = (case.actual, case.expected) if SIGNS[case.direction] > 0 else (case.expected, case.actual)
    return part / whole if whole > 0 and part >= 0 else None


def rating(case: Case, bands: PaceBands, *, is_due: bool) -> str:
    """The first matching rule; `is_due` is True once the actual's date has come to the target's."""
    if case.direction == KEPT or case.direction in HELD:
        return "maintained" if case.has_reached(case.target) else "deviated"
    if case.has_reached(case.target) and (is_due or case.direction not in CURBED):
        return "achieved"
    if case.baseline is not None:
        return _from_baseline(case, case.baseline, bands)
    if case.has_reached(case.expected):
        return "on_track"
    per_due = quotient(case)
    return "not_evaluable" if per_due is None else _by_band(per_due, bands)


def _from_baseline(case: Case, baseline: Fraction, bands: PaceBands) -> str:
    """Rating of a target not reached yet, by the way from 基準値."""
    if case.direction in GAINED and case.target == baseline:
        return "behind"
    if case.has_reached(case.expected):
        return "on_track"
    if case.direction in GAINED and not case.has_reached(baseline):
        return "worsened"
    if case.expected == baseline:  # nothing is due yet
        return "on_track"
    return _by_band(pace(case), bands)


def _by_band(share: Fraction | None, bands: PaceBands) -> str:
    if share is None or share < exact(bands.slightly_behind):
        return "behind"
    return "on_track" if share >= exact(bands.on_track) else "slightly_behind"
