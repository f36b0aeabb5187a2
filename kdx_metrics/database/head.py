"""The store's head, one row with the number of changes so far and the author of the last one."""

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
    """Head of the store; `number` grows with each publication, roll-back and redaction and is 0 when empty."""

    number: int
    changed_at: datetime | None
    by: str


def current(store: Store) -> Head:
    """Present head, cheap enough to be read every few seconds. Raises StoreUnavailable."""
    with store.reading() as connection:
        return read(connection)


def read(connection: Connection, *, lock: bool = False) -> Head:
    """Head in this transaction; `lock` makes other writers wait until the transaction ends.

    Raises StoreUnavailable if the row is missing.
    """
    query = select(head.c.number, head.c.changed_at, head.c.by)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise StoreUnavailable(NOT_OURS)
    return Head(row.number, row.changed_at, row.by)


def advance(connection: Connection, before: Head, by: str) -> Head:
    """Increase the number of the locked head, as a change by `by`."""
    after = Head(before.number + 1, datetime.now(UTC), by)
    connection.execute(update(head).values(number=after.number, changed_at=after.changed_at, by=after.by))
    return after
