"""Identity of a store: the object that routes, middleware and pages ask about a cookie, shared by all threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from time import monotonic

import structlog
from sqlalchemy import RowMapping

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor, network_of
from kdx_metrics.database.audit_throttle import AuditThrottle
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.identity import sessions
from kdx_metrics.identity.bootstrap import FirstAdministrator
from kdx_metrics.identity.keys import COOKIE, unsigned
from kdx_metrics.identity.people import Person, from_row
from kdx_metrics.identity.sessions import Lifetimes, Trouble

FRESH = 2.0  # seconds an answer is believed before the store is asked again
AWAY = 3.0  # seconds a database that did not answer is left alone: each try may take as long
RECENT = 300.0  # seconds before the database went away, within which an answer is still believed
REMEMBERED = 2000  # sessions
ANONYMOUS = "(サインイン前)"


@dataclass(frozen=True, slots=True)
class Checked:
    """Account of a session cookie, or the reason for its refusal; a visitor without a cookie has neither."""

    person: Person | None = None
    trouble: Trouble = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Answer of the store about one session; `asked` is in seconds of the stopwatch, `used` is the stored last use."""

    person: Person
    asked: float
    used: datetime
    expires: datetime

    def is_over(self, lifetimes: Lifetimes, now: datetime) -> bool:
        return now >= self.expires or now - self.used >= lifetimes.idle


@dataclass(eq=False)
class Identity:
    """Accounts and sessions of one store. `opening` opens it, and is tried again while the database is away.

    `first` makes an administrator in a new store; None where the provider's groups name one.
    """

    opening: Callable[[], Store]
    key: bytes
    lifetimes: Lifetimes
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = monotonic
    first: FirstAdministrator | None = None
    throttle: AuditThrottle = field(default_factory=AuditThrottle)
    _store: Store | None = None
    _lock: Lock = field(default_factory=Lock)
    _answers: dict[str, _Answer] = field(default_factory=dict)
    _away: tuple[float, float] | None = None  # since when, and when to ask again

    def store(self) -> Store:
        """The open store, with an administrator in it. Raises StoreUnavailable."""
        with self._lock:
            if self._store is None:
                opened = self.opening()
                try:
                    if self.first is not None:
                        self.first.ensure(opened)
                except StoreUnavailable:
                    opened.close()
                    raise
                self._store = opened
            return self._store

    def check(self, cookies: Mapping[str, str], address: str = "", *, use: bool = True, fresh: bool = False) -> Checked:
        """Account of the session cookie, or the reason for refusal. Never raises; anything unverifiable is anonymous.

        `use` is true where a person did something, which puts off the end of an idle session. A question caused by a
        timer is no use: an abandoned page would otherwise stay signed in. With `fresh` no earlier answer is believed
        while the store answers.

        While the database is away nobody can be signed out either. A person who was seen shortly before goes on
        looking, as a viewer, until the session would have ended anyway.
        """
        value = cookies.get(COOKIE)
        if not value:
            return Checked()
        token = unsigned(value, self.key)
        if token is None:
            return self._refused("forged", address)
        answer = self._answers.get(sessions.digest(token))
        if (
            answer is not None
            and not fresh
            and self.ticks() - answer.asked < FRESH
            and not answer.is_over(self.lifetimes, self.now())
        ):
            if use:
                self._note_use(token, answer)
            return Checked(answer.person)
        if self._away is not None and self.ticks() < self._away[1]:
            return self._remembered(answer, self._away[0])
        try:
            checked = self._asked(token, address, use=use)
        except StoreUnavailable:
            since = self.ticks() if self._away is None else self._away[0]
            self._away = since, self.ticks() + AWAY
            return self._remembered(answer, since)
        self._away = None
        return checked

    def forget(self, token: str | None = None) -> None:
        """Discard the earlier answer about this session, or all of them."""
        if token is None:
            self._answers = {}
        else:
            self._answers.pop(sessions.digest(token), None)

    def token(self, cookies: Mapping[str, str]) -> str | None:
        """Token in a cookie that we signed, whether or not its session still lives."""
        return unsigned(cookies.get(COOKIE, ""), self.key)

    def notice(self, action: str, about: str, address: str, actor: Actor | None = None, **detail: str) -> None:
        """Write a refusal to the audit log, unless the same was written a moment ago or the store is away.

        It is that of nobody known, unless an `actor` is given.
        """
        left_out = self.throttle.due(action, network_of(address))
        if left_out is None:
            return
        more = {"not_told_before": left_out} if left_out else {}
        try:
            who = actor or Actor(ANONYMOUS, "viewer", address)
            audit.record_alone(self.store(), who, action, about, {**detail, **more})
        except StoreUnavailable:
            structlog.stdlib.get_logger(__name__).warning("refusal_not_recorded", action=action)

    def _asked(self, token: str, address: str, *, use: bool) -> Checked:
        with self.store().reading() as connection:
            row = sessions.find(connection, token)
        trouble = sessions.trouble_of(row, self.lifetimes, self.now())
        if row is None or trouble:
            self.forget(token)
            return self._refused(trouble, address, row)
        if len(self._answers) >= REMEMBERED:
            self.forget()
        answer = _Answer(from_row(row), self.ticks(), row["seen_at"], row["expires_at"])
        self._answers[sessions.digest(token)] = answer
        if use:
            self._note_use(token, answer)
        return Checked(answer.person)

    def _note_use(self, token: str, answer: _Answer) -> None:
        now = self.now()
        if now - answer.used < self.lifetimes.precision:
            return
        try:
            with self.store().writing() as connection:
                sessions.touch(connection, token, now)
        except StoreUnavailable:  # full or read-only: it could be read, and that is what looking needs
            structlog.stdlib.get_logger(__name__).warning("session_not_touched")
        if self._answers.get(sessions.digest(token)) is answer:  # not signed out meanwhile
            self._answers[sessions.digest(token)] = replace(answer, used=now)

    def _refused(self, trouble: Trouble, address: str, row: RowMapping | None = None) -> Checked:
        self.notice("cookie_refused", row["account"] if row else COOKIE, address, reason=trouble)
        return Checked(trouble=trouble)

    def _remembered(self, answer: _Answer | None, away_since: float) -> Checked:
        if answer is None or answer.asked < away_since - RECENT or answer.is_over(self.lifetimes, self.now()):
            return Checked(trouble="unavailable")
        return Checked(replace(answer.person, role="viewer"), "unavailable")
