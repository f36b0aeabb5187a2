"""時点 of the reports: where those of a whole plan stand, and the parts that came later.

Source: formulas.md, "Saying how we are doing", 5. The plan grows every day and reports do not: held against the plan
of a day for which hardly any 課 has reported, everything would be late.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.exports.typed_text import as_texts
from kdx_metrics.numbers.meeting.reporting_status import returns
from kdx_metrics.numbers.progress import is_silent, rate
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.tables import TableName, leading_tables, publications, tables
from kdx_metrics.publications.revisions import NewRevision, Revision
from kdx_metrics.publications.source import Source, summary_at

ACTIONS: TableName = "action_plan"
# The first of these that a city has tells where its reports stand.
REPORTED: tuple[TableName, ...] = (ACTIONS, "kpi_actuals", "kpis")
ANSWERS = 64  # kept at a time


class Part(NamedTuple):
    """One 時点 with its number of reported rows, None for a city without 取組."""

    day: date
    rows: int | None


@lru_cache(maxsize=ANSWERS)
def first_day(source: Source) -> date | None:
    """The first 時点 with a table that leads; None where none is published."""
    leading = {table.name for table in leading_tables(source.strategy)}
    days = (each.as_at for each in source.revisions if each.table in leading and not each.redaction)
    return min(days, default=None)


def default_day(source: Source, today: date) -> date:
    """時点 that a reader sees first: the newest one of the reports, of those that are not after `today` if any."""
    newest = source.dates[-1]
    return reports_day(source, today) or reports_day(source, newest) or newest


@lru_cache(maxsize=ANSWERS)
def reports_day(source: Source, as_of: date) -> date | None:
    """`find_reports_day`, kept."""
    return find_reports_day(source, as_of)


def find_reports_day(source: Source, as_of: date) -> date | None:
    """The newest 時点 up to `as_of` that was published for the whole table, or reported by at least half of the 課.

    Halves are of the 課 that owe a report, and reports are those since the 時点 that had led until then. None before
    the first.
    """
    states = _states(source, as_of)
    if not states:
        return None
    numbered = {each.id: each for each in source.revisions if isinstance(each, Revision)}
    led = max((day for day, state in states.items() if _is_whole(state, numbered)), default=min(states))
    for day, state in states.items():
        if day > led and state.table == ACTIONS and _is_half_reported(source, led, day):
            led = day
    return led


@lru_cache(maxsize=ANSWERS)
def parts(source: Source, as_of: date, department: str | None) -> tuple[Part, ...]:
    """Reported rows in force at `as_of` by the 時点 with which they came: the whole plan's first, then later ones."""
    led, states = reports_day(source, as_of), _states(source, as_of)
    if led is None:
        return ()
    if states[led].table != ACTIONS:
        return (Part(led, None),)
    rated, later = summary_at(source, as_of, department).actions, [day for day in states if day > led]
    reported = (rated["rating"] != "excluded") & ~is_silent(rated)
    if (rated["rating"] == "not_started")[reported].all():  # a blank before the start is counted, not reported
        return (Part(led, 0),)
    day_of = pd.Series(led, index=_keys(rated), dtype=object)
    for before, day in pairwise([led, *later]):
        day_of[day_of.index.isin(_changed(source.snapshot(before), source.snapshot(day)))] = day
    counts = day_of[reported.to_numpy(dtype=bool)].value_counts()
    return (Part(led, int(counts.get(led, 0))), *(Part(day, int(counts[day])) for day in later if day in counts))


def tables_since(source: Source, after: date) -> Mapping[date, tuple[TableName, ...]]:
    """Tables published for each 時点 after a date, in the order of the tables."""
    published = {(each.as_at, each.table) for each in source.revisions if not each.redaction and each.as_at > after}
    days = sorted({day for day, _ in published})
    return {day: tuple(name for name in publications(source.strategy) if (day, name) in published) for day in days}


def _states(source: Source, as_of: date) -> dict[date, Revision | NewRevision]:
    """The revision in force on each 時点 of the table that tells where the reports stand, oldest first."""
    published = [each for each in source.revisions if each.as_at <= as_of and not each.redaction]
    table = next((name for name in REPORTED if any(each.table == name for each in published)), None)
    return {each.as_at: each for each in sorted(published, key=lambda each: each.as_at) if each.table == table}


def _is_whole(revision: Revision | NewRevision, numbered: Mapping[int, Revision]) -> bool:
    """True for a table that was sent whole as the state of its 時点, if rows were laid over it since."""
    if revision.restored is None and revision.mode == "replace":
        return True
    base = numbered.get(revision.restored or revision.parent or 0)
    return base is not None and base.as_at == revision.as_at and _is_whole(base, numbered)


def _is_half_reported(source: Source, since: date, day: date) -> bool:
    snapshot = source.snapshot(day)
    rated = rate(snapshot.actions, day, snapshot.strategy.rating)
    owing = [department for department in returns(rated, since, day) if department.owed]
    return 2 * sum(department.is_done for department in owing) >= len(owing)


def _changed(before: Snapshot, after: Snapshot) -> pd.MultiIndex:
    """Keys of the action rows of `after` that `before` does not have so."""
    earlier, rows = _rows(before), _rows(after)
    return _keys(after.actions[~np.isin(rows, earlier)])


def _rows(snapshot: Snapshot) -> NDArray[np.uint64]:
    texts = as_texts(snapshot.actions, tables(snapshot.strategy)[ACTIONS])
    return np.asarray(pd.util.hash_pandas_object(texts, index=False), dtype=np.uint64)


def _keys(actions: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(actions[["action_id", "period"]])
