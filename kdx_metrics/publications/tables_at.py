"""The tables in force together at a date: read by the strategy of that date, and held against the rules across them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.intake.checking import CheckedFile, check, check_across, check_strategy
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import STRATEGY, Table, TableName, tables
from kdx_metrics.publications.cache import LruCache
from kdx_metrics.publications.revisions import NewRevision, Revision, contents, heads

# The revision of each table, and of the strategy, that is in force at a date, published or about to be.
InForce = Mapping[TableName, Revision | NewRevision]

# Checked tables of the whole process by content: starting, publishing and looking read the same bytes over and over.
_CHECKED = LruCache(96)  # four tables of two dozen 時点


@dataclass(frozen=True, eq=False)
class CheckedTables:
    """The tables in force as read: the check of each revision, and the typed frames of those that could be read.

    `strategy` is the one that they were read by.
    """

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
    """Read each table by the strategy in force, beside those that it refers to, whose units may stand in its cells.

    A table whose content was erased meanwhile is left out. `strategy` is for where none is in force, or one that no
    longer reads. `connection` may be None where nothing is in a store yet.
    """
    settings = _settings(in_force, connection)
    if settings is not None and settings.strategy is not None:
        strategy = settings.strategy
    keys = _keys(strategy, in_force)
    cached = {name: _CHECKED.get(key) for name, key in keys.items()}
    revisions = {name: in_force[name] for name, file in cached.items() if file is None}
    wanted = [revision.id for revision in revisions.values() if isinstance(revision, Revision)]
    data = contents(connection, wanted) if connection and wanted else {}
    checked: dict[TableName, CheckedFile] = {} if settings is None else {STRATEGY: settings}
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
    settings: CheckedFile | None = None
    if STRATEGY in in_force:
        if (settings := _CHECKED.get(_settings_key(in_force[STRATEGY]))) is None:
            return None
        strategy = settings.strategy or strategy
    checked = {name: _CHECKED.get(key) for name, key in _keys(strategy, in_force).items()}
    if None in checked.values():
        return None
    return CheckedTables(strategy, checked if settings is None else {STRATEGY: settings, **checked})


def _settings(in_force: InForce, connection: Connection | None) -> CheckedFile | None:
    """The strategy.toml in force as read; None where there is none, or its content was erased meanwhile."""
    if (revision := in_force.get(STRATEGY)) is None:
        return None
    key = _settings_key(revision)
    cached: CheckedFile | None = _CHECKED.get(key)
    if cached is not None:
        return cached
    if isinstance(revision, NewRevision):
        content: bytes | None = revision.content
    else:
        content = contents(connection, [revision.id]).get(revision.id) if connection else None
    if content is None:
        return None
    read: CheckedFile = _CHECKED.get_or_create(key, lambda: check_strategy(content, revision.file_name))
    return read


def _settings_key(revision: Revision | NewRevision) -> Hashable:
    return STRATEGY, revision.content_sha256, revision.file_name


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


def settings_alone(in_force: InForce) -> InForce:
    """The strategy of what is in force, without the tables."""
    return {name: revision for name, revision in in_force.items() if name == STRATEGY}


def in_force_with(revisions: Iterable[Revision], new: Mapping[TableName, NewRevision], as_at: date) -> list[InForce]:
    """The tables in force once `new` is published: at `as_at`, and at each later 時点 that still shows one of it."""
    published = list(revisions)
    later = {revision.as_at for revision in published if revision.as_at > as_at and not revision.redaction}
    states: list[InForce] = []
    for day in sorted({as_at} | later):
        in_force = heads(published, day)
        shown = {
            name: revision
            for name, revision in new.items()
            if name not in in_force or not as_at < in_force[name].as_at <= day
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
