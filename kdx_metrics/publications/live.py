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
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.plan.tables import Table, leading_tables
from kdx_metrics.publications.seeding import seed, staff_lead
from kdx_metrics.publications.shipped import Refused, folder_source
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.settings import SettingsError, get_settings

RETRY_SECONDS = 5  # between attempts to open a store that could not be opened, or to fill an empty one


@dataclass(eq=False)
class LiveSource:
    """The store, and the shipped files until it can be opened; `trouble` says so.

    The store is opened at the first question and, when that fails, again at most every RETRY_SECONDS; as often
    the shipped files are looked for while nothing is published. `refused` are shipped files with errors that were
    not taken in, `unreadable` says which could not even be read. `fallback` is the strategy of the folder, for where
    none is published yet.
    """

    fallback: Strategy
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
        """The reason why the store cannot be asked just now, in Japanese; "" when it can."""
        return self._opened.trouble if self._opened else self._why_not

    @property
    def strategy(self) -> Strategy:
        """The newest strategy that is known: its name and time zone stand for the whole installation."""
        return self._opened.strategy if self._opened else self.fallback

    @property
    def store_source(self) -> StoreSource | None:
        """The store's own list of revisions; None while it has never been opened."""
        if self._opened is None:
            self._attempt(self._open)
        return self._opened

    @property
    def store(self) -> Store:
        """The store, to write to. Raises StoreUnavailable with the reason while it cannot be opened."""
        if (opened := self.store_source) is None:
            raise StoreUnavailable(self._why_not)
        return opened.store

    def now(self, upto: int | None = None) -> Source:
        """The data at this call, for all the questions of one page; `upto` a revision where given."""
        if (opened := self.store_source) is None:
            return self._shipped
        data = opened.now(upto)
        if data.is_empty:
            self._attempt(lambda: self._fill(opened.store))
            data = opened.now(upto)
        return data

    def issues(self, data: Source) -> Sequence[Issue]:
        """Errors that stand in the way of the newest state of `data`: in shipped files, and in what is published.

        Once staff have published, the shipped files are only the origin, and nobody has to mend them.
        """
        refused = () if staff_lead(data.revisions) else self.refused
        return [*(issue for refusal in refused for issue in refusal.issues), *data.issues]

    def without_data(self, data: Source) -> list[Table]:
        """The leading tables where the newest state of `data` has nothing of any of them."""
        present = data.snapshot(data.dates[-1]).origins.keys()
        leading = leading_tables(data.strategy)
        return [] if any(table.name in present for table in leading) else list(leading)

    @cached_property
    def _shipped(self) -> Source:
        return folder_source(self.folder, self.fallback, fallback_as_at=self._today)

    @property
    def _today(self) -> date:
        return today(self.fallback.about.timezone)

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
                opened = StoreSource(store, self.fallback)
                nothing = opened.now().is_empty
            except StoreUnavailable:
                store.close()
                raise
        except StoreUnavailable as error:
            self._why_not = str(error)
            _log().warning("store_unavailable", reason=self._why_not)
            return
        self._opened, self._why_not = opened, ""
        if nothing:
            _log().warning("nothing_published", folder=str(self.folder))

    def _fill(self, store: Store) -> None:
        with suppress(StoreUnavailable):  # the source says so itself
            self._take_in(store)

    def _take_in(self, store: Store) -> None:
        """Take the shipped files in where the store does not lead yet. Raises StoreUnavailable."""
        try:
            seeded = seed(store, self.fallback, self.folder, fallback_as_at=self._today)
        except OSError as error:
            # The whole path is for the log: a page is for everybody.
            self.unreadable = f"{Path(str(error.filename or self.folder)).name} を読み取れません({error.strerror})。"
            _log().warning("shipped_file_unreadable", place=str(error.filename), reason=error.strerror)
            return
        self.unreadable = ""
        if seeded.refused != self.refused:
            for refusal in seeded.refused:
                _log().warning("shipped_file_refused", place=refusal.file.path, issues=len(refusal.issues))
        self.refused = seeded.refused


def _log() -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)
    return log


@lru_cache(maxsize=1)
def get_source() -> LiveSource:
    """The source that the settings name, one per process. Raises StrategyError or SettingsError."""
    settings = get_settings()
    if not settings.data_dir.is_dir():
        raise SettingsError(
            f"データフォルダー {settings.data_dir} がありません。設定 KDX_DATA_DIR を確かめてください。"
        )
    strategy = load_strategy(settings.data_dir / "strategy.toml")
    return LiveSource(strategy, settings.data_dir, settings.database_url)
