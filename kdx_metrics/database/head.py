"""The head marker: one row that says how many times the store has changed, and who changed it last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from kdx_metrics.database.db_errors import NOT_OURS
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.schema.revisions import head


@dataclass(frozen=True, slots=True)
class Head:
    """`number` grows with every publication, roll-back and redaction; 0 is an empty store."""

    number: int
    changed_at: datetime | None
    by: str


def current(store: Store) -> Head:
    """The head now: one row by its key, cheap enough to ask every few seconds. Raises StoreUnavailable."""
    with store.reading() as connection:
        return read(connection)


def read(connection: Connection, *, lock: bool = False) -> Head:
    """The head as this transaction sees it; `lock` holds every other writer back until the transaction ends."""
    query = select(head.c.number, head.c.changed_at, head.c.by)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise StoreUnavailable(NOT_OURS)
    return Head(row.number, row.changed_at, row.by)


def advance(connection: Connection, before: Head, by: str) -> Head:
    """Move the locked head one on, in the name of `by`."""
    after = Head(before.number + 1, datetime.now(UTC), by)
    connection.execute(update(head).values(number=after.number, changed_at=after.changed_at, by=after.by))
    return after
