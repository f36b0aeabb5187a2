"""Changes that a publication would bring: in cells, in ratings and in the headline. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.exports.typed_text import as_texts
from kdx_metrics.numbers.changes import ActionChange, Changes, KpiChange, compare
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.tables import Table, TableName, publications
from kdx_metrics.publications.reports import default_day, find_reports_day
from kdx_metrics.publications.revisions import NewRevision, heads
from kdx_metrics.publications.source import Source, earlier_than

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
    """Everything to look at before publishing, on three sides: date and content are changed one after the other.

    `screen` is what readers see first now, `before` the same data at the new 時点, `after` that with the files;
    `changes` are from `before` to `after`, `aging` from `screen` to `before`. `first_shown` is the 時点 that readers
    see first once this is published.
    """

    differences: Mapping[TableName, TableDifference]
    screen: Summary
    before: Summary
    after: Summary
    aging: Changes
    changes: Changes
    redefined: tuple[CellDifference, ...]  # in columns that define: 単位, 方向性 and 集計 of 指標
    first_shown: date

    @property
    def aged(self) -> tuple[ActionChange, ...]:
        """取組 whose rating would be another one because of the date alone; none where the 時点 is no later one."""
        return _flips(self.aging) if self.before.as_of > self.screen.as_of else ()

    @property
    def flips(self) -> tuple[ActionChange, ...]:
        """取組 whose rating would be another one because of the files."""
        return _flips(self.changes)

    @property
    def kpi_flips(self) -> tuple[KpiChange, ...]:
        """指標 whose rating would be another one."""
        return tuple(kpi for kpi in self.changes.kpis if kpi.rating_changed)

    @property
    def restated(self) -> tuple[KpiChange, ...]:
        """指標 with past values that would read otherwise or be withdrawn."""
        return tuple(kpi for kpi in self.changes.kpis if kpi.restated)


def _flips(changes: Changes) -> tuple[ActionChange, ...]:
    return tuple(action for action in changes.actions if action.movement is not None)


def rehearse(now: Source, revisions: Sequence[NewRevision], as_at: date, today: date) -> Rehearsal:
    """Compare what readers see first, the tables in force at `as_at`, and these with the revisions to be published."""
    published = replace(now, revisions=(*now.revisions, *revisions))
    first, old, new = now.snapshot(default_day(now, today)), now.snapshot(as_at), published.snapshot(as_at)
    held, then = (source.read(heads(source.revisions, as_at)).frames for source in (now, published))
    specs = publications(new.strategy)
    differences = {
        name: difference(held.get(name, table.empty_frame()), then.get(name, table.empty_frame()), table)
        for name, table in specs.items()
    }
    earlier = earlier_than(now, as_at)
    screen = summarise(first, earlier_than(now, first.as_of))
    before, after = (summarise(snapshot, earlier) for snapshot in (old, new))
    redefined = tuple(
        cell
        for name, change in differences.items()
        for cell in change.cells
        if cell.column in {column.header for column in specs[name].columns if column.defining}
    )
    first_shown = find_reports_day(published, today) or as_at
    return Rehearsal(
        differences, screen, before, after, compare(screen, before), compare(before, after), redefined, first_shown
    )


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
