"""SQL tables of accounts, sessions and failed sign-ins, equal to those that migration 0002 creates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from kdx_metrics.database.schema.metadata import UtcDateTime, metadata


class PersonColumns(TypedColumns):
    """An account; a local one has a password, one of an OIDC provider has issuer and subject."""

    id = Column(Integer, primary_key=True)
    account = Column(String(100), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    role = Column(String(20), nullable=False)  # a Role
    password_hash: Named[str | None] = Column(Text)
    must_change = Column(Boolean, nullable=False)  # the password is a one-time one
    password_expires_at: Named[datetime | None] = Column(UtcDateTime)  # of a one-time one
    issuer: Named[str | None] = Column(String(300))
    subject: Named[str | None] = Column(String(300))
    created_at = Column(UtcDateTime, nullable=False)
    signed_in_at: Named[datetime | None] = Column(UtcDateTime)
    disabled_at: Named[datetime | None] = Column(UtcDateTime)


class SignInColumns(TypedColumns):
    """A session; its token is in the browser only, here is the token's hash."""

    token_sha256 = Column(String(64), primary_key=True)
    person_id = Column(Integer, ForeignKey("person.id"), nullable=False, index=True)
    started_at = Column(UtcDateTime, nullable=False)
    seen_at = Column(UtcDateTime, nullable=False)
    expires_at = Column(UtcDateTime, nullable=False, index=True)
    ended_at: Named[datetime | None] = Column(UtcDateTime)
    address = Column(String(100), nullable=False)


class AttemptColumns(TypedColumns):
    """A failed sign-in, in one row for the account and one for the address."""

    id = Column(Integer, primary_key=True)
    key = Column(String(80), nullable=False)
    at = Column(UtcDateTime, nullable=False, index=True)


person = Table("person", metadata, PersonColumns, UniqueConstraint("issuer", "subject"), sqlite_autoincrement=True)
# Not restored from a backup, so that a session revoked since then does not return.
TRANSIENT = {"transient": True}
sign_in = Table("sign_in", metadata, SignInColumns, info=TRANSIENT)
attempt = Table(
    "attempt", metadata, AttemptColumns, Index(None, "key", "at"), info=TRANSIENT, sqlite_autoincrement=True
)
