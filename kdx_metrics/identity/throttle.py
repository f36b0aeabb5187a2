"""Failed sign-ins, counted in the store so that replicas share them, and the wait after them.

Unknown browsers share one counter per account, which anybody can fill. A browser in which the account has signed in
before (`devices`) has a counter of its own, so that nobody else can shut its owner out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from kdx_metrics.database.actors import network_of
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


@dataclass(frozen=True, slots=True)
class Counters:
    """Keys under which an attempt is counted: one of the account or its device, and one of the address."""

    account: str
    address: str | None = None

    @property
    def limits(self) -> Mapping[str, Limit]:
        """Limit per key."""
        return {self.account: ACCOUNT_LIMIT} | ({self.address: ADDRESS_LIMIT} if self.address else {})


def of_unknown_browser(account: str, address: str) -> Counters:
    """Counters of an attempt from a browser in which the account has never signed in."""
    return Counters(_account_key(account), f"address:{network_of(address)}"[:80])


def of_device(account: str, device: str) -> Counters:
    """Counter of an attempt from a known browser."""
    return Counters(f"{_devices_of(account)}{device}")


def of_owner(account: str) -> Counters:
    """Counter of attempts at the old password by somebody who is signed in already."""
    return Counters(_owner_key(account))


def wait_after(failures: Sequence[datetime], limit: Limit, now: datetime) -> timedelta:
    """Remaining wait after the failures within the window, newest first."""
    over = len(failures) - limit.free
    if over < 0:
        return timedelta(0)
    # The exponent is bounded: 2**200 seconds is more than a timedelta holds.
    pause = min(FIRST_WAIT * (1 << min(over, 10)), LONGEST_WAIT)
    return max(failures[0] + pause - now, timedelta(0))


def wait(connection: Connection, counters: Counters, now: datetime, *, besides: Collection[int] = ()) -> timedelta:
    """Longest wait of these counters, without the failures of the ids `besides`."""
    return max(
        wait_after(_failures(connection, key, now - limit.window, besides), limit, now)
        for key, limit in counters.limits.items()
    )


def note(connection: Connection, counters: Counters, now: datetime) -> list[int]:
    """Count a failure and return its ids; failures older than any window are deleted."""
    connection.execute(delete(attempt).where(attempt.c.at <= now - ACCOUNT_LIMIT.window))
    return [
        connection.execute(insert(attempt).values(key=key, at=now).returning(attempt.c.id)).scalar_one()
        for key in counters.limits
    ]


def forgive(connection: Connection, counters: Counters, ids: Collection[int]) -> None:
    """Delete the attempt of these ids, which has succeeded, and earlier failures of the account or device.

    Other failures from the same address stay, since somebody may be guessing at other accounts.
    """
    connection.execute(delete(attempt).where((attempt.c.key == counters.account) | attempt.c.id.in_(ids)))


def forgive_account(connection: Connection, account: str) -> None:
    """Delete all failures of an account, because an administrator helps."""
    mine = attempt.c.key.in_([_account_key(account), _owner_key(account)])
    connection.execute(delete(attempt).where(mine | attempt.c.key.startswith(_devices_of(account))))


def _failures(connection: Connection, key: str, since: datetime, besides: Collection[int]) -> list[datetime]:
    query = select(attempt.c.at).where(attempt.c.key == key, attempt.c.at > since)
    if besides:
        query = query.where(attempt.c.id.not_in(besides))
    return list(connection.execute(query.order_by(attempt.c.at.desc()).limit(COUNTED_AT_MOST)).scalars())


def _account_key(account: str) -> str:
    return f"account:{_digest(account)}"


def _owner_key(account: str) -> str:
    return f"owner:{_digest(account)}"


def _devices_of(account: str) -> str:
    return f"device:{_digest(account)[:32]}:"


def _digest(account: str) -> str:
    """SHA-256 of the account, since people sometimes type their password into the field of the name."""
    return hashlib.sha256(account.encode()).hexdigest()
