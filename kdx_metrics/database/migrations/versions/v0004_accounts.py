"""Accounts beside the names in every record, the end of one-time passwords, and 抹消 of decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

AUTHORS = (
    ("publication", "person_id", "account"),
    ("redaction", "person_id", "account"),
    ("audit", "person_id", "account"),
    ("decision", "created_by_id", "created_by_account"),
    ("decision", "changed_by_id", "changed_by_account"),
    ("decision_history", "person_id", "account"),
)
ONE_TIME_PASSWORD_LIFETIME = timedelta(hours=72)


def upgrade() -> None:
    """Add the columns. Older records keep their name and have an empty account."""
    for table, person_id, account in AUTHORS:
        op.add_column(table, sa.Column(person_id, sa.Integer))
        op.add_column(table, sa.Column(account, sa.String(100), nullable=False, server_default=""))
    op.add_column("person", sa.Column("password_expires_at", sa.DateTime(timezone=True)))
    _let_one_time_passwords_end()
    op.create_table(
        "decision_redaction",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer),
        sa.Column("account", sa.String(100), nullable=False, server_default=""),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_redaction"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_decision_redaction_decision_id_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_redaction_decision_id", "decision_redaction", ["decision_id"])


def _let_one_time_passwords_end() -> None:
    """One-time passwords that were issued before had no end: it is counted from now."""
    person = sa.table(
        "person",
        sa.column("must_change", sa.Boolean),
        sa.column("password_hash", sa.Text),
        sa.column("password_expires_at", sa.DateTime(timezone=True)),
    )
    end = datetime.now(UTC) + ONE_TIME_PASSWORD_LIFETIME
    one_time = person.c.must_change.is_(sa.true()), person.c.password_hash.is_not(None)
    op.execute(sa.update(person).where(*one_time).values(password_expires_at=end))
