"""抹消: the content of a revision goes for good; its hash, date, person and reason stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, text, update

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import ADMINISTRATORS, Actor
from kdx_metrics.database.db_errors import plain_words
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.publications.revisions import Revision, all_revisions, find
from kdx_metrics.publications.text import plain_person, plain_text


@dataclass(frozen=True, slots=True)
class Erased:
    """`revisions` lost their content; the tables of `built_on` were merged from one of them and may hold its rows."""

    revisions: tuple[int, ...]
    built_on: tuple[int, ...]


def redact(store: Store, actor: Actor, number: int, *, reason: str) -> Erased:
    """Erase a revision's bytes and every other copy of the same upload (a roll-back keeps one).

    It no longer counts as current: what it had replaced is in force again. Tables merged on top of it are not
    touched, since they hold others' rows too; they are named, so that the administrator can look at each.
    Backups made before keep the content. Raises Forbidden unless the actor is an administrator, NotPossible for an
    unknown or already erased revision or without a reason, StoreUnavailable.
    """
    about = f"revision {number}"
    audit.require(store, actor, ADMINISTRATORS, "redact", about)
    reason, name = plain_text(reason, "抹消の理由"), plain_person(actor.name)
    with store.writing() as connection:
        before = head.read(connection, lock=True)
        revisions = all_revisions(connection)
        wanted = find(revisions, number)
        if wanted.redaction:
            raise NotPossible(f"第{number}版の内容はすでに抹消されています。")
        copies = [copy.id for copy in revisions if copy.sha256 == wanted.sha256 and not copy.redaction]
        erased = Erased(tuple(copies), _built_on(revisions, set(copies)))
        now = datetime.now(UTC)
        stored = schema.revision
        connection.execute(update(stored).where(stored.c.id.in_(copies)).values(uploaded=None, merged=None))
        erasures = [{"revision_id": copy, "at": now, "by": name, "reason": reason} for copy in copies]
        connection.execute(insert(schema.redaction), erasures)
        head.advance(connection, before, name)
        audit.record(connection, actor, "redact", about, {"erased": copies, "built_on": erased.built_on})
    if store.is_sqlite:
        _empty_write_ahead_log(store)
    return erased


def _built_on(revisions: list[Revision], erased: set[int]) -> tuple[int, ...]:
    """Revisions whose merged table came, by merging and rolling back alone, from one that is erased."""
    tainted = set(erased)
    for revision in revisions:
        source = revision.restored or (revision.parent if revision.mode == "merge" else None)
        if source in tainted and not revision.redaction:
            tainted.add(revision.id)
    return tuple(sorted(tainted - erased))


def _empty_write_ahead_log(store: Store) -> None:
    """The log beside a SQLite file still holds the erased pages until it is folded into the file."""
    with plain_words(), store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
