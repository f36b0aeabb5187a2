"""Uploaded files as a proposal: limits, checks, merging and the rules across tables.

Nothing is written here. The rehearsal shows a `Proposal`; publishing makes the same one again and commits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish, NotPossible, Rejected, StaleBase
from kdx_metrics.database.head import Head
from kdx_metrics.database.schema.revisions import Mode
from kdx_metrics.intake.checking import CheckedFile, CheckLimits, Frames, check, check_strategy, is_strategy_file
from kdx_metrics.intake.issues import errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import SETTINGS, STRATEGY, Table, TableName, tables
from kdx_metrics.publications.predecessors import unknown_predecessors
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.merging import merge, same_table, shared_keys, written
from kdx_metrics.publications.revisions import NewRevision, Revision, all_revisions, digest, heads
from kdx_metrics.publications.tables_at import errors_with, read_tables


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came; `table` where it is known already, `mode` 全体置換 or 部分更新."""

    file_name: str
    data: bytes
    table: TableName | None = None
    mode: Mode = "replace"


@dataclass(frozen=True, eq=False)
class Proposal:
    """Revisions to publish on top of `base`, free of errors."""

    base: int
    as_at: date
    revisions: tuple[NewRevision, ...]
    checked: tuple[CheckedFile, ...]


def prepare(
    store: Store,
    strategy: Strategy,
    uploads: Sequence[Upload],
    *,
    as_at: date,
    base: int | None = None,
    limits: Limits | None = None,
) -> Proposal:
    """Check `uploads` as the state of `as_at`, against `base` (None: against whatever is published now).

    Several partial updates of one table are laid over each other in the given order. A file that is already the
    current one of that 時点 is left out. Raises OverLimit, Rejected, StaleBase, NothingToPublish, NotPossible
    or StoreUnavailable.
    """
    limits = limits or Limits()
    if not uploads:
        raise NotPossible("公開するファイルを選んでください。")
    limits.check_files([(upload.file_name, len(upload.data)) for upload in uploads])
    _refuse_impossible_date(as_at, strategy)
    with store.reading() as connection:
        now = head.read(connection)
        refuse_stale(now, base, strategy)
        revisions = all_revisions(connection)
        in_force = heads(revisions, as_at)
        before = read_tables(strategy, in_force, connection)
        settings, settings_checked = _settings(uploads, in_force, as_at)
        by_new = read_tables(strategy, {**in_force, **settings}, connection) if settings else before
        layers = Layers(by_new.strategy, by_new.frames, in_force, as_at, limits)
        checked = layers.lay([upload for upload in uploads if not is_strategy_file(upload.file_name)])
        newest = {**settings, **layers.newest()}
        if not newest:
            raise NothingToPublish
        refuse_errors(strategy, connection, revisions, newest, as_at)
        after = read_tables(strategy, {**in_force, **newest}, connection)
        if issues := unknown_predecessors(after.strategy, connection, revisions, after.frames):
            raise Rejected(issues, len(issues))
    return Proposal(now.number, as_at, (*settings.values(), *layers.new), (*settings_checked, *checked))


def _settings(
    uploads: Sequence[Upload], in_force: Mapping[TableName, Revision], as_at: date
) -> tuple[dict[TableName, NewRevision], list[CheckedFile]]:
    """The strategy.toml among the files as a revision, none where it changes nothing, and its check."""
    sent = [upload for upload in uploads if is_strategy_file(upload.file_name)]
    if len(sent) > 1:
        raise NotPossible(f"{SETTINGS.label}({SETTINGS.file_name})が2つ以上選ばれています。1ファイルにしてください。")
    new: dict[TableName, NewRevision] = {}
    checked = [check_strategy(upload.data, upload.file_name) for upload in sent]
    for upload, file in zip(sent, checked, strict=True):
        if file.strategy is None:
            raise Rejected(errors(file.issues), file.issue_count)
        parent = in_force.get(STRATEGY)
        if parent is None or parent.as_at != as_at or parent.content_sha256 != file.sha256:
            new[STRATEGY] = NewRevision(
                table=STRATEGY,
                as_at=as_at,
                file_name=upload.file_name,
                encoding=file.encoding or "",
                rows=file.rows,
                uploaded=upload.data,
                parent=parent.id if parent and parent.as_at <= as_at else None,
            )
    return new, checked


