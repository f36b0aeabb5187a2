"""The store as the pages see it: a snapshot for any date, and the last good one while the database is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.head import Head
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.snapshot import Origin, Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.publications.revisions import Revision, all_revisions, heads
from kdx_metrics.publications.tables_at import Reader, Tables

FRAMES_KEPT = 64
PINNED_KEPT = 16


@dataclass(frozen=True, slots=True)
class State:
    """The list of revisions at one head, and what was pinned to it, by the revision up to which."""

    head: Head
    revisions: tuple[Revision, ...]
    pinned: dict[int | None, PinnedSource] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class PinnedSource:
    """A store as it was read once: every answer is of the same list of revisions, and asks for no head again.

    `upto` leaves out revisions with a greater number: the store as it was when that one was the newest. What every
    run of a page asks is worked out once.
    """

    source: StoreSource
    number: int
    upto: int | None
    revisions: tuple[Revision, ...] = field(repr=False)

    @property
    def strategy(self) -> Strategy:
        """The strategy of the store."""
        return self.source.strategy

    @cached_property
    def issues(self) -> Sequence[Issue]:
        """Errors in the newest tables, or between them."""
        return self.source.tables(heads(self.revisions)).errors()

    def head(self) -> str:
        """The head's number, and the revision it is pinned to."""
        return str(self.number) if self.upto is None else f"{self.number}@{self.upto}"

    def dates(self) -> tuple[date, ...]:
        """Every 時点 that has a revision, oldest first."""
        return self._dates

    @cached_property
    def _dates(self) -> tuple[date, ...]:
        return tuple(sorted({one.as_at for one in self.revisions if not one.redaction}))

    def newest(self) -> Revision | None:
        """The revision published last; None where there is none."""
        return self.revisions[-1] if self.revisions else None

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables in force at `as_of`; one that no longer reads has no frame.

        Raises StoreUnavailable when the database is away and a table of that date was not read before.
        """
        in_force = heads(self.revisions, as_of)
        origins = {
            name: Origin(name, one.file_name, one.content_sha256, one.as_at, one.id, one.published_at, one.by)
            for name, one in in_force.items()
        }
        return Snapshot(self.strategy, as_of, self.source.tables(in_force).frames, origins)


@dataclass(eq=False)
class StoreSource:
    """Every published state of a store, for many sessions at once.

    Asks for the head each time (one row) and for more only when it is another one (a restored store may have the same
    number). `trouble` is the Japanese reason
    why the database could not be asked last time, "" when it could: what is known then is answered with.
    """

    store: Store
    strategy: Strategy
    trouble: str = ""
    _known: State | None = None
    _reader: Reader = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._reader = Reader(self.strategy)

    def state(self) -> State:
        """The newest list of revisions; the last one known while the database is away.

        Raises StoreUnavailable only when nothing was ever read.
        """
        try:
            now = head.current(self.store)
            if self._known is None or self._known.head != now:
                with self.store.reading() as connection:
                    self._known = State(head.read(connection), tuple(all_revisions(connection)))
        except StoreUnavailable as error:
            self.trouble = str(error)
            if self._known is None:
                raise
        else:
            self.trouble = ""
        return self._known

    def now(self, upto: int | None = None) -> PinnedSource:
        """The store as it is at this call (up to a revision), for as many questions as one page has."""
        state = self.state()
        kept = state.pinned.get(upto)
        if kept is None:
            if len(state.pinned) >= PINNED_KEPT:
                state.pinned.clear()
            revisions = tuple(one for one in state.revisions if upto is None or one.id <= upto)
            kept = state.pinned[upto] = PinnedSource(self, state.head.number, upto, revisions)
        return kept

    def head(self) -> str:
        """The head's number: it changes with every publication, roll-back and redaction."""
        return self.now().head()

    def dates(self) -> tuple[date, ...]:
        """Every 時点 that has a revision, oldest first."""
        return self.now().dates()

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables in force at `as_of`, as PinnedSource.snapshot gives them."""
        return self.now().snapshot(as_of)

    @property
    def issues(self) -> Sequence[Issue]:
        """Errors in the newest tables, or between them: rules may have grown since they were published."""
        return self.now().issues

    def tables(self, in_force: Mapping[TableName, Revision]) -> Tables:
        """The tables of a whole; the database is asked only for what is not in memory."""
        with self._lock:
            if len(self._reader.known) > FRAMES_KEPT:
                self._reader.known.clear()
            if (known := self._reader.read_known(in_force)) is not None:
                return known
            with self.store.reading() as connection:
                return self._reader.read(connection, in_force)
