"""The shipped data as tests read it: one folder and one summary per meeting."""

from __future__ import annotations

import shutil
from datetime import date
from functools import lru_cache
from pathlib import Path

from kdx_metrics.intake.folder import Folder, read_folder, snapshot_of
from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.wording.meeting.reasons import reason

DATA = Path(__file__).parents[1] / "data"
NOW = date(2026, 10, 31)
MEETINGS = (date(2023, 11, 15), date(2024, 4, 16), date(2026, 1, 7))
SETS = (*MEETINGS, NOW)


# Without the tables that a city may leave out and that refer to its 取組: their rows can then be taken away.
CORE = ("action_plan.csv", "kpis.csv", "kpi_actuals.csv", "milestones.csv", "strategy.toml")


def core_folder(target: Path) -> Path:
    """A copy of the shipped data with its archive, of CORE alone."""
    target.mkdir()
    for name in CORE:
        shutil.copy(DATA / name, target / name)
    shutil.copytree(DATA / "archive", target / "archive")
    return target


def place(as_at: date) -> Path:
    """The folder of one set."""
    return DATA if as_at == NOW else DATA / "archive" / as_at.isoformat()


@lru_cache(maxsize=1)
def strategy() -> Strategy:
    """The shipped strategy."""
    return load_strategy(DATA / "strategy.toml")


@lru_cache
def folder(as_at: date) -> Folder:
    """The four files of one set, read and checked."""
    return read_folder(place(as_at), strategy(), as_at=as_at)


@lru_cache
def summary(as_at: date) -> Summary:
    """The numbers of one set at its own date, with what the sets before it said."""
    return summarise(snapshot_of(folder(as_at), strategy(), as_at), earlier_than(as_at))


@lru_cache
def earlier_than(as_at: date) -> Earlier:
    """First deadlines and last reports in the sets before a date."""
    earlier = NOTHING_EARLIER
    for day in SETS:
        if day < as_at:
            earlier = earlier.then(rate(snapshot_of(folder(day), strategy(), day).actions, day, strategy().rating))
    return earlier


def reasons(of: Summary) -> list[str]:
    """The reason of each line of a summary's attention list."""
    return [reason(item, of) for item in of.attention]
