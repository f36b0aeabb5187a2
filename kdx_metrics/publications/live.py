"""The source that pages draw from: the store, and the shipped files until the store can be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

import structlog

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.plan.tables import Table
from kdx_metrics.publications.seeding import Refused, seed, staff_lead
from kdx_metrics.publications.source import EmptySource, FolderSource, Source
from kdx_metrics.publications.store_source import PinnedSource, StoreSource
from kdx_metrics.settings import SettingsError, get_settings

RETRY_SECONDS = 5  # between attempts to open a store that could not be opened, or to fill an empty one


@dataclass(eq=False)
class LiveSource:
    """Answers from the store; while that has never been opened, from the shipped files, and says so in `trouble`.

    The store is opened at the first question and, when that fails, again at most every RETRY_SECONDS; as often
    the shipped files are looked for while nothing is published. `refused` are shipped files with errors that were
    not taken in, `unreadable` says which could not even be read.
    """

    strategy: Strategy
    folder: Path
    database_url: str
    ticks: Callable[[], float] = monotonic
    refused: tuple[Refused, ...] = ()
    unreadable: str = ""
    _opened: StoreSource | None = None
    _why_not: str = ""
    _next_attempt: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    @property
    def trouble(self) -> str:
        """Why the store cannot be asked just now, in Japanese; "" when it can."""
        return self._opened.trouble if self._opened else self._why_not

    @property
    def store(self) -> Store:
        """The store, to write to. Raises StoreUnavailable with the reason while it cannot be opened."""
        if (opened := self.published) is None:
            raise StoreUnavailable(self._why_not)
        return opened.store

    @property
    def published(self) -> StoreSource | None:
        """The store's own list of revisions; None while it has never been opened."""
        if self._opened is None:
            self._attempt(self._open)
        return self._opened

    @property
    def issues(self) -> Sequence[Issue]:
        """What stands in the way of the newest state: errors in shipped files, and in what is published."""
        return self.issues_with(self.now())

    def issues_with(self, data: Source) -> Sequence[Issue]:
        """The same with `data` for what is published, so that a page need not ask again.

        Once staff have published, the shipped files are only the origin, and nobody has to mend them.
        """
        refused = () if isinstance(data, PinnedSource) and staff_lead(data.revisions) else self.refused
        return [*(issue for one in refused for issue in one.issues), *data.issues]

    def without_data(self, data: Source) -> list[Table]:
        """The tables that no city does without and that the newest state of `data` has nothing of."""
        snapshot = data.snapshot(data.dates()[-1])
        return [table for table in snapshot.tables if table.name not in snapshot.origins]

    def now(self, upto: int | None = None) -> Source:
        """What is published at this call, for all the questions of one page; `upto` a revision where given."""
        if (opened := self.published) is None:
            return self._shipped
        there = opened.now(upto)
        if not there.dates():
            self._attempt(lambda: self._fill(opened.store))
            there = opened.now(upto)
        return there if there.dates() else self._nothing

    def head(self) -> str:
        """A word that changes with every publication."""
        return self.now().head()

    def dates(self) -> tuple[date, ...]:
        """Every published 時点, oldest first; never empty."""
        return self.now().dates()

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables as known at `as_of`."""
        return self.now().snapshot(as_of)

    @cached_property
    def _shipped(self) -> FolderSource:
        return FolderSource(self.folder, self.strategy, self._today)

    @cached_property
    def _nothing(self) -> EmptySource:
        return EmptySource(self.strategy, self.strategy.data.as_at or self._today)

    @property
    def _today(self) -> date:
        return today(self.strategy.about.timezone)

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do what may have to wait for a database: one thread at a time, and not again for RETRY_SECONDS."""
        with self._lock:
            if self.ticks() < self._next_attempt:
                return
            try:
                work()
            finally:
                self._next_attempt = self.ticks() + RETRY_SECONDS

    def _open(self) -> None:
        try:
            store = open_store(self.database_url)
            try:
                self._take_in(store)
                source = StoreSource(store, self.strategy)
                nothing = not source.dates()
            except StoreUnavailable:
                store.close()
                raise
        except StoreUnavailable as error:
            self._why_not = str(error)
            _log().warning("store_unavailable", reason=self._why_not)
            return
        self._opened, self._why_not = source, ""
        if nothing:
            _log().warning("nothing_published", folder=str(self.folder))

    def _fill(self, store: Store) -> None:
        with suppress(StoreUnavailable):  # the source says so itself
            self._take_in(store)

    def _take_in(self, store: Store) -> None:
        """Take the shipped files in where the store does not lead yet. Raises StoreUnavailable."""
        try:
            seeded = seed(store, self.strategy, self.folder, fallback_as_at=self._today)
        except OSError as error:
            # The place is for the log: a page is for everybody.
            self.unreadable = f"{Path(str(error.filename or self.folder)).name} を読み取れません({error.strerror})。"
            _log().warning("shipped_file_unreadable", place=str(error.filename), reason=error.strerror)
            return
        self.unreadable = ""
        if seeded.refused != self.refused:
            for refused in seeded.refused:
                _log().warning("shipped_file_refused", place=refused.place, issues=len(refused.issues))
        self.refused = seeded.refused


def _log() -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)
    return log


@lru_cache(maxsize=1)
def get_source() -> LiveSource:
    """Open the source that the settings name; one a process. Raises StrategyError or SettingsError."""
    settings = get_settings()
    if not settings.data_dir.is_dir():
        raise SettingsError(
            f"データフォルダー {settings.data_dir} がありません。設定 KDX_DATA_DIR を確かめてください。"
        )
    strategy = load_strategy(settings.data_dir / "strategy.toml")
    return LiveSource(strategy, settings.data_dir, settings.database_url)
