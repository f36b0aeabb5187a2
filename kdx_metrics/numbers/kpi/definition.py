"""Definition of one KPI as judging needs it, and the actual that it judges."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import pandas as pd

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi.observed import Actual, complete_years
from kdx_metrics.numbers.kpi.rating import has_reached
from kdx_metrics.numbers.kpi.targets import STEPPED, Path, Targets
from kdx_metrics.plan.formats import is_missing


@dataclass(frozen=True, slots=True)
class Definition:
    """Direction, aggregation, 基準値, tolerance, targets and path of one KPI."""

    direction: str
    aggregation: str
    baseline: float | None
    baseline_on: date | None
    tolerance: float | None
    targets: Targets
    path: Path

    @classmethod
    def of(cls, row: Mapping[Hashable, Any], targets: Targets) -> Self:
        """Take what judging needs from one row of kpis."""
        baseline = None if is_missing(row["baseline"]) else float(row["baseline"])
        baseline_on = None if pd.isna(row["baseline_on"]) else row["baseline_on"].date()
        start = None if baseline is None or baseline_on is None else (baseline_on, baseline)
        return cls(
            direction=row["direction"],
            aggregation=row["aggregation"],
            baseline=baseline,
            baseline_on=baseline_on,
            tolerance=None if is_missing(row["tolerance"]) else float(row["tolerance"]),
            targets=targets,
            path=targets.path(start, stepped=row["path"] == STEPPED),
        )

    @property
    def is_yearly(self) -> bool:
        """True where a value belongs to a 年度."""
        return self.aggregation == "単年度"

    def judged_on(self, actual: Actual) -> date:
        """The day for which an actual stands: its own, or the end of its 年度."""
        return actual.year_end if self.is_yearly else actual.as_of

    def target_on(self, actual: Actual | None, as_of: date) -> date | None:
        """The day on which the target in force for an actual is due; None without any target."""
        if actual is None or not self.is_yearly:
            return self.targets.in_force(as_of)
        return self.targets.in_force(actual.year_end, is_yearly=True)

    def has_reached(self, actual: Actual, goal: float) -> bool:
        """True if an actual is at `goal` or on its good side; for 維持, within the tolerance of it."""
        return has_reached(self.direction, exact(actual.value), exact(goal), exact(self.tolerance or 0.0))

    def precedes_baseline(self, actual: Actual) -> bool:
        """True for an actual dated before 基準日."""
        return self.baseline_on is not None and actual.as_of < self.baseline_on

    def chosen(self, actuals: Sequence[Actual]) -> Actual | None:
        """The actual that is judged, or at least shown: the latest, for 単年度 that of the latest complete year.

        A running year of an 増加 KPI that has reached its target already is taken before it ends: good news at once.
        """
        if not actuals or not self.is_yearly:
            return actuals[-1] if actuals else None
        complete = complete_years(actuals)
        if self.direction == "増加":
            for actual in reversed(actuals):
                if actual.is_of_whole_year:
                    break
                if self._is_good_news(actual):
                    return actual
        return complete[-1] if complete else actuals[-1]

    def is_only_shown(self, actual: Actual) -> bool:
        """True for a value of a running year that is no good news."""
        return self.is_yearly and not actual.is_of_whole_year and not self._is_good_news(actual)

    def _is_good_news(self, actual: Actual) -> bool:
        due = self.target_on(actual, actual.as_of)
        return self.direction == "増加" and due is not None and self.has_reached(actual, self.targets.due[due])
