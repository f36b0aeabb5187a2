"""Tables of publications, revisions, redactions, head and audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create the tables and the single row of `head`."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("published_at", instant, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint("number", name="uq_publication_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("as_at", sa.Date, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("restored_id", sa.Integer),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("encoding", sa.String(20), nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("merged_sha256", sa.String(64)),
        sa.Column("uploaded", sa.LargeBinary),
        sa.Column("merged", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name="fk_revision_publication_id_publication"),
        sa.ForeignKeyConstraint(["parent_id"], ["revision.id"], name="fk_revision_parent_id_revision"),
        sa.ForeignKeyConstraint(["restored_id"], ["revision.id"], name="fk_revision_restored_id_revision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revision_publication_id", "revision", ["publication_id"])
    op.create_index("ix_revision_parent_id", "revision", ["parent_id"])
    op.create_index("ix_revision_sha256", "revision", ["sha256"])
    op.create_index("ix_revision_table_name_as_at_id", "revision", ["table_name", "as_at", "id"])
    op.create_table(
        "redaction",
        sa.Column("revision_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("revision_id", name="pk_redaction"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_redaction_revision_id_revision"),
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("changed_at", instant),
        sa.Column("by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
        sa.CheckConstraint("id = 1", name="ck_head_one_row"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.bulk_insert(head, [{"id": 1, "number": 0, "changed_at": None, "by": ""}])
