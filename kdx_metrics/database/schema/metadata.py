"""Metadata of all SQL tables, and the column type of an instant."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Instant, as aware datetime in Python, `timestamp with time zone` in PostgreSQL and UTC text in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Convert to UTC. Raises ValueError for a naive time, whose instant is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was given to the store")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # likewise
        """Convert to UTC; a naive value, as SQLite returns it, is in UTC already."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def person_id_column() -> Column[int | None]:
    """Column for the person's number beside a name; no foreign key, since a record stands by itself."""
    return Column(Integer)


def account_column() -> Column[str]:
    """Column for the account beside a name: `hanako`, `oidc:…`, `cli:USER` or `system:…`; empty in older records.

    Two people may have the same name, but accounts are unique and never change. The default serves an older replica,
    which goes on writing during an upgrade.
    """
    return Column(String(100), nullable=False, server_default="")
