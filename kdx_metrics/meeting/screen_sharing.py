"""画面を共有: one editor leads the meeting's screens, everybody else may follow, whichever server they are on."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.plain_text import LONGEST_NAME, visible_line
from kdx_metrics.database.schema.decisions import LEADING_ROW, leading

SILENT = timedelta(seconds=60)  # without a sign of life the shared screen ends by itself


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared screen: `screen` at the 時点 `as_of`, since when, by whom; times are UTC.

    `account` (see `account_mark`) and `page` tell the leader's own page that was opened anew.
    """

    leader: str
    screen: str
    as_of: date
    started_at: datetime
    since: datetime
    account: str = ""
    page: str = ""


def account_mark(actor: Actor) -> str:
    """Eight hexadecimal digits that tell an account from others."""
    return hashlib.sha256(actor.account.encode()).hexdigest()[:8]


def lead(  # what is shown, and by which page
    store: Store, actor: Actor, screen: str, as_of: date, *, page: str = "", take_over: bool = False
) -> str:
    """Begin to lead and return the token by which this `page` goes on leading.

    Raises Forbidden unless the actor may edit, NotPossible while another page leads and is not to be taken over,
    StoreUnavailable.
    """
    audit.require(store, actor, EDITORS, "lead", screen)
    now, token = datetime.now(UTC), f"{account_mark(actor)}.{page}.{secrets.token_urlsafe(16)}"
    with store.writing() as connection:
        head.read(connection, lock=True)  # two who begin at once take turns
        row = connection.execute(select(leading)).first()
        if row is not None and now - row.beat_at < SILENT and not take_over:
            raise NotPossible(f"いま{row.leader}さんが画面を共有しています。")
        connection.execute(delete(leading))
        connection.execute(
            insert(leading).values(
                id=LEADING_ROW,
                token=token,
                leader=visible_line(actor.name)[:LONGEST_NAME],
                screen=screen,
                as_of=as_of,
                started_at=now,
                since=now,
                beat_at=now,
            )
        )
        audit.record(connection, actor, "lead", screen)
    return token


def show(store: Store, actor: Actor, token: str, screen: str, as_of: date) -> bool:
    """Show another screen; whether this page still leads. Raises Forbidden unless the actor may edit."""
    audit.require(store, actor, EDITORS, "lead", screen)
    now = datetime.now(UTC)
    with store.writing() as connection:
        done = connection.execute(
            update(leading)
            .where(leading.c.token == token)
            .values(screen=screen, as_of=as_of, since=now, beat_at=now)
            .returning(leading.c.id)
        )
        return done.first() is not None


def beat(store: Store, actor: Actor, token: str) -> bool:
    """Give a sign of life; whether this page still leads. Raises Forbidden unless the actor may edit."""
    audit.require(store, actor, EDITORS, "lead", "")
    with store.writing() as connection:
        done = connection.execute(
            update(leading).where(leading.c.token == token).values(beat_at=datetime.now(UTC)).returning(leading.c.id)
        )
        return done.first() is not None


def stop(store: Store, actor: Actor, token: str) -> None:
    """End the sharing, if this page still leads. Raises Forbidden unless the actor may edit."""
    audit.require(store, actor, EDITORS, "lead_end", "")
    with store.writing() as connection:
        if connection.execute(delete(leading).where(leading.c.token == token).returning(leading.c.id)).first():
            audit.record(connection, actor, "lead_end", "")


def shared(store: Store, now: datetime | None = None) -> Shared | None:
    """The screen shared now, None when nobody leads or the leader has fallen silent. Raises StoreUnavailable."""
    with store.reading() as connection:
        row = connection.execute(select(leading)).first()
    if row is None or (now or datetime.now(UTC)) - row.beat_at >= SILENT:
        return None
    account, _, rest = row.token.partition(".")
    return Shared(row.leader, row.screen, row.as_of, row.started_at, row.since, account, rest.partition(".")[0])
