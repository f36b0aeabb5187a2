"""The files of one publication laid over the tables in force, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kdx_metrics.database.errors import NotPossible, Rejected
from kdx_metrics.database.schema.revisions import Mode
from kdx_metrics.intake import checking
from kdx_metrics.intake.checking import Checked, check
from kdx_metrics.intake.issues import errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables
from kdx_metrics.publications.committing import NewRevision
from kdx_metrics.publications.limits import Limits
from kdx_metrics.publications.merging import merge, same_table, shared_keys, written
from kdx_metrics.publications.revisions import Revision, digest


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came; `table` where it is known already, `mode` 全体置換 or 部分更新."""

    file_name: str
    data: bytes
    table: TableName | None = None
    mode: Mode = "replace"


class Layers:
    """Files become revisions here: checked, merged where partial, left out where they change nothing."""

    def __init__(
        self,
        strategy: Strategy,
        frames: Mapping[TableName, pd.DataFrame],
        in_force: Mapping[TableName, Revision],
        as_at: date,
        limits: Limits,
    ) -> None:
        self._tables = tables(strategy)
        self._strategy = strategy
        self._frames = dict(frames)
        self._in_force = in_force
        self._as_at = as_at
        self._limits = checking.Limits(rows=limits.rows)
        self._sent: dict[TableName, list[pd.DataFrame]] = {}
        self.new: list[NewRevision] = []

    def newest(self) -> dict[TableName, NewRevision]:
        """The last new revision of each table: what will be in force."""
        return {one.table: one for one in self.new}

    def lay(self, uploads: Sequence[Upload]) -> tuple[Checked, ...]:
        """Lay every file and return its check; all errors of all files are told at once.

        指標 go first: 実績 are read with the units of the 指標 that are published beside them. Raises Rejected,
        or NotPossible when two files speak of the same rows.
        """
        every = [self._check(one.data, one.file_name, one.table, self._frames["kpis"]) for one in uploads]
        # 実績 are not blamed for missing in a list of 指標 that is itself yet to be mended.
        broken_kpis = any(one.table == "kpis" and not one.ok for one in every)
        for place in sorted(range(len(uploads)), key=lambda place: every[place].table != "kpis"):
            upload = uploads[place]
            if every[place].table == "kpi_actuals" and (broken_kpis or "kpis" in self.newest()):
                kpis = None if broken_kpis else self._frames["kpis"]
                every[place] = self._check(upload.data, upload.file_name, upload.table, kpis)
            checked = every[place]
            if checked.frame is not None and checked.table is not None:
                self._lay(upload, checked, self._tables[checked.table], checked.frame)
        if broken := [one for one in every if not one.ok]:
            found = in_order(issue for one in broken for issue in errors(one.issues))
            raise Rejected(found, sum(one.issue_count for one in broken) - _warnings(broken))
        return tuple(every)

    def _check(self, data: bytes, file_name: str, table: TableName | None, kpis: pd.DataFrame | None) -> Checked:
        return check(
            data,
            self._strategy,
            file_name=file_name,
            table=table,
            as_at=self._as_at,
            kpis=kpis,
            limits=self._limits,
        )

    def _lay(self, upload: Upload, checked: Checked, table: Table, sent: pd.DataFrame) -> None:
        self._refuse_overlap(table, upload, sent)
        parent, current = self._in_force.get(table.name), self._frames[table.name]
        is_laid = table.name in self.newest()
        merged: bytes | None = None
        if upload.mode == "merge" and (parent or is_laid):
            sent, merged = self._merge(upload, table, current, sent, checked)
            unchanged = same_table(sent, current)
        else:
            unchanged = parent is not None and digest(upload.data) == parent.content_sha256
        if unchanged and (is_laid or (parent is not None and parent.as_at == self._as_at)):
            return
        self._frames[table.name] = sent
        self.new.append(
            NewRevision(
                table=table.name,
                as_at=self._as_at,
                file_name=upload.file_name,
                encoding=checked.encoding or "",
                rows=len(sent),
                uploaded=upload.data,
                merged=merged,
                mode="replace" if merged is None else "merge",
                parent=parent.id if parent else None,
            )
        )

    def _refuse_overlap(self, table: Table, upload: Upload, sent: pd.DataFrame) -> None:
        """Two files must not speak of the same row: whichever came last would win unseen."""
        earlier = self._sent.setdefault(table.name, [])
        if earlier and upload.mode == "replace":
            raise NotPossible(
                f"「{table.label}」の表が2つ以上選ばれています。全体置換は1つの表に1ファイルにしてください。"
            )
        for other in earlier:
            if shared := shared_keys(other, sent, table):
                rows = "、".join(" ".join(str(part) for part in key) for key in shared[:5])
                raise NotPossible(
                    f"「{table.label}」の同じ行が2つのファイルにあります({rows})。どちらかから除いてください。"
                )
        earlier.append(sent)

    def _merge(
        self, upload: Upload, table: Table, current: pd.DataFrame, sent: pd.DataFrame, checked: Checked
    ) -> tuple[pd.DataFrame, bytes]:
        """The whole table with the sent rows in it, checked again as a whole."""
        data = written(merge(current, sent, table, checked.positions), table)
        whole = self._check(data, upload.file_name, table.name, self._frames["kpis"])
        if whole.frame is None:
            raise Rejected(errors(whole.issues), whole.issue_count - _warnings([whole]))
        return whole.frame, data


def _warnings(every: Sequence[Checked]) -> int:
    return sum(len(one.issues) - len(errors(one.issues)) for one in every)
