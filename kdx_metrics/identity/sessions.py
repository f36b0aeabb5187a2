"""Server-side sessions: the browser holds a random token, the store its SHA-256 and its end."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from kdx_metrics.database.schema.identity import person, sign_in

TOKEN_BYTES = 32
PRECISION = timedelta(minutes=1)  # not each request is worth a write
KEPT_AFTER_END = timedelta(days=30)  # an old cookie is still told from a forged one

Trouble = Literal["", "forged", "unknown", "revoked", "expired", "disabled", "unavailable"]


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Duration of a session: `idle` without use, `whole` at most."""

    idle: timedelta
    whole: timedelta

    @property
    def precision(self) -> timedelta:
        """Precision of the last use: a later use is written once the noted one is this old."""
        return min(PRECISION, self.idle / 10)


def digest(token: str) -> str:
    """SHA-256 of a token, which is all that the store knows of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(connection: Connection, person_id: int, address: str, lifetimes: Lifetimes, now: datetime) -> str:
    """Begin a session and return its token; sessions that ended long ago are deleted."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    connection.execute(delete(sign_in).where(sign_in.c.expires_at < now - KEPT_AFTER_END))
    connection.execute(
        insert(sign_in).values(
            token_sha256=digest(token),
            person_id=person_id,
            started_at=now,
            seen_at=now,
            expires_at=now + lifetimes.whole,
            address=address[:100],
        )
    )
    connection.execute(update(person).where(person.c.id == person_id).values(signed_in_at=now))
    return token


def end(connection: Connection, token: str, now: datetime) -> None:
    """End one session: its cookie is worth nothing from now on, in any browser."""
    connection.execute(
        update(sign_in)
        .where(sign_in.c.token_sha256 == digest(token), sign_in.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(connection: Connection, person_id: int) -> None:
    """End every session of a person."""
    connection.execute(
        update(sign_in)
        .where(sign_in.c.person_id == person_id, sign_in.c.ended_at.is_(None))
        .values(ended_at=datetime.now(UTC))
    )


def find(connection: Connection, token: str) -> RowMapping | None:
    """Row of a session, joined with its person's, or None."""
    columns = (sign_in.c.seen_at, sign_in.c.expires_at, sign_in.c.ended_at, *person.c)
    query = select(*columns).join(person, person.c.id == sign_in.c.person_id)
    return connection.execute(query.where(sign_in.c.token_sha256 == digest(token))).mappings().first()


def trouble_of(row: RowMapping | None, lifetimes: Lifetimes, now: datetime) -> Trouble:
    """Reason why a session row no longer counts; "" for a live session."""
    if row is None:
        return "unknown"
    if row["disabled_at"] is not None:
        return "disabled"
    if row["ended_at"] is not None:
        return "revoked"
    return "expired" if now >= row["expires_at"] or now - row["seen_at"] >= lifetimes.idle else ""


def touch(connection: Connection, token: str, now: datetime) -> None:
    """Write the time of the last use, unless the session has ended meanwhile."""
    connection.execute(
        update(sign_in).where(sign_in.c.token_sha256 == digest(token), sign_in.c.ended_at.is_(None)).values(seen_at=now)
    )
