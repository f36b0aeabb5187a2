"""The revisions of an open store, and the last ones known while its database is away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.head import Head
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.cache import LruCache
from kdx_metrics.publications.revisions import Revision, all_revisions, first_strategy
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.tables_at import CheckedTables, InForce, cached_tables, read_tables

SOURCES = 16  # kept at a time: the newest, and those that links are held at


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The list of revisions at one head: one object, which is its own key in a cache, until the head is another."""

    head: Head
    revisions: tuple[Revision, ...]


@dataclass(eq=False)
class StoreSource:
    """Every published state of a store, for many sessions at once.

    Each question reads the head (one row), and the revisions only when the head is another one; a restored store may
    have the same number. While the database is away, the last known state is served, and `trouble` is the reason in
    Japanese. `fallback` is the strategy of the folder, for where none that is published can be read.
    """

    store: Store
    fallback: Strategy
    trouble: str = ""
    _state: State | None = None
    _sources: LruCache = field(default_factory=lambda: LruCache(SOURCES))
    _lock: Lock = field(default_factory=Lock)

    def state(self) -> State:
        """The newest list of revisions; the last one known while the database is away.

        Raises StoreUnavailable only when nothing was ever read.
        """
        try:
            now = head.current(self.store)
            if self._state is None or self._state.head != now:
                with self.store.reading() as connection:
                    self._state = State(head.read(connection), tuple(all_revisions(connection)))
        except StoreUnavailable as error:
            self.trouble = str(error)
            if self._state is None:
                raise
        else:
            self.trouble = ""
        return self._state

    def now(self, upto: int | None = None) -> Source:
        """The store as it is at this call, for all the questions of one page.

        `upto` leaves out revisions with a greater number: the store as it was when that one was the newest. The
        first strategy stands behind every revision, also in a store that had none when the revision was published.
        """
        state = self.state()
        return self._sources.get_or_create((state.head, upto), lambda: self._source(state, upto))

    @property
    def strategy(self) -> Strategy:
        """The newest strategy of the last known state, without asking for a newer one."""
        if self._state is None:
            return self.fallback
        with suppress(StoreUnavailable):
            state = self._state
            return self._sources.get_or_create((state.head, None), lambda: self._source(state, None)).strategy
        return self.fallback

    def _source(self, state: State, upto: int | None) -> Source:
        revisions = state.revisions
        if upto is not None:
            first = first_strategy(revisions)
            revisions = tuple(revision for revision in revisions if revision.id <= upto or revision is first)
        return Source(self.fallback, revisions, self._read, number=state.head.number)

    def _read(self, in_force: InForce) -> CheckedTables:
        """The database is asked only for what is not in memory, and by one session at a time."""
        if (tables := cached_tables(self.fallback, in_force)) is not None:
            return tables
        with self._lock:
            if (tables := cached_tables(self.fallback, in_force)) is not None:
                return tables
            with self.store.reading() as connection:
                return read_tables(self.fallback, in_force, connection)
