"""The first revisions of a store: the shipped files, until staff publish their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from kdx_metrics.database import head
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.publishing import Publication, write
from kdx_metrics.publications.revisions import NewRevision, Revision, all_revisions, digest, heads
from kdx_metrics.publications.shipped import Refused, shipped_files, taken_in

SEEDER = Actor("初期データ", "admin", account="system:seed")


@dataclass(frozen=True, slots=True)
class Seeded:
    """Publications made at a start, and the shipped files that were left out."""

    publications: tuple[Publication, ...] = ()
    refused: tuple[Refused, ...] = ()


def seed(store: Store, strategy: Strategy, folder: Path, *, fallback_as_at: date) -> Seeded:
    """Take the shipped files into the store where the store does not lead yet.

    Runs at every start. On an empty store every shipped file without errors becomes a first revision; later a
    file that has changed since becomes a new one, as long as nothing was published, rolled back or erased by
    staff. `fallback_as_at` is the 時点 of the folder's own files where strategy.toml gives none. Several replicas may
    start at once: one takes them in. Raises StoreUnavailable, or OSError when a shipped file cannot be read.
    """
    with store.reading() as connection:
        revisions = all_revisions(connection)
    if staff_lead(revisions):
        return Seeded()
    files = shipped_files(folder, strategy, strategy.data.as_at or fallback_as_at)
    stored = {(revision.table, revision.as_at): revision.sha256 for revision in revisions}
    if all(stored.get((file.table, file.as_at)) == digest(file.data) for file in files):
        return Seeded()
    new, refused = taken_in(files, strategy)
    with store.writing() as connection:
        publications = _publish_missing(connection, new)
    return Seeded(tuple(publications), tuple(refused))


def staff_lead(revisions: Iterable[Revision | NewRevision]) -> bool:
    """True once staff have published, rolled back or erased anything: from then on `data/` is only the origin."""
    published = [revision for revision in revisions if isinstance(revision, Revision)]
    return any(revision.kind != "initial" or revision.redaction for revision in published)


def _publish_missing(connection: Connection, new: Sequence[NewRevision]) -> list[Publication]:
    """Publish those that are still missing once the lock is held: another replica may have been first."""
    now = head.read(connection, lock=True)
    revisions = all_revisions(connection)
    publications: list[Publication] = []
    if staff_lead(revisions):
        return publications
    stored = {(revision.table, revision.as_at): revision.sha256 for revision in revisions}
    missing = [revision for revision in new if stored.get((revision.table, revision.as_at)) != revision.content_sha256]
    for day in dict.fromkeys(revision.as_at for revision in missing):
        parents = heads(all_revisions(connection), day)
        of_day = [
            replace(revision, parent=parents[revision.table].id if revision.table in parents else None)
            for revision in missing
            if revision.as_at == day
        ]
        note = f"最初から入っているデータ({day}時点)"
        publications.append(write(connection, now, SEEDER, of_day, kind="initial", note=note))
        now = head.read(connection, lock=True)
    return publications
