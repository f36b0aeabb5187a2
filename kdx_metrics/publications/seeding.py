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
from kdx_metrics.intake.checking import check_strategy
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import SETTINGS, STRATEGY
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
    staff. The strategy.toml comes after the tables; a store that has none yet gets it even where staff lead.
    `fallback_as_at` is the 時点 of the folder's own files where strategy.toml gives none. Several replicas may
    start at once: one takes them in. Raises StoreUnavailable, or OSError when a shipped file cannot be read.
    """
    with store.reading() as connection:
        revisions = all_revisions(connection)
    seeded = Seeded() if staff_lead(revisions) else _seed_tables(store, strategy, folder, fallback_as_at, revisions)
    settings = _settings(folder)
    if settings is None or not _is_wanted(settings, revisions):
        return seeded
    with store.writing() as connection:
        return replace(seeded, publications=(*seeded.publications, *_publish_settings(connection, settings)))


def _seed_tables(
    store: Store, strategy: Strategy, folder: Path, fallback_as_at: date, revisions: Sequence[Revision]
) -> Seeded:
    files = shipped_files(folder, strategy, strategy.data.as_at or fallback_as_at)
    stored = {(revision.table, revision.as_at): revision.sha256 for revision in revisions}
    if all(stored.get((file.table, file.as_at)) == digest(file.data) for file in files):
        return Seeded()
    new, refused = taken_in(files, strategy)
    with store.writing() as connection:
        publications = _publish_missing(connection, new)
    return Seeded(tuple(publications), tuple(refused))


def _settings(folder: Path) -> NewRevision | None:
    """The folder's strategy.toml as a revision, in force from the plan's first day; None where it cannot be used."""
    path = folder / SETTINGS.file_name
    if not path.is_file():
        return None
    data = path.read_bytes()
    checked = check_strategy(data, path.name)
    if checked.strategy is None:
        return None  # the program does not start with it
    return NewRevision(
        STRATEGY, checked.strategy.first_day, path.name, checked.encoding or "", checked.rows, uploaded=data
    )


def _is_wanted(settings: NewRevision, revisions: Sequence[Revision]) -> bool:
    """True for the first one, also of a store from before strategies were published, and for a changed one after it.

    A changed one counts as long as staff do not lead.
    """
    mine = [revision for revision in revisions if revision.table == STRATEGY]
    return not mine or (mine[-1].sha256 != settings.content_sha256 and not staff_lead(revisions))


def _publish_settings(connection: Connection, settings: NewRevision) -> list[Publication]:
    """Publish it if it is still missing once the lock is held: another replica may have been first."""
    now = head.read(connection, lock=True)
    revisions = all_revisions(connection)
    if not _is_wanted(settings, revisions):
        return []
    parent = heads(revisions, settings.as_at).get(STRATEGY)
    new = replace(settings, parent=parent.id if parent and parent.as_at <= settings.as_at else None)
    note = f"初期の設定({SETTINGS.file_name})"
    return [write(connection, now, SEEDER, [new], kind="initial", note=note)]


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
        note = f"{wareki(day)}時点の初期データ"
        publications.append(write(connection, now, SEEDER, of_day, kind="initial", note=note))
        now = head.read(connection, lock=True)
    return publications
