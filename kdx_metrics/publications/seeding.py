"""The first revisions: what ships in `data/archive/DATE/` and `data/`, until staff publish their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from kdx_metrics.database import head
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.publications.committing import NewRevision, Publication, write
from kdx_metrics.publications.revisions import Revision, all_revisions, digest, heads
from kdx_metrics.publications.tables_at import Reader

ARCHIVE = "archive"
SEEDER = Actor("初期データ", "admin")


@dataclass(frozen=True, slots=True)
class Shipped:
    """One shipped file: its table by its name, and the 時点 of its folder."""

    table: TableName
    as_at: date
    place: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A shipped file that was not taken in, and the errors that stand in it."""

    place: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a start took in, and what it had to leave out."""

    publications: tuple[Publication, ...] = ()
    refused: tuple[Refused, ...] = ()


def seed(store: Store, strategy: Strategy, folder: Path, *, fallback_as_at: date) -> Seeded:
    """Take the shipped files into the store where the store does not lead yet.

    Runs at every start. On an empty store every shipped file without errors becomes a first revision; later a
    file that has changed since becomes a new one, as long as nothing was published, rolled back or erased by
    staff. `fallback_as_at` is the 時点 of `folder` when strategy.toml gives none. Several replicas may start at
    once: one takes them in. Raises StoreUnavailable, or OSError when a shipped file cannot be read.
    """
    with store.reading() as connection:
        revisions = all_revisions(connection)
    if staff_lead(revisions):
        return Seeded()
    shipped = shipped_files(folder, strategy, strategy.data.as_at or fallback_as_at)
    newest = {(one.table, one.as_at): one.sha256 for one in revisions}
    if all(newest.get((one.table, one.as_at)) == digest(one.data) for one in shipped):
        return Seeded()
    good, refused = _without_errors(shipped, strategy)
    with store.writing() as connection:
        publications = _write(connection, good)
    return Seeded(tuple(publications), tuple(refused))


def staff_lead(revisions: Iterable[Revision]) -> bool:
    """Whether staff have published, rolled back or erased anything: from then on `data/` is only the origin."""
    return any(one.kind != "initial" or one.redaction for one in revisions)


def shipped_files(folder: Path, strategy: Strategy, as_at: date) -> list[Shipped]:
    """The shipped files, oldest 時点 first; an archive folder whose name is no date is passed over."""
    places: list[tuple[date, Path]] = []
    archive = folder / ARCHIVE
    for place in sorted(archive.iterdir()) if archive.is_dir() else ():
        try:
            places.append((date.fromisoformat(place.name), place))
        except ValueError:
            continue
    return [
        Shipped(table.name, day, (place / table.file_name).relative_to(folder).as_posix(), file.read_bytes())
        for day, place in sorted([*places, (as_at, folder)])
        for table in tables(strategy).values()
        if (file := place / table.file_name).is_file()
    ]


def _without_errors(shipped: Sequence[Shipped], strategy: Strategy) -> tuple[list[NewRevision], list[Refused]]:
    """The files as revisions; one with errors, by itself or beside the tables of its 時点, is left out."""
    reader = Reader(strategy)
    in_force: dict[TableName, NewRevision] = {}
    good: list[NewRevision] = []
    refused: list[Refused] = []
    for day in dict.fromkeys(one.as_at for one in shipped):
        there = {one.table: one for one in shipped if one.as_at == day}
        while there:
            read = reader.read(None, {**in_force, **{name: _new(one, strategy) for name, one in there.items()}})
            found = read.errors()
            blamed = [name for name in there if any(issue.table == name for issue in found)]
            if not blamed:
                break
            # One at a time, those that others refer to first: without one in the way, the tables that refer to it may
            # yet be good, or be told what really is wrong.
            name = blamed[0]
            place = there.pop(name).place
            refused.append(Refused(place, tuple(issue for issue in found if issue.table == name)))
        for name, one in there.items():
            in_force[name] = replace(
                _new(one, strategy), rows=read.checked[name].rows, encoding=read.checked[name].encoding or ""
            )
            good.append(in_force[name])
    return good, refused


def _new(one: Shipped, strategy: Strategy) -> NewRevision:
    file_name = tables(strategy)[one.table].file_name
    return NewRevision(one.table, one.as_at, file_name, encoding="", rows=0, uploaded=one.data)


def _write(connection: Connection, good: Sequence[NewRevision]) -> list[Publication]:
    """Write whatever is still missing once the lock is held: another replica may have been first."""
    now = head.read(connection, lock=True)
    revisions = all_revisions(connection)
    made: list[Publication] = []
    if staff_lead(revisions):
        return made
    newest = {(one.table, one.as_at): one.sha256 for one in revisions}
    missing = [one for one in good if newest.get((one.table, one.as_at)) != one.content_sha256]
    for day in dict.fromkeys(one.as_at for one in missing):
        parents = heads(all_revisions(connection), day)
        new = [
            replace(one, parent=parents[one.table].id if one.table in parents else None)
            for one in missing
            if one.as_at == day
        ]
        made.append(write(connection, now, SEEDER, new, kind="initial", note=f"最初から入っているデータ({day}時点)"))
        now = head.read(connection, lock=True)
    return made
