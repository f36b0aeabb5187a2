"""Revisions as read: the list of them, which are current at a date, and their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, RowMapping, select

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.schema.revisions import Kind, Mode, publication, redaction, revision
from kdx_metrics.plan.tables import TableName


@dataclass(frozen=True, slots=True)
class Redaction:
    """Who erased a revision's content, when and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One file of one publication, without its bytes.

    `sha256` and `size` are of the file as uploaded. `merged_sha256` is of the whole table made from a partial
    update, None for a full replacement. `parent` is the revision it replaced, `restored` the one that a
    roll-back brought back.
    """

    id: int
    publication: int
    table: TableName
    as_at: date
    parent: int | None
    restored: int | None
    mode: Mode
    file_name: str
    encoding: str
    rows: int
    size: int
    sha256: str
    merged_sha256: str | None
    kind: Kind
    published_at: datetime
    by: str
    note: str
    redaction: Redaction | None

    @property
    def content_sha256(self) -> str:
        """The hash of the table in force: the merged one where there is one."""
        return self.merged_sha256 or self.sha256


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def all_revisions(connection: Connection) -> list[Revision]:
    """Every revision, oldest first, without bytes."""
    columns = [column for column in revision.c if column.name not in ("uploaded", "merged")]
    query = (
        select(
            *columns,
            publication.c.kind,
            publication.c.published_at,
            publication.c.by,
            publication.c.note,
            redaction.c.at.label("erased_at"),
            redaction.c.by.label("erased_by"),
            redaction.c.reason,
        )
        .join(publication, revision.c.publication_id == publication.c.id)
        .outerjoin(redaction, redaction.c.revision_id == revision.c.id)
        .order_by(revision.c.id)
    )
    return [_from_row(row) for row in connection.execute(query).mappings()]


def _from_row(row: RowMapping) -> Revision:
    erased = Redaction(row["erased_at"], row["erased_by"], row["reason"]) if row["erased_at"] else None
    return Revision(
        id=row["id"],
        publication=row["publication_id"],
        table=row["table_name"],
        as_at=row["as_at"],
        parent=row["parent_id"],
        restored=row["restored_id"],
        mode=cast("Mode", row["mode"]),
        file_name=row["file_name"],
        encoding=row["encoding"],
        rows=row["row_count"],
        size=row["size"],
        sha256=row["sha256"],
        merged_sha256=row["merged_sha256"],
        kind=cast("Kind", row["kind"]),
        published_at=row["published_at"],
        by=row["by"],
        note=row["note"],
        redaction=erased,
    )


def heads(revisions: Iterable[Revision], at: date | None = None) -> dict[TableName, Revision]:
    """The revision in force of each table at `at` (None: of the newest 時点).

    Per table the greatest 時点 not after `at`, among equals the newest published. An erased revision does not
    count: what it had replaced is in force again.
    """
    found: dict[TableName, Revision] = {}
    for one in revisions:
        if one.redaction or (at is not None and one.as_at > at):
            continue
        if (known := found.get(one.table)) is None or (known.as_at, known.id) <= (one.as_at, one.id):
            found[one.table] = one
    return found


def list_revisions(store: Store) -> list[Revision]:
    """Every revision, oldest first. Raises StoreUnavailable."""
    with store.reading() as connection:
        return all_revisions(connection)


def find(revisions: Iterable[Revision], number: int) -> Revision:
    """The revision of that number. Raises NotPossible when there is none."""
    for one in revisions:
        if one.id == number:
            return one
    raise NotPossible(f"第{number}版はありません。更新履歴で番号を確かめてください。")


def uploaded_bytes(connection: Connection, number: int) -> bytes:
    """The file of a revision as it was uploaded. Raises NotPossible when it is erased or unknown."""
    data = connection.execute(select(revision.c.uploaded).where(revision.c.id == number)).scalar_one_or_none()
    if data is None:
        raise NotPossible(f"第{number}版の内容は抹消されているか、その版がありません。")
    return data


def contents(connection: Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """Revision id → the table in force as bytes (merged where there is one); erased ones are left out."""
    query = select(revision.c.id, revision.c.uploaded, revision.c.merged).where(revision.c.id.in_(numbers))
    found: dict[int, bytes] = {}
    for number, uploaded, merged in connection.execute(query):
        data = uploaded if merged is None else merged
        if data is not None:
            found[number] = data
    return found
