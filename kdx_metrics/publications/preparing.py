"""From uploaded files to what would be published: limits, checks, merging and the rules across tables.

Nothing is written here. The rehearsal shows a `Proposal`; publishing makes the same one again and commits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish, NotPossible, Rejected, StaleBase
from kdx_metrics.database.head import Head
from kdx_metrics.intake.checking import CheckedFile
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.publications.committing import NewRevision
from kdx_metrics.publications.limits import Limits
from kdx_metrics.publications.revisions import Revision, all_revisions, heads
from kdx_metrics.publications.staging import Layers, Upload
from kdx_metrics.publications.tables_at import Reader, errors_with


@dataclass(frozen=True, eq=False)
class Proposal:
    """What would be published on top of `base`, free of errors.

    `before` and `after` are the typed tables in force at `as_at`, without and with the new revisions.
    """

    base: int
    as_at: date
    revisions: tuple[NewRevision, ...]
    checked: tuple[CheckedFile, ...]
    before: Mapping[TableName, pd.DataFrame]
    after: Mapping[TableName, pd.DataFrame]


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
    reader = Reader(strategy)
    with store.reading() as connection:
        now = head.read(connection)
        refuse_stale(now, base, strategy)
        revisions = all_revisions(connection)
        in_force = heads(revisions, as_at)
        before = reader.read(connection, in_force)
        layers = Layers(strategy, before.frames, in_force, as_at, limits)
        checked = layers.lay(uploads)
        if not layers.new:
            raise NothingToPublish
        refuse_errors(reader, connection, revisions, layers.newest(), as_at)
        after = reader.read(connection, {**in_force, **layers.newest()})
    return Proposal(now.number, as_at, tuple(layers.new), checked, before.frames, after.frames)


def refuse_stale(now: Head, base: int | None, strategy: Strategy) -> None:
    """Raise StaleBase, with who and when, unless `base` (None: any) is the head now."""
    if base is not None and now.number != base:
        raise StaleBase(now.number, now.by, now.changed_at, strategy.about.timezone)


def refuse_errors(
    reader: Reader,
    connection: Connection,
    revisions: Sequence[Revision],
    new: Mapping[TableName, NewRevision],
    as_at: date,
) -> None:
    """Raise Rejected when a table would be wrong, or contradict another, at `as_at` or at a later 時点."""
    if found := errors_with(reader, connection, revisions, new, as_at):
        raise Rejected(found, len(found))


def _refuse_impossible_date(as_at: date, strategy: Strategy) -> None:
    if as_at > strategy.last_day:
        raise NotPossible(f"時点 {as_at} は計画の最終日({strategy.last_day})より後です。日付を確かめてください。")