def refuse_stale(now: Head, base: int | None, strategy: Strategy) -> None:
    """Raise StaleBase, with who and when, unless `base` (None: any) is the head now."""
    if base is not None and now.number != base:
        raise StaleBase(now.number, now.by, now.changed_at, strategy.about.timezone)


def refuse_errors(
    strategy: Strategy,
    connection: Connection,
    revisions: Sequence[Revision],
    new: Mapping[TableName, NewRevision],
    as_at: date,
) -> None:
    """Raise Rejected when a table would be wrong, or contradict another, at `as_at` or at a later 時点."""
    if issues := errors_with(strategy, connection, revisions, new, as_at):
        raise Rejected(issues, len(issues))


def _refuse_impossible_date(as_at: date, strategy: Strategy) -> None:
    if as_at > strategy.last_day:
        raise NotPossible(f"時点 {as_at} は計画の最終日({strategy.last_day})より後です。日付を確かめてください。")


class Layers:
    """The tables in force with files laid over them: `new` are the revisions that come of it.

    A file is checked, merged where it is partial, and left out where it changes nothing.
    """

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
        self._frames = {name: frames.get(name, spec.empty_frame()) for name, spec in self._tables.items()}
        self._in_force = in_force
        self._as_at = as_at
        self._limits = CheckLimits(rows=limits.rows)
        self._sent: dict[TableName, list[pd.DataFrame]] = {}
        self.new: list[NewRevision] = []

    def newest(self) -> dict[TableName, NewRevision]:
        """The last new revision of each table: what will be in force."""
        return {revision.table: revision for revision in self.new}

    def lay(self, uploads: Sequence[Upload]) -> tuple[CheckedFile, ...]:
        """Lay every file and return its check; all errors of all files are told at once.

        A table goes after those that it refers to: it is read with what is published beside it. Raises Rejected,
        or NotPossible when two files speak of the same rows.
        """
        files = [self._check(upload, self._frames) for upload in uploads]
        broken: set[TableName | None] = set()
        for table in self._tables.values():
            # Nobody is blamed for missing in a list that is itself yet to be mended.
            beside = {name: frame for name, frame in self._frames.items() if name not in broken}
            for number, upload in enumerate(uploads):
                if files[number].table != table.name:
                    continue
                if not broken.union(self.newest()).isdisjoint(table.refers_to):
                    files[number] = self._check(upload, beside)
                checked = files[number]
                if checked.frame is None:
                    broken.add(table.name)
                else:
                    self._lay(upload, checked, table, checked.frame, beside)
        if wrong := [checked for checked in files if not checked.ok]:
            issues = in_order(issue for checked in wrong for issue in errors(checked.issues))
            raise Rejected(issues, sum(checked.issue_count for checked in wrong) - _warnings(wrong))
        return tuple(files)

    def _check(self, upload: Upload, beside: Frames) -> CheckedFile:
        return check(
            upload.data,
            self._strategy,
            file_name=upload.file_name,
            table=upload.table,
            as_at=self._as_at,
            beside=beside,
            together=True,
            limits=self._limits,
        )

    def _lay(self, upload: Upload, checked: CheckedFile, table: Table, sent: pd.DataFrame, beside: Frames) -> None:
        self._refuse_overlap(table, upload, sent)
        parent, current = self._in_force.get(table.name), self._frames[table.name]
        is_laid = table.name in self.newest()
        merged: bytes | None = None
        if upload.mode == "merge" and (parent or is_laid):
            sent, merged = self._merge(upload, table, sent, checked, beside)
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
                    f"「{table.label}」の同じ行が2つのファイルかシートにあります({rows})。どちらかから除いてください。"
                )
        earlier.append(sent)

    def _merge(
        self, upload: Upload, table: Table, sent: pd.DataFrame, checked: CheckedFile, beside: Frames
    ) -> tuple[pd.DataFrame, bytes]:
        """The whole table with the sent rows in it, checked again as a whole."""
        data = written(merge(self._frames[table.name], sent, table, checked.positions), table)
        whole = self._check(replace(upload, data=data, table=table.name), beside)
        if whole.frame is None:
            raise Rejected(errors(whole.issues), whole.issue_count - _warnings([whole]))
        return whole.frame, data


def _warnings(files: Sequence[CheckedFile]) -> int:
    return sum(len(checked.issues) - len(errors(checked.issues)) for checked in files)
