"""Changes that a publication would bring: in cells, in ratings and in the headline. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.exports.typed_text import as_texts
from kdx_metrics.numbers.changes import ActionChange, Changes, KpiChange, compare
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, publications

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell of a row that both sides have: the row's key, the Japanese header, the plain text on both sides."""

    key: Key
    column: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class TableDifference:
    """Two versions of one table, by the keys of its rows: |before| − removed + added = |after|.

    `added` and `removed` are whole rows as texts, by Japanese header in template order, on the Excel rows of their
    version. `added` and `cells` are in the order of the later version (cells in template order), `removed` of the
    earlier.
    """

    table: TableName
    added: pd.DataFrame
    removed: pd.DataFrame
    cells: tuple[CellDifference, ...]

    @property
    def changed_rows(self) -> int:
        """The number of rows on both sides that differ in a cell."""
        return len({cell.key for cell in self.cells})

    @property
    def counts(self) -> str:
        """「追加1行、変更2行(3セル)、削除0行」."""
        cells = f"({len(self.cells)}セル)" if self.cells else ""
        return f"追加{len(self.added)}行、変更{self.changed_rows}行{cells}、削除{len(self.removed)}行"

    @property
    def is_empty(self) -> bool:
        """True if nothing differs."""
        return not (len(self.added) or len(self.removed) or self.cells)


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """Everything to look at before publishing. Both sides are judged at the same date: only the content differs."""

    differences: Mapping[TableName, TableDifference]
    before: Summary
    after: Summary
    changes: Changes
    redefined: tuple[CellDifference, ...]  # in columns that define: 単位, 方向性 and 集計 of 指標

    @property
    def flips(self) -> tuple[ActionChange, ...]:
        """取組 whose rating would be another one."""
        return tuple(action for action in self.changes.actions if action.movement is not None)

    @property
    def kpi_flips(self) -> tuple[KpiChange, ...]:
        """指標 whose rating would be another one."""
        return tuple(kpi for kpi in self.changes.kpis if kpi.rating_changed)

    @property
    def restated(self) -> tuple[KpiChange, ...]:
        """指標 with past values that would read otherwise or be withdrawn."""
        return tuple(kpi for kpi in self.changes.kpis if kpi.restated)


def rehearse(
    before: Mapping[TableName, pd.DataFrame],
    after: Mapping[TableName, pd.DataFrame],
    strategy: Strategy,
    as_at: date,
    strategy_before: Strategy | None = None,
) -> Rehearsal:
    """Compare the typed tables in force at `as_at` without and with what would be published.

    `strategy_before` is that of the tables `before` where another strategy is published with those `after`.
    """
    specs = publications(strategy)
    now, published = Snapshot(strategy_before or strategy, as_at, before, {}), Snapshot(strategy, as_at, after, {})
    differences = {
        name: difference(before.get(name, table.empty_frame()), after.get(name, table.empty_frame()), table)
        for name, table in specs.items()
    }
    old, new = summarise(now), summarise(published)
    redefined = tuple(
        cell
        for name, change in differences.items()
        for cell in change.cells
        if cell.column in {column.header for column in specs[name].columns if column.defining}
    )
    return Rehearsal(differences, old, new, compare(old, new), redefined)


def difference(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> TableDifference:
    """Two typed versions of a table, cell by cell."""
    old, new = as_texts(_with_all_columns(before, table), table), as_texts(after, table)
    key_headers = [table.headers[name] for name in table.key]
    old_keys, new_keys = (pd.MultiIndex.from_frame(side[key_headers]) for side in (old, new))
    positions = old_keys.get_indexer(new_keys)  # in `old`, -1 for a row of `new` alone
    shared = np.flatnonzero(positions >= 0)
    left, right = old.to_numpy()[positions[shared]], new.to_numpy()[shared]
    cells = tuple(
        CellDifference(new_keys[shared[row]], new.columns[column], left[row, column], right[row, column])
        for row, column in np.argwhere(left != right).tolist()
    )
    return TableDifference(table.name, new[positions < 0], old[~old_keys.isin(new_keys)], cells)


def _with_all_columns(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the columns that its strategy did not have yet (目標 of a new 期), all of them empty."""
    absent = table.empty_frame().reindex(frame.index).drop(columns=frame.columns, errors="ignore")
    return frame.join(absent) if len(absent.columns) else frame
