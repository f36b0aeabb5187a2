"""Audit log of sign-ins, refusals, publications, roll-backs, redactions and account changes, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from kdx_metrics.database.actors import ROLE_WORDS, Actor, Role, network_of
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden
from kdx_metrics.database.plain_text import LONGEST_NAME, visible_line
from kdx_metrics.database.schema.revisions import audit

LONGEST_ACCOUNT = 100
LONGEST_ADDRESS = 100
LONGEST_TEXT = 2_000  # of the object, and of each text in the detail
MOST_ITEMS = 100  # of a list in the detail


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry of the log; `at` is in UTC, `object` names the object of the action, `detail` holds further facts."""

    id: int
    at: datetime
    actor: str
    person_id: int | None
    account: str
    action: str
    object: str
    detail: Mapping[str, Any]
    address: str


def record(
    connection: Connection, actor: Actor, action: str, about: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Write an entry in the transaction of the action, so that both are committed or neither.

    Texts are kept within bounds and without unseen signs, since visitors write some of them.
    """
    connection.execute(
        insert(audit).values(
            at=datetime.now(UTC),
            actor=visible_line(actor.name)[:LONGEST_NAME],
            person_id=actor.person_id,
            account=actor.account[:LONGEST_ACCOUNT],
            action=action,
            object=visible_line(about)[:LONGEST_TEXT],
            detail=_bounded(dict(detail or {})),
            address=actor.address[:LONGEST_ADDRESS],
        )
    )


def record_alone(store: Store, actor: Actor, action: str, about: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write an entry in a transaction of its own, for refusals and actions that change nothing in the store."""
    with store.writing() as connection:
        record(connection, actor, action, about, detail)


def require(store: Store, actor: Actor, allowed: tuple[Role, ...], action: str, about: str) -> None:
    """Log a refusal and raise Forbidden unless the actor's role is among `allowed`.

    A person who tries the same action again and again is logged once a minute, with the number of tries.
    """
    if actor.role in allowed:
        return
    left_out = store.refusals.due(action, actor.account or network_of(actor.address))
    if left_out is not None:
        more = {"not_told_before": left_out} if left_out else {}
        record_alone(store, actor, "refused", about, {"asked": action, "role": actor.role, **more})
    needed = "・".join(ROLE_WORDS[role] for role in allowed)
    raise Forbidden(f"この操作には{needed}の権限が必要です({actor.name}さんは{ROLE_WORDS[actor.role]}です)。")


def entries(store: Store, *, at_most: int | None = None) -> list[Entry]:
    """Entries, newest first. Raises StoreUnavailable."""
    query = select(audit).order_by(audit.c.id.desc()).limit(at_most)
    with store.reading() as connection:
        return [Entry(**row) for row in connection.execute(query).mappings()]


def newest(store: Store, action: str) -> Entry | None:
    """The newest entry of an action; None where there is none. Raises StoreUnavailable."""
    query = select(audit).where(audit.c.action == action).order_by(audit.c.id.desc()).limit(1)
    with store.reading() as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else Entry(**row)


def _bounded(value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
    """The value with each text in it short and visible."""
    if isinstance(value, str):
        return visible_line(value)[:LONGEST_TEXT]
    if isinstance(value, Mapping):
        return {key: _bounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_bounded(item) for item in value[:MOST_ITEMS]]
    return value
