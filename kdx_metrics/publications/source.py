"""The source that pages and papers draw from: the published tables of one moment, for any date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

from kdx_metrics.intake.issues import Issue
from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import STRATEGY
from kdx_metrics.publications.revisions import NewRevision, Revision, first_strategy, heads
from kdx_metrics.publications.tables_at import CheckedTables, InForce, settings_alone

SUMMARIES = 64  # kept at a time


@dataclass(frozen=True, eq=False)
class Source:
    """A list of revisions as it was once, in the order of publication: every answer is of that moment.

    `read` gives the tables of the revisions in force, and the strategy that they were read by; `fallback` is that of
    the folder, for where none can be read. `left_out` are errors of files that are no revision because of
    them. `number` is that of the store's head, None where there is no store.
    """

    fallback: Strategy
    revisions: tuple[Revision | NewRevision, ...] = field(repr=False)
    read: Callable[[InForce], CheckedTables] = field(repr=False)
    left_out: tuple[Issue, ...] = ()
    number: int | None = None

    @cached_property
    def token(self) -> str:
        """A word for this list of revisions and no other: what is worked out from them is kept under it."""
        origins = [revision.origin for revision in self.revisions if not revision.redaction]
        return hashlib.sha256(f"{self.fallback.fingerprint} {origins}".encode()).hexdigest()[:16]

    @cached_property
    def strategy(self) -> Strategy:
        """The newest strategy: its name, time zone and years stand for the installation, whatever date is looked at."""
        return self.read(settings_alone(heads(self.revisions))).strategy

    @cached_property
    def is_empty(self) -> bool:
        """True if no table is published, or all of them are erased."""
        return all(revision.redaction for revision in self._of_tables)

    @cached_property
    def _of_tables(self) -> list[Revision | NewRevision]:
        return [revision for revision in self.revisions if revision.table != STRATEGY]

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every 時点 that has a table, oldest first; where nothing is published, that of the shipped data."""
        as_at = {revision.as_at for revision in self._of_tables if not revision.redaction}
        return tuple(sorted(as_at or {shipped_as_at(self.strategy)}))

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Errors that stand in the way of the newest tables: rules may have grown since they were published."""
        return (*self.left_out, *self.read(heads(self.revisions)).errors())

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables in force at `as_of`; one that no longer reads has no frame.

        Raises StoreUnavailable when the database is away and a table of that date is not in memory.
        """
        in_force = heads(self.revisions, as_of)
        read = self.read(in_force)
        origins = {name: revision.origin for name, revision in in_force.items()}
        settings = origins.pop(STRATEGY, None)
        if in_force.get(STRATEGY) is first_strategy(self.revisions):
            settings = None  # whichever revision a link is held at, this one stands behind it
        frames = {name: frame for name, frame in read.frames.items() if name != STRATEGY}
        return Snapshot(read.strategy, as_of, frames, origins, settings=settings)


def shipped_as_at(strategy: Strategy) -> date:
    """The 時点 of the shipped data: that of strategy.toml, else today."""
    return strategy.data.as_at or today(strategy.about.timezone)


def summary_at(source: Source, as_of: date, department: str | None = None, *, today: date = date.max) -> Summary:
    """Every number at `as_of`, for the whole city or one 所管課; an estimate where that is after `today`."""
    return _summary(source, as_of, department, is_estimate=as_of > today)


@lru_cache(maxsize=SUMMARIES)
def _summary(source: Source, as_of: date, department: str | None, *, is_estimate: bool) -> Summary:
    if is_estimate:
        return replace(_summary(source, as_of, department, is_estimate=False), is_estimate=True)
    return summarise(source.snapshot(as_of).of_department(department), earlier_than(source, as_of))


def earlier_than(source: Source, as_of: date) -> Earlier:
    """First deadlines and last reports of the whole city's rows, from the 時点 before `as_of`."""
    days = [day for day in source.dates if day < as_of]
    return _up_to(source, days[-1]) if days else NOTHING_EARLIER


@lru_cache(maxsize=SUMMARIES)
def _up_to(source: Source, day: date) -> Earlier:
    snapshot = source.snapshot(day)
    return earlier_than(source, day).then(rate(snapshot.actions, day, snapshot.strategy.rating))
