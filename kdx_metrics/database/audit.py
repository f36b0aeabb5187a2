"""Audit log of sign-ins, refusals, publications, roll-backs, redactions and account changes, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from kdx_metrics.database.actors import ROLE_WORDS, Actor, Role
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden
from kdx_metrics.database.schema.revisions import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry of the log; `at` is in UTC, `object` names the object of the action, `detail` holds further facts."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: Mapping[str, Any]
    address: str


def record(
    connection: Connection, actor: Actor, action: str, about: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Write an entry in the transaction of the action, so that both are committed or neither."""
    connection.execute(
        insert(audit).values(
            at=datetime.now(UTC),
            actor=actor.name[:200],
            action=action,
            object=about,
            detail=dict(detail or {}),
            address=actor.address[:100],
        )
    )


def record_alone(store: Store, actor: Actor, action: str, about: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write an entry in a transaction of its own, for refusals and actions that change nothing in the store."""
    with store.writing() as connection:
        record(connection, actor, action, about, detail)


def require(store: Store, actor: Actor, allowed: tuple[Role, ...], action: str, about: str) -> None:
    """Log a refusal and raise Forbidden unless the actor's role is among `allowed`."""
    if actor.role in allowed:
        return
    record_alone(store, actor, "refused", about, {"asked": action, "role": actor.role})
    needed = "・".join(ROLE_WORDS[role] for role in allowed)
    raise Forbidden(f"この操作には{needed}の権限が必要です({actor.name} さんは{ROLE_WORDS[actor.role]}です)。")


def entries(
    store: Store, *, since: datetime | None = None, until: datetime | None = None, at_most: int | None = None
) -> list[Entry]:
    """Entries from `since` (inclusive) to `until` (exclusive), newest first. Raises StoreUnavailable."""
    query = select(audit).order_by(audit.c.id.desc()).limit(at_most)
    if since is not None:
        query = query.where(audit.c.at >= since)
    if until is not None:
        query = query.where(audit.c.at < until)
    with store.reading() as connection:
        return [Entry(**row) for row in connection.execute(query).mappings()]
