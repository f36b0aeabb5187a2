"""Where snapshots come from: one object that knows every published state and answers for any date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import pandas as pd

from kdx_metrics.intake.folder import Folder, read_folder
from kdx_metrics.intake.issues import Issue
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.snapshot import Origin, Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName

ARCHIVE = "archive"
SUMMARIES_KEPT = 64


class Source(Protocol):
    """The published states of a strategy's tables; told apart by identity, so that answers can be kept a source."""

    def __hash__(self) -> int:
        """Tell sources apart."""

    @property
    def strategy(self) -> Strategy:
        """The strategy that all states share."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What stands in the way of the newest state; empty when all is well."""

    def head(self) -> str:
        """A word that changes with every publication."""

    def dates(self) -> tuple[date, ...]:
        """Every published 時点, oldest first."""

    def snapshot(self, as_of: date) -> Snapshot:
        """The tables as known at `as_of`: of each, the state with the greatest 時点 not after it."""


@dataclass(frozen=True, eq=False)
class FolderSource:
    """The states shipped in a data folder: `archive/DATE/*.csv`, and the folder's own files as the newest."""

    folder: Path
    strategy: Strategy
    fallback_as_at: date

    @cached_property
    def states(self) -> Mapping[date, Folder]:
        """時点 → the folder's content, oldest first."""
        found: dict[date, Folder] = {}
        archive = self.folder / ARCHIVE
        for place in sorted(archive.iterdir()) if archive.is_dir() else ():
            try:
                as_at = date.fromisoformat(place.name)
            except ValueError:
                continue
            found[as_at] = read_folder(place, self.strategy, as_at=as_at)
        newest = self.strategy.data.as_at or self.fallback_as_at
        found[newest] = read_folder(self.folder, self.strategy, as_at=newest)
        return dict(sorted(found.items()))

    @property
    def issues(self) -> Sequence[Issue]:
        """Issues of the newest state."""
        return self.states[self.dates()[-1]].issues

    @cached_property
    def _head(self) -> str:
        hashes = (origin.sha256 for state in self.states.values() for origin in state.origins.values())
        return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]

    def head(self) -> str:
        """A hash over every file's hash."""
        return self._head

    def dates(self) -> tuple[date, ...]:
        """Every 時点, oldest first."""
        return tuple(self.states)

    def snapshot(self, as_of: date) -> Snapshot:
        """Assemble the newest readable state of each table at `as_of`."""
        frames: dict[TableName, pd.DataFrame] = {}
        origins: dict[TableName, Origin] = {}
        for as_at, state in self.states.items():
            for name, origin in state.origins.items() if as_at <= as_of else ():
                frames[name], origins[name] = state.frames[name], origin
        return Snapshot(self.strategy, as_of, frames, origins)


@dataclass(frozen=True, eq=False)
class EmptySource:
    """A source that nothing was published in: one date, so that a page has one to show, and no row."""

    strategy: Strategy
    as_at: date
    issues: Sequence[Issue] = ()

    def head(self) -> str:
        """No publication has this word."""
        return "empty"

    def dates(self) -> tuple[date, ...]:
        """The one date."""
        return (self.as_at,)

    def snapshot(self, as_of: date) -> Snapshot:
        """No table."""
        return Snapshot(self.strategy, as_of, {}, {})


def summary_at(source: Source, as_of: date, department: str | None = None) -> Summary:
    """Every number at `as_of`, for the whole city or one 所管課; the last few answers are kept."""
    return _summary(source, source.head(), as_of, department)


@lru_cache(maxsize=SUMMARIES_KEPT)
def _summary(source: Source, _head: str, as_of: date, department: str | None) -> Summary:
    return summarise(source.snapshot(as_of).of_department(department))
