"""The source that pages draw from: the store, and the shipped files until the store can be opened."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import structlog

from kdx_metrics.calendar import today
from kdx_metrics.issues import Issue
from kdx_metrics.settings import get_settings
from kdx_metrics.snapshot import Snapshot
from kdx_metrics.source import FolderSource, Source
from kdx_metrics.store.engine import Store
from kdx_metrics.store.errors import StoreUnavailable
from kdx_metrics.store.migrate import open_store
from kdx_metrics.store.seeding import Refused, seed
from kdx_metrics.store.source import StoreSource
from kdx_metrics.strategy import Strategy, load_strategy

RETRY_SECONDS = 5  # between attempts to open a store that could not be opened


@dataclass(eq=False)
class LiveSource:
    """Answers from the store; while that has never been opened, from the shipped files, and says so in `trouble`.

    The store is opened at the first question and, when that fails, again at most every RETRY_SECONDS. `refused`
    are shipped files with errors that were not taken in.
    """

    strategy: Strategy
    folder: Path
    database_url: str
    refused: tuple[Refused, ...] = ()
    _opened: StoreSource | None = None
    _why_not: str = ""
    _next_attempt: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @property
    def trouble(self) -> str:
        """Why the store cannot be asked just now, in Japanese; "" when it can."""
        return self._opened.trouble if self._opened else self._why_not

    @property
    def store(self) -> Store:
        """The store, to write to. Raises StoreUnavailable with the reason while it cannot be opened."""
        self._current()
        if self._opened is None:
            raise StoreUnavailable(self._why_not)
        return self._opened.store

    @property
    def published(self) -> StoreSource | None:
        """The store's own list of revisions; None while it has never been opened."""
        self._current()
        return self._opened

    @property
    def issues(self) -> Sequence[Issue]:
        """What stands in the way of the newest state: errors in shipped files, and in what is published."""
        return self.issues_with(self._current())

    def issues_with(self, data: Source) -> Sequence[Issue]:
        """The same with `data` for what is published, so that a page need not ask again."""
        return [*(issue for one in self.refused for issue in one.issues), *data.issues]

    def now(self, upto: int | None = None) -> Source:
        """What is published at this call, for all the questions of one page; `upto` a revision where given."""
        current = self._current()
        return current.now(upto) if isinstance(current, StoreSource) else current

    def head(self) -> str:
        """A word that changes with every publication."""
        return self._current().head()

    def dates(self) -> tuple[date, ...]:
        """Every published 時点, oldest first."""
        return self._current().dates()

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables as known at `as_of`."""
        return self._current().snapshot(as_of)

    @cached_property
    def _shipped(self) -> FolderSource:
        return FolderSource(self.folder, self.strategy, today(self.strategy.about.timezone))

    def _current(self) -> Source:
        if self._opened is not None:
            return self._opened
        with self._lock:
            if self._opened is None and time.monotonic() >= self._next_attempt:
                self._open()
        return self._opened or self._shipped

    def _open(self) -> None:
        log = structlog.stdlib.get_logger(__name__)
        try:
            store = open_store(self.database_url)
            seeded = seed(store, self.strategy, self.folder, fallback_as_at=today(self.strategy.about.timezone))
        except (StoreUnavailable, OSError) as error:
            self._why_not = str(error)
            self._next_attempt = time.monotonic() + RETRY_SECONDS
            log.warning("store_unavailable", reason=self._why_not)
            return
        self.refused = seeded.refused
        for refused in seeded.refused:
            log.warning("shipped_file_refused", place=refused.place, issues=len(refused.issues))
        source = StoreSource(store, self.strategy)
        if source.dates():
            self._opened, self._why_not = source, ""
        else:
            self._why_not = "公開されたデータがまだありません。"


@lru_cache(maxsize=1)
def get_source() -> LiveSource:
    """Open the source that the settings name; one a process. Raises StrategyError or SettingsError."""
    settings = get_settings()
    strategy = load_strategy(settings.data_dir / "strategy.toml")
    return LiveSource(strategy, settings.data_dir, get_settings().database_url)
