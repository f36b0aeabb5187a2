"""The tables together at a date: read from their bytes, and held against the rules that span them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.cache import LruCache
from kdx_metrics.intake.checking import CheckedFile, check, check_across
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables
from kdx_metrics.publications.committing import NewRevision
from kdx_metrics.publications.revisions import Revision, contents, heads

Whole = Mapping[TableName, Revision | NewRevision]
# The table, its content and 時点, and the readings of the tables that it refers to.
Reading = tuple[TableName, str, date, tuple[Any, ...]]
# The tables of some ten 時点: starting, publishing and looking read the same bytes over and over.
_CHECKED = LruCache(48)


@dataclass(frozen=True, eq=False)
class Tables:
    """A whole as read: each revision's check, and the typed frames of those that could be read."""

    strategy: Strategy
    checked: Mapping[TableName, CheckedFile]
    frames: Mapping[TableName, pd.DataFrame]

    def errors(self) -> list[Issue]:
        """Errors in the tables and between them, in order."""
        issues = [issue for checked in self.checked.values() for issue in checked.issues]
        positions = {name: checked.positions for name, checked in self.checked.items()}
        frames = beside(tables(self.strategy).values(), self.checked)
        return in_order(errors([*issues, *check_across(frames, self.strategy, positions)]))


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads wholes, each content once; a content that the process has checked lately is not checked again."""

    strategy: Strategy
    known: dict[Reading, CheckedFile] = field(default_factory=dict)

    def read(self, connection: Connection | None, whole: Whole) -> Tables:
        """The tables of a whole, each read with those beside it that it refers to: their units may stand in its cells.

        `connection` may be None where every part of the whole is new.
        """
        self._fetch(connection, whole)
        return self._tables(whole)

    def read_known(self, whole: Whole) -> Tables | None:
        """The same from memory alone; None when something must be fetched."""
        wanted = readings(whole, self.strategy).values()
        return self._tables(whole) if all(reading in self.known for reading in wanted) else None

    def _tables(self, whole: Whole) -> Tables:
        wanted = readings(whole, self.strategy)
        checked = {name: self.known[reading] for name, reading in wanted.items() if reading in self.known}
        frames = {name: file.frame for name, file in checked.items() if file.frame is not None}
        return Tables(self.strategy, checked, frames)

    def _fetch(self, connection: Connection | None, whole: Whole) -> None:
        wanted = readings(whole, self.strategy)
        missing = [name for name in wanted if wanted[name] not in self.known]
        stored = {name: one.id for name, one in whole.items() if name in missing and isinstance(one, Revision)}
        data = contents(connection, stored.values()) if connection and stored else {}
        for name in missing:
            one = whole[name]
            content = data.get(one.id) if isinstance(one, Revision) else one.content
            if content is None:
                continue  # erased since the list was read
            specs = tables(self.strategy)
            others = beside((specs[other] for other in specs[name].refers_to), self._tables(whole).checked)
            asked = partial(
                check, content, self.strategy, file_name=one.file_name, table=name, as_at=one.as_at, beside=others
            )
            key = self.strategy.fingerprint, wanted[name], one.file_name
            self.known[wanted[name]] = _CHECKED.get_or_create(key, asked)


def beside(specs: Iterable[Table], checked: Mapping[TableName, CheckedFile]) -> dict[TableName, pd.DataFrame]:
    """The frames to hold a table against: an absent one has no rows, one that does not read is left out."""
    frames = {spec.name: checked[spec.name].frame if spec.name in checked else spec.empty_frame() for spec in specs}
    return {name: frame for name, frame in frames.items() if frame is not None}


def readings(whole: Whole, strategy: Strategy) -> dict[TableName, Reading]:
    """The facts that decide how each table of a whole reads, in the order in which they are read."""
    found: dict[TableName, Reading] = {}
    for name, spec in tables(strategy).items():
        if one := whole.get(name):
            referred = tuple(found[other] for other in spec.refers_to if other in found)
            found[name] = (name, one.content_sha256, one.as_at, referred)
    return found


def wholes_with(revisions: Iterable[Revision], new: Mapping[TableName, NewRevision], as_at: date) -> list[Whole]:
    """Every whole that shows one of `new`: at `as_at`, and at later 時点 until their own successors take over."""
    known = list(revisions)
    dates = sorted({as_at} | {one.as_at for one in known if one.as_at > as_at and not one.redaction})
    found: list[Whole] = []
    for day in dates:
        in_force = heads(known, day)
        shown = {name: one for name, one in new.items() if name not in in_force or in_force[name].as_at <= as_at}
        if not shown:
            break
        if (whole := in_force | shown) not in found:
            found.append(whole)
    return found


def errors_with(
    reader: Reader,
    connection: Connection,
    revisions: Iterable[Revision],
    new: Mapping[TableName, NewRevision],
    as_at: date,
) -> list[Issue]:
    """What would be wrong, at `as_at` or at a later 時点, once `new` was published."""
    found: dict[Issue, None] = {}
    for whole in wholes_with(revisions, new, as_at):
        found |= dict.fromkeys(reader.read(connection, whole).errors())
    return in_order(found)
