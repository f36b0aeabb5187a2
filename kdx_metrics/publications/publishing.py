"""Publishing and rolling back: the two ways in which the store comes to show something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, insert

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish, NotPossible, StaleBase, StoreError, StoreUnavailable
from kdx_metrics.database.head import Head
from kdx_metrics.database.plain_text import plain_file_name, plain_person, plain_text
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.database.schema.revisions import Kind
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.staging import Proposal, Upload, prepare, refuse_errors, refuse_stale
from kdx_metrics.publications.revisions import (
    NewRevision,
    all_revisions,
    contents,
    digest,
    find,
    heads,
    uploaded_bytes,
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication made: the head's new `number`, and the id of the last revision of each table."""

    id: int
    number: int
    published_at: datetime
    revisions: dict[TableName, int]


def publish(  # noqa: PLR0913  # callers name every option
    store: Store,
    strategy: Strategy,
    actor: Actor,
    uploads: Sequence[Upload],
    *,
    as_at: date,
    note: str,
    base: int | None = None,
    limits: Limits | None = None,
    approve: Callable[[Proposal], None] = lambda _proposal: None,
) -> Publication:
    """Publish files as the state of `as_at`: all of them or none.

    `base` is the head's number that the rehearsal was made against; without one it is the number at this
    call. The files are checked again here, whatever a page has shown; `approve` sees the proposal before it is
    committed, and refuses it by raising. Raises Forbidden unless the actor may edit, and whatever `prepare` and
    `approve` raise; each refusal is in the audit log.
    """
    about = ", ".join(upload.file_name for upload in uploads)
    audit.require(store, actor, EDITORS, "publish", about)
    with _refusals_logged(store, actor, "publish", about):
        note = plain_text(note, "公開の理由(メモ)")
        proposal = prepare(store, strategy, uploads, as_at=as_at, base=base, limits=limits)
        approve(proposal)
        return _commit(store, strategy, actor, proposal.revisions, base=proposal.base, kind="upload", note=note)


def roll_back(
    store: Store, strategy: Strategy, actor: Actor, number: int, *, note: str, base: int | None = None
) -> Publication:
    """Publish revision `number` again, under the 時点 of its table's current revision.

    Raises Forbidden unless the actor may edit, NotPossible for an unknown or erased revision, NothingToPublish
    when it is what is shown already, Rejected when it no longer fits the other tables, StaleBase, StoreUnavailable.
    """
    about = f"revision {number}"
    audit.require(store, actor, EDITORS, "rollback", about)
    with _refusals_logged(store, actor, "rollback", about):
        note = plain_text(note, "差し戻しの理由(メモ)")
        now, again = _prepare_roll_back(store, strategy, number, base)
        return _commit(store, strategy, actor, [again], base=now, kind="rollback", note=note)


def _prepare_roll_back(store: Store, strategy: Strategy, number: int, base: int | None) -> tuple[int, NewRevision]:
    with store.reading() as connection:
        now = head.read(connection)
        refuse_stale(now, base, strategy)
        revisions = all_revisions(connection)
        source = find(revisions, number)
        if source.redaction:
            raise NotPossible(f"第{number}版の内容は抹消されているため、差し戻せません。")
        replaced = heads(revisions)[source.table]
        if replaced.content_sha256 == source.content_sha256:
            raise NothingToPublish
        again = NewRevision(
            table=source.table,
            as_at=replaced.as_at,
            file_name=source.file_name,
            encoding=source.encoding,
            rows=source.rows,
            uploaded=uploaded_bytes(connection, number),
            merged=contents(connection, [number])[number] if source.merged_sha256 else None,
            mode=source.mode,
            parent=replaced.id,
            restored=source.id,
        )
        refuse_errors(strategy, connection, revisions, {source.table: again}, replaced.as_at)
    return now.number, again


def _commit(  # one publication is this many facts
    store: Store, strategy: Strategy, actor: Actor, new: Sequence[NewRevision], *, base: int, kind: Kind, note: str
) -> Publication:
    """Write it if the head is still `base`: everything was checked against that, so it still holds."""
    actor = replace(actor, name=plain_person(actor.name))
    with store.writing() as connection:
        now = head.read(connection, lock=True)
        refuse_stale(now, base, strategy)
        return write(connection, now, actor, new, kind=kind, note=note)


@contextmanager
def _refusals_logged(store: Store, actor: Actor, action: str, about: str) -> Iterator[None]:
    """Log why something was not published; a database that is away can log nothing."""
    try:
        yield
    except (StoreUnavailable, NothingToPublish):
        raise
    except StoreError as error:
        detail = {"asked": action, "reason": type(error).__name__, "message": str(error)}
        if isinstance(error, StaleBase):
            detail["published_by"] = error.by
        audit.record_alone(store, actor, "refused", about, detail)
        raise


def write(  # one publication is this many facts
    connection: Connection, before: Head, actor: Actor, new: Sequence[NewRevision], *, kind: Kind, note: str
) -> Publication:
    """Insert everything on top of the locked head `before`; two revisions of one table become parent and child."""
    after = head.advance(connection, before, actor.name)
    made = connection.execute(
        insert(schema.publication)
        .values(
            number=after.number, published_at=after.changed_at, note=note, kind=kind, files=len(new), **actor.author
        )
        .returning(schema.publication.c.id, schema.publication.c.published_at)
    ).one()
    ids: dict[TableName, int] = {}
    for revision in new:
        ids[revision.table] = _insert(connection, made.id, revision, parent=ids.get(revision.table, revision.parent))
    action = {"initial": "seed", "upload": "publish", "rollback": "rollback"}[kind]
    detail = {"revisions": ids, "files": [revision.file_name for revision in new], "note": note}
    audit.record(connection, actor, action, f"publication {made.id}", detail)
    return Publication(made.id, after.number, made.published_at, ids)


def _insert(connection: Connection, publication_id: int, revision: NewRevision, *, parent: int | None) -> int:
    values = {
        "publication_id": publication_id,
        "table_name": revision.table,
        "as_at": revision.as_at,
        "parent_id": parent,
        "restored_id": revision.restored,
        "mode": revision.mode,
        "file_name": plain_file_name(revision.file_name),
        "encoding": revision.encoding,
        "row_count": revision.rows,
        "size": len(revision.uploaded),
        "sha256": digest(revision.uploaded),
        "merged_sha256": None if revision.merged is None else digest(revision.merged),
        "uploaded": revision.uploaded,
        "merged": revision.merged,
    }
    return connection.execute(insert(schema.revision).values(values).returning(schema.revision.c.id)).scalar_one()
