"""The four tables together at a date: read from their bytes, and held against the rules that span them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.cache import Keeper
from kdx_metrics.intake.checking import Checked, check, check_across, empty_frame
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.publications.committing import NewRevision
from kdx_metrics.publications.revisions import Revision, contents, heads

Whole = Mapping[TableName, Revision | NewRevision]
# The table, its content, 時点, and for 実績 the content of the 指標 that it is read with.
Reading = tuple[TableName, str, date, str]
# The four tables of some ten 時点: starting, publishing and looking read the same bytes over and over.
_CHECKED = Keeper(48)


@dataclass(frozen=True, eq=False)
class Tables:
    """A whole as read: each revision's check, and all four typed frames (an absent or unreadable one is empty)."""

    strategy: Strategy
    checked: Mapping[TableName, Checked]
    frames: Mapping[TableName, pd.DataFrame]

    def errors(self) -> list[Issue]:
        """Errors in the tables and between them, in order."""
        found = [issue for one in self.checked.values() for issue in one.issues]
        positions = {name: one.positions for name, one in self.checked.items()}
        return in_order(errors([*found, *check_across(self.frames, self.strategy, positions)]))


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads wholes, each content once; a content that the process has checked lately is not checked again."""

    strategy: Strategy
    known: dict[Reading, Checked] = field(default_factory=dict)

    def read(self, connection: Connection | None, whole: Whole) -> Tables:
        """The tables of a whole. 実績 are read with the 指標 beside them, whose units may stand in their cells.

        `connection` may be None where every part of the whole is new.
        """
        self._fetch(connection, whole)
        return self._tables(whole)

    def read_known(self, whole: Whole) -> Tables | None:
        """The same from memory alone; None when something must be fetched."""
        return self._tables(whole) if all(one in self.known for one in readings(whole).values()) else None

    def _tables(self, whole: Whole) -> Tables:
        checked = {name: self.known[reading] for name, reading in readings(whole).items() if reading in self.known}
        frames = {}
        for name, spec in tables(self.strategy).items():
            frame = checked[name].frame if name in checked else None
            frames[name] = empty_frame(spec) if frame is None else frame
        return Tables(self.strategy, checked, frames)

    def _fetch(self, connection: Connection | None, whole: Whole) -> None:
        wanted = readings(whole)
        missing = [name for name in wanted if wanted[name] not in self.known]
        stored = {name: one.id for name, one in whole.items() if name in missing and isinstance(one, Revision)}
        data = contents(connection, stored.values()) if connection and stored else {}
        for name in sorted(missing, key=lambda name: name != "kpis"):
            one = whole[name]
            content = data.get(one.id) if isinstance(one, Revision) else one.content
            if content is None:
                continue  # erased since the list was read
            kpis = self.known.get(wanted["kpis"]) if "kpis" in wanted else None
            frame = empty_frame(tables(self.strategy)["kpis"]) if kpis is None or kpis.frame is None else kpis.frame
            asked = partial(
                check, content, self.strategy, file_name=one.file_name, table=name, as_at=one.as_at, kpis=frame
            )
            key = self.strategy.fingerprint, wanted[name], one.file_name
            self.known[wanted[name]] = _CHECKED.recall(key, asked)


def readings(whole: Whole) -> dict[TableName, Reading]:
    """What decides how each table of a whole reads."""
    kpis = whole["kpis"].content_sha256 if "kpis" in whole else ""
    return {
        name: (name, one.content_sha256, one.as_at, kpis if name == "kpi_actuals" else "")
        for name, one in whole.items()
    }


def wholes_with(revisions: Iterable[Revision], new: Mapping[TableName, NewRevision], as_at: date) -> list[Whole]:
    """Every whole that shows one of `new`: at `as_at`, and at later 時点 until their own successors take over."""
    known = list(revisions)
    dates = sorted({as_at} | {one.as_at for one in known if one.as_at > as_at and not one.redaction})
    found: list[Whole] = []
    for day in dates:
        in_force = heads(known, day)
        shown = {name: one for name, one in new.items() if name not in in_force or in_force[name].as_at <= as_at}
        if not shown:
            break
        if (whole := in_force | shown) not in found:
            found.append(whole)
    return found


def errors_with(
    reader: Reader,
    connection: Connection,
    revisions: Iterable[Revision],
    new: Mapping[TableName, NewRevision],
    as_at: date,
) -> list[Issue]:
    """What would be wrong, at `as_at` or at a later 時点, once `new` was published."""
    found: dict[Issue, None] = {}
    for whole in wholes_with(revisions, new, as_at):
        found |= dict.fromkeys(reader.read(connection, whole).errors())
    return in_order(found)
