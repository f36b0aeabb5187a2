"""期末の見通しと次期への引継ぎ: rows that the running 期 will leave done and undone, at the pace so far.

Every row has its own earned schedule (formulas.md), so a row that tells nothing is counted as such: nothing is
invented for a row without a report, before its start, or at 0 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from kdx_metrics.numbers.earned_schedule import NOT_MEASURED, EarnedSchedule, Missing, Spans, earned_schedule, schedule
from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import is_missing
from kdx_metrics.plan.strategy import Directions, Onward, Period

Course = Literal["completed", "in_time", "late", "unknown", "excluded"]
COURSES: tuple[Course, ...] = ("completed", "in_time", "late", "unknown", "excluded")
NoPace = Missing | Literal["unreported", "assessed"]  # reasons for which nothing is known of a row's pace
ONWARD: tuple[Onward, ...] = ("continue", "review", "close")
# Rules by which a row is suggested to be closed, reviewed or continued: the first that holds decides. Of what no rule
# lists nothing is left to do (`finished`): only people who say that it goes on hand it on.
Ground = Literal["goes_on", "idle", "under_review", "silent_past_due", "slow", "late", "unreported", "open", "finished"]
_SUGGESTED: Mapping[Ground, Onward] = {
    "goes_on": "close",
    "idle": "close",
    "under_review": "review",
    "silent_past_due": "review",
    "slow": "review",
    "late": "continue",
    "unreported": "continue",
    "open": "continue",
    "finished": "close",
}

SLOW = 0.5  # SPI(t) below which going on as before is no plan
HALF_PLANNED = 50.0  # percent of its time after which a row that has not begun is asked about


@dataclass(frozen=True, slots=True)
class RowOutlook:
    """One action row of a 期: its `course` to the period's end, and the newest assessment and 今後の方向性 by people.

    `planned` and `actual` in percent, `spi_t` and `forecast_end` by the row's own earned schedule, None for the reason
    `missing` (also None for a row that is completed or excluded).
    """

    action_id: str
    period: int
    pillar: str
    title: str
    department: str
    status: str
    rating: str
    planned: float
    actual: float | None
    planned_end: date
    spi_t: float | None
    forecast_end: date | None
    course: Course
    missing: NoPace | None
    assessment: str
    direction: str
    direction_year: int
    row: int


@dataclass(frozen=True, slots=True)
class GroupOutlook:
    """Number of rows of a group per course (all of COURSES, zeros too), and the group's earned schedule."""

    counts: Mapping[Course, int]
    earned: EarnedSchedule

    @property
    def total(self) -> int:
        """Rows in the group."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row that the next 期 may have to take over, and the rule that lists it.

    `directed` is the way in which it goes on by its recorded 今後の方向性, None without one.
    """

    outlook: RowOutlook
    ground: Ground
    directed: Onward | None

    @property
    def suggestion(self) -> Onward:
        """Suggestion of the rule."""
        return _SUGGESTED[self.ground]

    @property
    def onward(self) -> Onward:
        """The way in which the row goes on: what people have recorded leads, else the suggestion."""
        return self.directed or self.suggestion

    @property
    def differs(self) -> bool:
        """True where people have recorded another way than the rule suggests."""
        return self.onward != self.suggestion


@dataclass(frozen=True, slots=True)
class Outlook:
    """The end of the running 期 as seen from the summary's date.

    `rows` are the running 期's in file order; `candidates` also hold what earlier 期 left open, oldest 期 first.
    `days_left` counts from the date to the last day, negative once it has passed. `following` is the next 期,
    None after the last.
    """

    period: Period
    following: Period | None
    days_left: int
    rows: tuple[RowOutlook, ...]
    overall: GroupOutlook
    pillars: Mapping[str, GroupOutlook]
    candidates: tuple[Candidate, ...]

    @property
    def due(self) -> dict[date, list[RowOutlook]]:
        """Open rows of the running 期 by the first day of the month in which each is due, in order."""
        months: dict[date, list[RowOutlook]] = {}
        for row in sorted(self.rows, key=lambda row: row.planned_end):
            if row.rating not in CLOSED:
                months.setdefault(row.planned_end.replace(day=1), []).append(row)
        return months

    def going(self, onward: Onward) -> tuple[Candidate, ...]:
        """The candidates that go on in that way."""
        return tuple(each for each in self.candidates if each.onward == onward)

    @property
    def directed(self) -> int:
        """Number of candidates of which people have recorded how they go on."""
        return sum(each.directed is not None for each in self.candidates)


