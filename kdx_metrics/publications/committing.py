"""Writing one publication: its revisions, the head and the audit line, inside one transaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from sqlalchemy import Connection, insert

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.head import Head
from kdx_metrics.database.schema.revisions import Kind, Mode, publication, revision
from kdx_metrics.plan.tables import TableName
from kdx_metrics.publications.revisions import digest

LONGEST_NAME = 200
RESERVED = '<>:"|?*'  # in file names of Windows


@dataclass(frozen=True, slots=True)
class NewRevision:
    """One revision about to be written; `parent` is what it replaces, `restored` what a roll-back brings back."""

    table: TableName
    as_at: date
    file_name: str
    encoding: str
    rows: int
    uploaded: bytes
    merged: bytes | None = None
    mode: Mode = "replace"
    parent: int | None = None
    restored: int | None = None

    @property
    def content(self) -> bytes:
        """The table in force once this is published."""
        return self.uploaded if self.merged is None else self.merged

    @property
    def content_sha256(self) -> str:
        """The hash of `content`."""
        return digest(self.content)


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: the head's new `number`, and table → revision id (the last one of each table)."""

    id: int
    number: int
    published_at: datetime
    revisions: dict[TableName, int]


def write(  # one publication is this many facts
    connection: Connection, before: Head, actor: Actor, new: Sequence[NewRevision], *, kind: Kind, note: str
) -> Publication:
    """Insert everything on top of the locked head `before`; two revisions of one table become parent and child."""
    after = head.advance(connection, before, actor.name)
    made = connection.execute(
        insert(publication)
        .values(number=after.number, published_at=after.changed_at, by=actor.name, note=note, kind=kind, files=len(new))
        .returning(publication.c.id, publication.c.published_at)
    ).one()
    ids: dict[TableName, int] = {}
    for one in new:
        ids[one.table] = _insert(connection, made.id, one, parent=ids.get(one.table, one.parent))
    action = {"initial": "seed", "upload": "publish", "rollback": "rollback"}[kind]
    detail = {"revisions": ids, "files": [one.file_name for one in new], "note": note}
    audit.record(connection, actor, action, f"publication {made.id}", detail)
    return Publication(made.id, after.number, made.published_at, ids)


def _insert(connection: Connection, publication_id: int, one: NewRevision, *, parent: int | None) -> int:
    values = {
        "publication_id": publication_id,
        "table_name": one.table,
        "as_at": one.as_at,
        "parent_id": parent,
        "restored_id": one.restored,
        "mode": one.mode,
        "file_name": plain_file_name(one.file_name),
        "encoding": one.encoding,
        "row_count": one.rows,
        "size": len(one.uploaded),
        "sha256": digest(one.uploaded),
        "merged_sha256": None if one.merged is None else digest(one.merged),
        "uploaded": one.uploaded,
        "merged": one.merged,
    }
    return connection.execute(insert(revision).values(values).returning(revision.c.id)).scalar_one()


def plain_text(text: str, what: str) -> str:
    """A note, name or reason fit to be kept: trimmed, control characters out. Raises NotPossible when empty."""
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()
    if not kept:
        raise NotPossible(f"{what}を入力してください。")
    return kept


def plain_person(name: str) -> str:
    """A name as history shows it. Raises NotPossible when it is empty or longer than the column."""
    kept = plain_text(name, "担当者名")
    if len(kept) > LONGEST_NAME:
        raise NotPossible(f"担当者名は{LONGEST_NAME}文字までです。")
    return kept


def plain_file_name(name: str) -> str:
    """The last part of a file name as sent by a browser of any system, fit to be saved on any, its ending kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(
        "_" if sign in RESERVED or unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in last
    )
    if len(printable) <= LONGEST_NAME:
        return (printable.strip(". ") and printable) or "無題"
    ending = PurePosixPath(printable).suffix[-20:]
    return printable[: LONGEST_NAME - len(ending)] + ending
