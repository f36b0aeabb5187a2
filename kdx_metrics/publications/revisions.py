"""Revisions, published and about to be: the list of them, those in force at a date, and their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeVar, cast

from sqlalchemy import Connection, RowMapping, select

from kdx_metrics.database import audit
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.database.schema.revisions import Kind, Mode
from kdx_metrics.plan.snapshot import Origin
from kdx_metrics.plan.tables import STRATEGY, TableName

KIND_WORDS: Mapping[Kind, str] = {"initial": "初期データ", "upload": "公開", "rollback": "差し戻し"}
MODE_WORDS: Mapping[Mode, str] = {"replace": "全体置換", "merge": "部分更新"}


@dataclass(frozen=True, slots=True)
class Redaction:
    """The erasure of a revision's content: time, person and reason."""

    at: datetime
    by: str
    account: str
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
    account: str
    note: str
    redaction: Redaction | None

    @property
    def content_sha256(self) -> str:
        """The hash of the table in force: the merged one where there is one."""
        return self.merged_sha256 or self.sha256

    @property
    def origin(self) -> Origin:
        """The facts that are shown beside every number of it."""
        return Origin(self.table, self.file_name, self.content_sha256, self.as_at, self.id, self.published_at, self.by)


@dataclass(frozen=True, slots=True)
class NewRevision:
    """One revision about to be published; `parent` is what it replaces, `restored` what a roll-back brings back."""

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
    redaction: ClassVar[None] = None  # nothing that is yet to be published is erased

    @property
    def content(self) -> bytes:
        """The table in force once this is published."""
        return self.uploaded if self.merged is None else self.merged

    @property
    def content_sha256(self) -> str:
        """The hash of `content`."""
        return digest(self.content)

    @property
    def origin(self) -> Origin:
        """The facts that are shown beside every number of a file that is in no store."""
        return Origin(self.table, self.file_name, self.content_sha256, self.as_at)


AnyRevision = TypeVar("AnyRevision", bound=Revision | NewRevision)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def all_revisions(connection: Connection) -> list[Revision]:
    """Every revision, oldest first, without bytes."""
    columns = [column for column in schema.revision.c if column.name not in ("uploaded", "merged")]
    query = (
        select(
            *columns,
            schema.publication.c.kind,
            schema.publication.c.published_at,
            schema.publication.c.by,
            schema.publication.c.account,
            schema.publication.c.note,
            schema.redaction.c.at.label("erased_at"),
            schema.redaction.c.by.label("erased_by"),
            schema.redaction.c.account.label("erased_by_account"),
            schema.redaction.c.reason,
        )
        .join(schema.publication, schema.revision.c.publication_id == schema.publication.c.id)
        .outerjoin(schema.redaction, schema.redaction.c.revision_id == schema.revision.c.id)
        .order_by(schema.revision.c.id)
    )
    return [_from_row(row) for row in connection.execute(query).mappings()]


def _from_row(row: RowMapping) -> Revision:
    erased = None
    if row["erased_at"]:
        erased = Redaction(row["erased_at"], row["erased_by"], row["erased_by_account"], row["reason"])
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
        account=row["account"],
        note=row["note"],
        redaction=erased,
    )


def heads(revisions: Iterable[AnyRevision], at: date | None = None) -> dict[TableName, AnyRevision]:
    """The revision in force of each table at `at` (None: of the newest 時点).

    `revisions` are in the order in which they were published. Per table the greatest 時点 not after `at`, among equals
    the newest published. An erased revision does not count: what it had replaced is in force again. Before the first
    時点 of strategy.toml the one published first is in force, so that none published later changes what was shown.
    """
    in_force: dict[TableName, AnyRevision] = {}
    published = list(revisions)
    for revision in published:
        if revision.redaction or (at is not None and revision.as_at > at):
            continue
        earlier = in_force.get(revision.table)
        if earlier is None or earlier.as_at <= revision.as_at:
            in_force[revision.table] = revision
    first = first_strategy(published)
    return in_force if first is None else {STRATEGY: first} | in_force


def first_strategy(revisions: Iterable[AnyRevision]) -> AnyRevision | None:
    """The strategy.toml that was published first: it stands behind every revision, whatever its 時点."""
    return next((revision for revision in revisions if revision.table == STRATEGY and not revision.redaction), None)


def list_revisions(store: Store) -> list[Revision]:
    """Every revision, oldest first. Raises StoreUnavailable."""
    with store.reading() as connection:
        return all_revisions(connection)


def find(revisions: Iterable[Revision], number: int) -> Revision:
    """The revision of that number. Raises NotPossible when there is none."""
    for revision in revisions:
        if revision.id == number:
            return revision
    raise NotPossible(f"第{number}版はありません。更新履歴で番号を確かめてください。")


def uploaded_bytes(connection: Connection, number: int) -> bytes:
    """The file of a revision as it was uploaded. Raises NotPossible when it is erased or unknown."""
    columns = schema.revision.c
    data = connection.execute(select(columns.uploaded).where(columns.id == number)).scalar_one_or_none()
    if data is None:
        raise NotPossible(f"第{number}版の内容は抹消されているか、その版がありません。")
    return data


def uploaded_file(store: Store, actor: Actor, number: int) -> bytes:
    """The same for a person who downloads it.

    For editors alone: a file may hold more than the table that was checked, such as hidden sheets, names of authors
    and live formulas. Raises Forbidden unless the actor may edit, NotPossible, StoreUnavailable.
    """
    audit.require(store, actor, EDITORS, "read_upload", f"revision {number}")
    with store.reading() as connection:
        return uploaded_bytes(connection, number)


def contents(connection: Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """Revision id → the table in force as bytes (merged where there is one); erased ones are left out."""
    columns = schema.revision.c
    rows = connection.execute(select(columns.id, columns.uploaded, columns.merged).where(columns.id.in_(numbers)))
    rows_in_force = ((number, uploaded if merged is None else merged) for number, uploaded, merged in rows)
    return {number: data for number, data in rows_in_force if data is not None}
