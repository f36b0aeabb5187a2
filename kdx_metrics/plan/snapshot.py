"""Snapshots: the typed tables at one date, frozen and named by a token."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables
from kdx_metrics.plan.tables.common import SOURCE
from kdx_metrics.plan.tables.rules import is_filled
from kdx_metrics.plan.text import fold_department, listed

SAMPLE_MARK = "サンプル"


@dataclass(frozen=True, slots=True)
class Origin:
    """Origin of one table of a snapshot, shown beside every number."""

    table: TableName
    file_name: str
    sha256: str
    as_at: date
    revision: int | None = None
    published_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Strategy and typed tables as known at `as_of`.

    `frames` holds by name the tables that there are; an absent table has none. A frame is indexed by the Excel row of
    its file (index name `row`) and is never changed. Rows dated after `as_of` may be present; no number uses them.
    `city` is the whole from which the rows of one 所管課 were taken.
    """

    strategy: Strategy
    as_of: date
    frames: Mapping[TableName, pd.DataFrame]
    origins: Mapping[TableName, Origin]
    department: str | None = None
    settings: Origin | None = None  # of a strategy that was published after the first
    city: Snapshot | None = None

    @property
    def newest_revision(self) -> int | None:
        """Number of the newest revision that it is made of; None for a folder's files."""
        origins = [*self.origins.values(), *([self.settings] if self.settings else [])]
        return max((origin.revision for origin in origins if origin.revision is not None), default=None)

    @cached_property
    def token(self) -> str:
        """Sixteen hexadecimal digits that change whenever the content, the date or the strategy changes."""
        parts = [self.strategy.model_dump_json(), self.as_of.isoformat(), self.department or ""]
        parts += [f"{name}:{origin.sha256}" for name, origin in sorted(self.origins.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Definitions of the tables that there are."""
        present = self.frames.keys() | self.origins.keys()
        return tuple(table for name, table in tables(self.strategy).items() if name in present)

    def uses(self, name: TableName) -> bool:
        """True for a table that there is, if only one that no longer reads; for all where there is no leading one."""
        return name in {table.name for table in self.tables} or not any(table.leading for table in self.tables)

    def table(self, name: TableName) -> pd.DataFrame:
        """Typed frame of a table; one without rows for an absent table."""
        frame = self.frames.get(name)
        return tables(self.strategy)[name].empty_frame() if frame is None else frame

    @property
    def actions(self) -> pd.DataFrame:
        """取組."""
        return self.table("action_plan")

    @property
    def years(self) -> pd.DataFrame:
        """年度評価."""
        return self.table("action_years")

    @property
    def kpis(self) -> pd.DataFrame:
        """指標."""
        return self.table("kpis")

    @property
    def targets(self) -> pd.DataFrame:
        """年度目標."""
        return self.table("kpi_targets")

    @property
    def actuals(self) -> pd.DataFrame:
        """実績."""
        return self.table("kpi_actuals")

    @property
    def links(self) -> pd.DataFrame:
        """取組と指標."""
        return self.table("links")

    @property
    def milestones(self) -> pd.DataFrame:
        """年表."""
        return self.table("milestones")

    @property
    def effects(self) -> pd.DataFrame:
        """効果."""
        return self.table("effects")

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """所管課 of all tables, in order of first appearance."""
        columns = [self.table(table.name)[table.department] for table in self.tables if table.department]
        names: dict[str, str] = {}
        for column in columns:
            for name in column.unique():
                names.setdefault(fold_department(name), name)
        return tuple(names.values())

    @cached_property
    def samples(self) -> frozenset[TableName]:
        """Tables with a row whose 出典 begins with サンプル."""
        return frozenset(
            name
            for name, frame in self.frames.items()
            if SOURCE.name in frame and frame[SOURCE.name].str.startswith(SAMPLE_MARK).any()
        )

    @property
    def has_samples(self) -> bool:
        """True if any table has samples."""
        return bool(self.samples)

    def of_department(self, department: str | None) -> Snapshot:
        """Snapshot of the rows of one 所管課; of the whole city for None.

        A table without 所管課 keeps the rows that refer to none that is left out, and those whose lists of numbers name
        any that stays.
        """
        if department is None:
            return self
        frames: dict[TableName, pd.DataFrame] = {}
        for name, table in tables(self.strategy).items():
            if (frame := self.frames.get(name)) is not None:
                frames[name] = frame[self._mine(table, frame, department, frames)]
        return replace(self, frames=frames, department=department, city=self)

    def _mine(
        self, table: Table, frame: pd.DataFrame, department: str, mine: Mapping[TableName, pd.DataFrame]
    ) -> NDArray[np.bool_]:
        if table.department:
            columns = [frame[column.name] for column in table.columns if column.is_departments]
            return _any([_names_department(cells, department) for cells in columns])
        refers_to_mine, lists_mine = np.ones(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
        lists_nothing = ~lists_mine
        for column in table.columns:
            if references := [reference for reference in column.refers_to if reference.table in mine]:
                referred = pd.concat([mine[reference.table][reference.column] for reference in references])
                cells = frame[column.name]
                if column.is_list:
                    lists_mine |= _lists_any(cells, set(referred))
                    lists_nothing &= ~is_filled(cells)
                else:
                    refers_to_mine &= cells.isin(referred).to_numpy(dtype=bool) | ~is_filled(cells)
        return lists_mine | (lists_nothing & refers_to_mine)


def _any(masks: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Mask of the rows that any of these has."""
    mask: NDArray[np.bool_] = np.logical_or.reduce(masks)
    return mask


def _names_department(cells: pd.Series, department: str) -> NDArray[np.bool_]:
    """Mask of the cells that name a 課, however it is spelled."""
    wanted = fold_department(department)
    spelled = [cell for cell in cells.unique() if wanted in map(fold_department, listed(cell))]
    return cells.isin(spelled).to_numpy(dtype=bool)


def _lists_any(cells: pd.Series, referred: set[str]) -> NDArray[np.bool_]:
    """Mask of the cells that list one of `referred`."""
    return np.array([not referred.isdisjoint(listed(cell)) for cell in cells], dtype=bool)
