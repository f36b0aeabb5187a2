"""Observed values of KPIs up to a date, by KPI and in date order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_end
from kdx_metrics.plan.formats import is_missing


@dataclass(frozen=True, slots=True)
class Actual:
    """One observed value, the day it describes and its Excel row in kpi_actuals."""

    as_of: date
    value: float
    row: int

    @property
    def year_end(self) -> date:
        """The 31 March of its 年度."""
        return fiscal_year_end(fiscal_year(self.as_of))

    @property
    def is_of_whole_year(self) -> bool:
        """True for a value dated on a 31 March, which is that of its whole 年度."""
        return self.as_of == self.year_end


class Statement(NamedTuple):
    """Words of the 所管課 beside a value: 要因, 今後の対応, and what it asks of the headquarters."""

    cause: str = ""
    next_step: str = ""
    ask: str = ""
    ask_text: str = ""


NOTHING_SAID = Statement()


@dataclass(frozen=True, slots=True)
class Observed:
    """The actuals of one KPI not after a date, in date order, and the dates without a value with the reason.

    `statement` stands beside the newest of them that has a value or says anything.
    """

    actuals: tuple[Actual, ...] = ()
    pending: tuple[tuple[date, str], ...] = ()
    statement: Statement = NOTHING_SAID


def observed(actuals: pd.DataFrame, as_of: date) -> dict[str, Observed]:
    """Values and dates without one that are known of each KPI on `as_of`; rows dated later are not used."""
    used = actuals[actuals["as_of"] <= pd.Timestamp(as_of)].sort_values("as_of", kind="stable")
    observations: dict[str, tuple[list[Actual], list[tuple[date, str]]]] = {}
    statements: dict[str, Statement] = {}
    columns = zip(
        used["kpi_id"].tolist(),
        used["as_of"].to_numpy().astype("datetime64[D]").tolist(),
        used["value"].tolist(),
        used["value_missing"].tolist(),
        used.index.tolist(),
        map(Statement, *(used[name].tolist() for name in Statement._fields)),
        strict=True,
    )
    for kpi_id, day, value, missing, row, statement in columns:
        values, pending = observations.setdefault(kpi_id, ([], []))
        if is_missing(value):  # the cell held no value
            pending.append((day, missing))
        else:
            values.append(Actual(day, value, row))
        if any(statement) or not is_missing(value):
            statements[kpi_id] = statement
    return {
        kpi_id: Observed(tuple(values), tuple(pending), statements.get(kpi_id, NOTHING_SAID))
        for kpi_id, (values, pending) in observations.items()
    }


def complete_years(actuals: Iterable[Actual]) -> list[Actual]:
    """The values of whole 年度."""
    return [actual for actual in actuals if actual.is_of_whole_year]
