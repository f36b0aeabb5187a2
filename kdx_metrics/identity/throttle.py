"""Failed sign-ins, counted in the store so that replicas share them, and how long to wait after them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from kdx_metrics.database.schema.identity import attempt

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures within `window` cost nothing; each further one doubles the wait, up to LONGEST_WAIT."""

    free: int
    window: timedelta


# About a hundred guesses a day for one account (NIST SP 800-63B's bound); an address may be a whole office.
ACCOUNT_LIMIT = Limit(free=5, window=timedelta(hours=24))
ADDRESS_LIMIT = Limit(free=30, window=timedelta(hours=1))
COUNTED_AT_MOST = 200  # rows looked at; the wait has long reached its bound by then


def account_key(account: str) -> str:
    """Hashed: what is typed into the field of the name is sometimes a password."""
    return "account:" + hashlib.sha256(account.encode()).hexdigest()


def address_key(address: str) -> str:
    """The address as it is."""
    return f"address:{address}"[:80]


def wait_after(failures: Sequence[datetime], limit: Limit, now: datetime) -> timedelta:
    """How long to wait yet, given the failures within the window, newest first; zero when not at all."""
    over = len(failures) - limit.free
    if over < 0:
        return timedelta(0)
    # The exponent is bounded: 2**200 seconds is more than a timedelta holds.
    pause = min(FIRST_WAIT * (1 << min(over, 10)), LONGEST_WAIT)
    return max(failures[0] + pause - now, timedelta(0))


def wait(
    connection: Connection, account: str, address: str, now: datetime, *, besides: Collection[int] = ()
) -> timedelta:
    """How long this account or address has to wait; failures of the ids `besides` are not counted."""
    limits = {account_key(account): ACCOUNT_LIMIT, address_key(address): ADDRESS_LIMIT}
    return max(
        wait_after(_failures(connection, key, now - limit.window, besides), limit, now) for key, limit in limits.items()
    )


def _failures(connection: Connection, key: str, since: datetime, besides: Collection[int]) -> list[datetime]:
    query = select(attempt.c.at).where(attempt.c.key == key, attempt.c.at > since)
    if besides:
        query = query.where(attempt.c.id.not_in(besides))
    return list(connection.execute(query.order_by(attempt.c.at.desc()).limit(COUNTED_AT_MOST)).scalars())


def note(connection: Connection, account: str, address: str, now: datetime) -> list[int]:
    """Count a failure beforehand, and return its ids; what is older than any window is cleared away."""
    connection.execute(delete(attempt).where(attempt.c.at <= now - ACCOUNT_LIMIT.window))
    return [
        connection.execute(insert(attempt).values(key=key, at=now).returning(attempt.c.id)).scalar_one()
        for key in (account_key(account), address_key(address))
    ]


def forgive(connection: Connection, account: str, ids: Collection[int] = ()) -> None:
    """Forget an account's failures and those of the ids: a sign-in has succeeded, or an administrator helped."""
    mine = attempt.c.key == account_key(account)
    connection.execute(delete(attempt).where(mine | attempt.c.id.in_(ids) if ids else mine))
