"""Tables of decisions with their history, and of a meeting's shared screen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Create the tables."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("action_id", sa.String(40), nullable=False),
        sa.Column("period", sa.Integer),
        sa.Column("kpi_id", sa.String(40), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("meeting_on", sa.Date, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_meeting_on", "decision", ["meeting_on"])
    op.create_table(
        "decision_history",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_history"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_decision_history_decision_id_decision"),
        sa.UniqueConstraint("decision_id", "version", name="uq_decision_history_decision_id_version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "leading",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("leader", sa.String(200), nullable=False),
        sa.Column("screen", sa.String(80), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("beat_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leading"),
    )
