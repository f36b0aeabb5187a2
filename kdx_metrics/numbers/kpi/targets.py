"""Targets of one KPI: the one in force on a day, and the path of what is due (formulas.md, "KPI")."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd

from kdx_metrics.numbers.exact import exact
from kdx_metrics.plan.fiscal_calendar import fiscal_year_end
from kdx_metrics.plan.strategy import Strategy

Corner = tuple[date, float]
STEPPED = "段階"


@dataclass(frozen=True, slots=True)
class Path:
    """Path of what is due: straight lines between `corners`, or, where `stepped`, each target up to its own day."""

    corners: tuple[Corner, ...]
    stepped: bool = False

    def exact_at(self, day: date) -> Fraction | None:
        """The value due on `day`, constant before the first corner and after the last; None without any."""
        if not self.corners:
            return None
        (left, low), (right, high) = self.around(day)
        if left == right:
            return exact(low)
        return exact(low) + (exact(high) - exact(low)) * (day - left).days / (right - left).days

    def around(self, day: date) -> tuple[Corner, Corner]:
        """The corners that `day` lies between; twice the same where that alone says what is due."""
        passed = [corner for corner in self.corners if corner[0] <= day]
        ahead = [corner for corner in self.corners if corner[0] > day]
        if passed and (not ahead or passed[-1][0] == day):
            return passed[-1], passed[-1]
        if not passed or self.stepped:
            return ahead[0], ahead[0]
        return passed[-1], ahead[0]

    def at(self, day: date) -> float | None:
        """The value due on `day`, to be drawn."""
        value = self.exact_at(day)
        return None if value is None else float(value)

    def line(self, first: date, last: date) -> list[Corner]:
        """Corners of the line that shows the path from `first` to `last`."""
        inside = dict.fromkeys(day for day, _ in self.corners if first < day < last)
        days = [first, *inside, last]
        if self.stepped:  # what is due at the end of a span is due all the while
            dated = [(day, end) for start, end in pairwise(days) for day in (start, end)]
        else:
            dated = [(day, day) for day in days]
        return [(day, due) for day, due_on in dated if (due := self.at(due_on)) is not None]


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of one KPI by the day on which they are due, in date order, and those of kpi_targets by 年度."""

    due: Mapping[date, float]
    yearly: Mapping[int, float]
    strategy: Strategy

    def in_force(self, day: date, *, is_yearly: bool = False) -> date | None:
        """The day on which the target in force on `day` is due; None without any.

        Where the values belong to years (`is_yearly`), the target of the very year comes first. A 期's own target is
        due on its last day, so it is the last within the 期.
        """
        if is_yearly and day in self.due:
            return day
        period = self.strategy.period_at(day)
        within = [due for due in self.due if period.first_day <= due <= period.last_day]
        after = [due for due in self.due if due > period.last_day]
        return within[-1] if within else after[0] if after else max(self.due, default=None)

    def path(self, baseline: Corner | None, *, stepped: bool) -> Path:
        """The path from 基準値, where there is one, through the targets; 段階 knows targets alone."""
        start = () if baseline is None or stepped else (baseline,)
        return Path(tuple(sorted((*start, *self.due.items()), key=lambda corner: corner[0])), stepped)


def targets_of(row: Mapping[Hashable, Any], yearly: Mapping[int, float], strategy: Strategy) -> Targets:
    """Targets of one row of kpis and of its rows of kpi_targets."""
    due = {fiscal_year_end(year): target for year, target in yearly.items()}
    for period in strategy.periods:
        if not pd.isna(target := row[f"target_{period.number}"]):
            due[period.last_day] = float(target)
    return Targets(dict(sorted(due.items())), yearly, strategy)


def yearly_targets(kpi_targets: pd.DataFrame) -> dict[str, dict[int, float]]:
    """Yearly targets by KPI and 年度."""
    targets: dict[str, dict[int, float]] = {}
    for kpi_id, year, target in zip(
        kpi_targets["kpi_id"].tolist(),
        kpi_targets["fiscal_year"].tolist(),
        kpi_targets["target"].tolist(),
        strict=True,
    ):
        targets.setdefault(kpi_id, {})[year] = target
    return targets
