"""The tables in force together at a date: read from their bytes, and held against the rules that span them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.cache import LruCache
from kdx_metrics.intake.checking import CheckedFile, check, check_across
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables
from kdx_metrics.publications.revisions import NewRevision, Revision, contents, heads

# The revision of each table that is in force at a date, published or about to be.
InForce = Mapping[TableName, Revision | NewRevision]

# Checked tables of the whole process by content: starting, publishing and looking read the same bytes over and over.
_CHECKED = LruCache(96)  # four tables of two dozen 時点


@dataclass(frozen=True, eq=False)
class CheckedTables:
    """The tables in force as read: the check of each revision, and the typed frames of those that could be read."""

    strategy: Strategy
    checked: Mapping[TableName, CheckedFile]

    @property
    def frames(self) -> dict[TableName, pd.DataFrame]:
        """Typed frames by name."""
        return {name: checked.frame for name, checked in self.checked.items() if checked.frame is not None}

    def errors(self) -> list[Issue]:
        """Errors in the tables and between them, in order."""
        issues = [issue for checked in self.checked.values() for issue in checked.issues]
        positions = {name: checked.positions for name, checked in self.checked.items()}
        frames = _frames_of(tables(self.strategy).values(), self.checked)
        return in_order(errors([*issues, *check_across(frames, self.strategy, positions)]))


def read_tables(strategy: Strategy, in_force: InForce, connection: Connection | None = None) -> CheckedTables:
    """Read each table beside those that it refers to, whose units may stand in its cells.

    A table whose content was erased meanwhile is left out. `connection` may be None where nothing is in a store yet.
    """
    keys = _keys(strategy, in_force)
    cached = {name: _CHECKED.get(key) for name, key in keys.items()}
    stored = {name: revision.id for name, revision in in_force.items() if isinstance(revision, Revision)}
    wanted = [number for name, number in stored.items() if cached[name] is None]
    data = contents(connection, wanted) if connection and wanted else {}
    checked: dict[TableName, CheckedFile] = {}
    for name, key in keys.items():
        if (file := cached[name]) is None:
            revision = in_force[name]
            content = data.get(revision.id) if isinstance(revision, Revision) else revision.content
            if content is None:
                continue
            specs = tables(strategy)
            beside = _frames_of((specs[other] for other in specs[name].refers_to), checked)
            ask = partial(check, content, strategy, file_name=revision.file_name, table=name, as_at=revision.as_at)
            file = _CHECKED.get_or_create(key, partial(ask, beside=beside, together=True))
        checked[name] = file
    return CheckedTables(strategy, checked)


def cached_tables(strategy: Strategy, in_force: InForce) -> CheckedTables | None:
    """The same from memory alone; None where a content must be fetched."""
    checked = {name: _CHECKED.get(key) for name, key in _keys(strategy, in_force).items()}
    return None if None in checked.values() else CheckedTables(strategy, checked)


def _keys(strategy: Strategy, in_force: InForce) -> dict[TableName, Hashable]:
    """All that decides how each table reads, in the order in which tables are read."""
    keys: dict[TableName, Hashable] = {}
    for name, spec in tables(strategy).items():
        if revision := in_force.get(name):
            referred = tuple(keys[other] for other in spec.refers_to if other in keys)
            content = revision.content_sha256, revision.file_name, revision.as_at
            keys[name] = (strategy.fingerprint, name, *content, *referred)
    return keys


def _frames_of(specs: Iterable[Table], checked: Mapping[TableName, CheckedFile]) -> dict[TableName, pd.DataFrame]:
    """The frames to hold a table against: an absent one has no rows, one that does not read is left out."""
    frames = {spec.name: checked[spec.name].frame if spec.name in checked else spec.empty_frame() for spec in specs}
    return {name: frame for name, frame in frames.items() if frame is not None}


def in_force_with(revisions: Iterable[Revision], new: Mapping[TableName, NewRevision], as_at: date) -> list[InForce]:
    """The tables in force once `new` is published: at `as_at`, and at each later 時点 that still shows one of it."""
    published = list(revisions)
    later = {revision.as_at for revision in published if revision.as_at > as_at and not revision.redaction}
    states: list[InForce] = []
    for day in sorted({as_at} | later):
        in_force = heads(published, day)
        shown = {
            name: revision for name, revision in new.items() if name not in in_force or in_force[name].as_at <= as_at
        }
        if not shown:
            break
        if (state := in_force | shown) not in states:
            states.append(state)
    return states


def errors_with(
    strategy: Strategy,
    connection: Connection,
    revisions: Iterable[Revision],
    new: Mapping[TableName, NewRevision],
    as_at: date,
) -> list[Issue]:
    """The errors that publishing `new` would bring, at `as_at` or at a later 時点."""
    issues: dict[Issue, None] = {}
    for in_force in in_force_with(revisions, new, as_at):
        issues |= dict.fromkeys(read_tables(strategy, in_force, connection).errors())
    return in_order(issues)
