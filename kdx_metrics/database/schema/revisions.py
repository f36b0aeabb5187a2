"""SQL tables of publications, revisions, redactions, head and audit log, equal to those the migrations create."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
)

from kdx_metrics.database.schema.metadata import UtcDateTime, account_column, metadata, person_id_column

Kind = Literal["initial", "upload", "rollback"]
Mode = Literal["replace", "merge"]

HEAD_ROW = 1


class PublicationColumns(TypedColumns):
    """A publication, whose revisions are all stored or none."""

    id = Column(Integer, primary_key=True)
    number = Column(Integer, nullable=False, unique=True)  # the head's number after this publication
    published_at = Column(UtcDateTime, nullable=False)
    by = Column(String(200), nullable=False)
    person_id: Named[int | None] = person_id_column()
    account = account_column()
    note = Column(Text, nullable=False)
    kind = Column(String(20), nullable=False)  # a Kind
    files = Column(Integer, nullable=False)  # number of its revisions, which verify counts


class RevisionColumns(TypedColumns):
    """A file of a publication; `uploaded` is the file as it came, `merged` the whole table after a partial update."""

    id = Column(Integer, primary_key=True)
    publication_id = Column(Integer, ForeignKey("publication.id"), nullable=False, index=True)
    table_name = Column(String(40), nullable=False)
    as_at: Named[date] = Column(Date, nullable=False)
    parent_id: Named[int | None] = Column(Integer, ForeignKey("revision.id"), index=True)
    restored_id: Named[int | None] = Column(Integer, ForeignKey("revision.id"))
    mode = Column(String(20), nullable=False)  # a Mode
    file_name = Column(Text, nullable=False)
    encoding = Column(String(20), nullable=False)
    row_count = Column(Integer, nullable=False)
    size = Column(Integer, nullable=False)
    sha256 = Column(String(64), nullable=False, index=True)
    merged_sha256: Named[str | None] = Column(String(64))
    uploaded: Named[bytes | None] = Column(LargeBinary)
    merged: Named[bytes | None] = Column(LargeBinary)


class RedactionColumns(TypedColumns):
    """Record of a redaction (抹消), which erased the content of a revision."""

    revision_id = Column(Integer, ForeignKey("revision.id"), primary_key=True, autoincrement=False)
    at = Column(UtcDateTime, nullable=False)
    by = Column(String(200), nullable=False)
    person_id: Named[int | None] = person_id_column()
    account = account_column()
    reason = Column(Text, nullable=False)


class HeadColumns(TypedColumns):
    """The head's single row, which each writer locks and whose number grows with each change."""

    id = Column(Integer, primary_key=True, autoincrement=False)
    number = Column(Integer, nullable=False)
    changed_at: Named[datetime | None] = Column(UtcDateTime)
    by = Column(String(200), nullable=False)


class AuditColumns(TypedColumns):
    """An entry of the audit log, of an action or a refusal."""

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, index=True)
    actor = Column(String(200), nullable=False)
    person_id: Named[int | None] = person_id_column()
    account = account_column()
    action = Column(String(40), nullable=False)
    object = Column(Text, nullable=False)
    detail: Named[dict[str, Any]] = Column(JSON, nullable=False)
    address = Column(String(100), nullable=False)


publication = Table("publication", metadata, PublicationColumns, sqlite_autoincrement=True)
revision = Table(
    "revision",
    metadata,
    RevisionColumns,
    Index(None, "table_name", "as_at", "id"),
    sqlite_autoincrement=True,
)
redaction = Table("redaction", metadata, RedactionColumns)
head = Table("head", metadata, HeadColumns, CheckConstraint(f"id = {HEAD_ROW}", name="one_row"))
audit = Table("audit", metadata, AuditColumns, sqlite_autoincrement=True)
