"""The four typed tables at one date, frozen and named by a token (architecture.md, decision 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName

SAMPLE_MARK = "サンプル"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one table of a snapshot came from: shown beside every number."""

    table: TableName
    file_name: str
    sha256: str
    as_at: date
    revision: int | None = None
    published_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The strategy and its four typed tables as known at `as_of`.

    Frames are indexed by the Excel row of their file (index name `row`) and are never changed. Rows dated
    after `as_of` may be present and are not used by any number.
    """

    strategy: Strategy
    as_of: date
    actions: pd.DataFrame
    kpis: pd.DataFrame
    actuals: pd.DataFrame
    milestones: pd.DataFrame
    origins: Mapping[TableName, Origin]
    department: str | None = None

    @cached_property
    def token(self) -> str:
        """Sixteen hexadecimal digits that change whenever the content, the date or the strategy changes."""
        parts = [self.strategy.model_dump_json(), self.as_of.isoformat(), self.department or ""]
        parts += [f"{name}:{origin.sha256}" for name, origin in sorted(self.origins.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def frames(self) -> Mapping[TableName, pd.DataFrame]:
        """The four typed tables by name."""
        return {
            "action_plan": self.actions,
            "kpis": self.kpis,
            "kpi_actuals": self.actuals,
            "milestones": self.milestones,
        }

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Every 所管課 that has an action or a KPI, in order of first appearance."""
        names = pd.concat([self.actions["department"], self.kpis["department"]])
        return tuple(names.drop_duplicates())

    @cached_property
    def has_samples(self) -> bool:
        """Whether any row's 出典 begins with サンプル."""
        frames = (self.actions, self.kpis, self.actuals)
        return any(bool(frame["source"].str.startswith(SAMPLE_MARK).any()) for frame in frames)

    def of_department(self, department: str | None) -> Snapshot:
        """The same snapshot with only one 所管課's actions and KPIs; None is the whole city."""
        if department is None:
            return self
        kpis = self.kpis[self.kpis["department"] == department]
        return replace(
            self,
            actions=self.actions[self.actions["department"] == department],
            kpis=kpis,
            actuals=self.actuals[self.actuals["kpi_id"].isin(kpis["kpi_id"])],
            department=department,
        )


def assemble(
    strategy: Strategy, as_of: date, frames: Mapping[TableName, pd.DataFrame], origins: Mapping[TableName, Origin]
) -> Snapshot:
    """Name the four typed frames of a snapshot."""
    return Snapshot(
        strategy=strategy,
        as_of=as_of,
        actions=frames["action_plan"],
        kpis=frames["kpis"],
        actuals=frames["kpi_actuals"],
        milestones=frames["milestones"],
        origins=dict(origins),
    )