def period_end_outlook(summary: Summary) -> Outlook:
    """Outlook to the end of a summary's running 期, row by row, by pillar and in all."""
    strategy = summary.snapshot.strategy
    running, directions = strategy.period(summary.period), strategy.directions
    now = summary.actions[summary.actions["period"] == running.number]
    earlier = summary.actions[summary.actions["period"] < running.number]
    rows = _rows(now, running.last_day, summary.as_of)
    left_over = _rows(earlier, running.last_day, summary.as_of)
    pillars = {
        pillar.id: _group([row for row in rows if row.pillar == pillar.id], now[now["pillar"] == pillar.id], summary)
        for pillar in strategy.pillars
    }
    going_on = {row.action_id for row in rows}
    listed: list[tuple[RowOutlook, Ground]] = [
        *(
            (row, "goes_on" if row.action_id in going_on else _ground(row, running) or "open")
            for row in sorted(left_over, key=lambda row: row.period)
            if row.course not in CLOSED
        ),
        *((row, ground) for row in rows if (ground := _ground(row, running) or _handed_on(row, running, directions))),
    ]
    return Outlook(
        period=running,
        following=next((each for each in strategy.periods if each.number == running.number + 1), None),
        days_left=(running.last_day - summary.as_of).days,
        rows=tuple(rows),
        overall=_group(rows, now, summary),
        pillars=pillars,
        candidates=tuple(Candidate(row, ground, _directed(row, ground, directions)) for row, ground in listed),
    )


def _rows(rated: pd.DataFrame, end: date, as_of: date) -> list[RowOutlook]:
    """Every row's outlook for a 期 that ends on `end`."""
    spans = Spans.of(rated)
    index = np.cumsum(rated["counted"].to_numpy()) - 1  # of a counted row among the spans
    outlooks = []
    for number, row in enumerate(rated.reset_index(names="row").to_dict("records")):
        span = int(index[number])
        earned = schedule(spans.part(span, span + 1), as_of) if row["counted"] else None
        course, missing = _course(str(row["rating"]), earned, end, is_assessed=bool(row["assessment"]))
        outlooks.append(
            RowOutlook(
                action_id=row["action_id"],
                period=int(row["period"]),
                pillar=row["pillar"],
                title=row["title"],
                department=row["department"],
                status=row["status"],
                rating=row["rating"],
                planned=float(row["planned"]),
                actual=None if is_missing(row["actual"]) else float(row["actual"]),
                planned_end=row["planned_end"].date(),
                spi_t=None if earned is None else earned.spi_t,
                forecast_end=None if earned is None else earned.forecast_end,
                course=course,
                missing=missing,
                assessment=row["assessment"],
                direction=row["direction"],
                direction_year=int(row["direction_year"]),
                row=int(row["row"]),
            )
        )
    return outlooks


def _course(
    rating: str, earned: EarnedSchedule | None, end: date, *, is_assessed: bool
) -> tuple[Course, NoPace | None]:
    if rating == "excluded":
        return "excluded", None
    if rating == "completed":
        return "completed", None
    if earned is None:
        return "unknown", "assessed" if is_assessed else "unreported"
    if earned.missing == "complete":  # at 100 % but not yet called 完了: nothing is left to do
        return "in_time", "complete"
    if earned.forecast_end is None:
        return "unknown", earned.missing
    return "in_time" if earned.forecast_end <= end else "late", None


def _group(rows: Iterable[RowOutlook], rated: pd.DataFrame, summary: Summary) -> GroupOutlook:
    courses = [row.course for row in rows]
    earned = NOT_MEASURED if summary.share_leads else earned_schedule(rated, summary.as_of)
    return GroupOutlook({course: courses.count(course) for course in COURSES}, earned)


def _ground(row: RowOutlook, running: Period) -> Ground | None:
    """The first rule that asks for a decision about a row before the 期 ends, None when none does."""
    if row.course in CLOSED:
        return None
    late, unreported = row.course == "late", row.missing == "unreported"
    past_due = row.rating == "behind" and row.planned >= 100  # noqa: PLR2004  # percent
    rules: Mapping[Ground, bool] = {
        "idle": row.actual == 0 and row.rating != "not_started" and row.planned >= HALF_PLANNED,
        "under_review": row.status == "見直し",
        "silent_past_due": unreported and past_due,
        "slow": late and row.spi_t is not None and row.spi_t < SLOW,
        "late": late,
        "unreported": unreported,
        "open": row.planned_end > running.last_day,
    }
    return next((ground for ground, holds in rules.items() if holds), None)


def _directed(row: RowOutlook, ground: Ground, directions: Directions) -> Onward | None:
    """The way by the recorded 今後の方向性; none for a row whose number has a row in the running 期."""
    return directions.onward(row.direction) if row.direction and ground != "goes_on" else None


def _handed_on(row: RowOutlook, running: Period, directions: Directions) -> Ground | None:
    """`finished` for a row that people say goes on in the last year of the 期: earlier 継続 is of the 期 itself."""
    is_last = row.direction_year == running.last_fiscal_year
    goes_on = bool(row.direction) and row.course != "excluded" and directions.onward(row.direction) != "close"
    return "finished" if is_last and goes_on else None
