"""期末の見通しと次期への引継ぎ: what the running 期 will leave done and undone, at the pace so far.

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

from kdx_metrics.numbers.earned_schedule import EarnedSchedule, Spans, earned_schedule, evaluable, schedule
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_number, format_percent, is_missing
from kdx_metrics.plan.strategy import Period

Course = Literal["completed", "in_time", "late", "unknown", "excluded"]
COURSES: tuple[Course, ...] = ("completed", "in_time", "late", "unknown", "excluded")
COURSE_WORDS: Mapping[Course, str] = {
    "completed": "完了",
    "in_time": "期末までに完了見込み",
    "late": "間に合わない見込み",
    "unknown": "見通しなし",
    "excluded": "対象外",
}
Suggestion = Literal["継続", "見直し", "中止"]
SUGGESTIONS: tuple[Suggestion, ...] = ("継続", "見直し", "中止")

SLOW = 0.5  # SPI(t) below which going on as before is no plan
HALF_PLANNED = 50.0  # percent of its time after which a row that has not begun is asked about

UNREPORTED = "進捗率が未報告のため、見通しは計算できません。"
SUGGESTION_RULE = (
    "目安の決め方(上から順に当てはめます): 後の期に同じ取組番号の行がある前の期の残り → 中止(その期の分を閉じる)、"
    "予定の半分を過ぎて実績0% → 中止、状況が見直し・期限を過ぎて未報告・進む速さが予定の半分未満 → 見直し、"
    "そのほか期末に間に合わない見込みのもの → 継続。決めるのは会議です。"
)


@dataclass(frozen=True, slots=True)
class RowOutlook:
    """One action row of a 期: its `course` to the period's end, with the reason as a Japanese sentence.

    `planned` and `actual` in percent, `spi_t` and `forecast_end` by the row's own earned schedule, None without one.
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
    reason: str
    row: int


@dataclass(frozen=True, slots=True)
class GroupOutlook:
    """How many rows of a group take which course (all of COURSES, zeros too), and its earned schedule."""

    counts: Mapping[Course, int]
    earned: EarnedSchedule

    @property
    def total(self) -> int:
        """Rows in the group."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One open row that the next 期 may have to take over: what is suggested, and why (a Japanese sentence)."""

    outlook: RowOutlook
    suggestion: Suggestion
    why: str


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

    def suggested(self, suggestion: Suggestion) -> tuple[Candidate, ...]:
        """The candidates with that suggestion."""
        return tuple(each for each in self.candidates if each.suggestion == suggestion)


def period_end_outlook(summary: Summary) -> Outlook:
    """What the running 期 of a summary will leave, row by row, by pillar and in all."""
    strategy = summary.snapshot.strategy
    running = strategy.period(summary.period)
    now = summary.actions[summary.actions["period"] == running.number]
    earlier = summary.actions[summary.actions["period"] < running.number]
    rows = _rows(now, running.last_day, summary.as_of)
    left_over = _rows(earlier, running.last_day, summary.as_of)
    pillars = {
        pillar.id: _group([row for row in rows if row.pillar == pillar.id], now[now["pillar"] == pillar.id], summary)
        for pillar in strategy.pillars
    }
    carried = {(row.action_id, row.period) for row in rows}
    found = [
        candidate
        for row in sorted(left_over, key=lambda row: row.period)
        if row.course not in ("completed", "excluded")
        for candidate in [_left_over(row, carried, running) or _candidate(row, running, always=True)]
        if candidate is not None
    ]
    found += [candidate for row in rows if (candidate := _candidate(row, running)) is not None]
    return Outlook(
        period=running,
        following=next((each for each in strategy.periods if each.number == running.number + 1), None),
        days_left=(running.last_day - summary.as_of).days,
        rows=tuple(rows),
        overall=_group(rows, now, summary),
        pillars=pillars,
        candidates=tuple(found),
    )


def _rows(rated: pd.DataFrame, end: date, as_of: date) -> list[RowOutlook]:
    """Every row's outlook for a 期 that ends on `end`."""
    spans = Spans.of(rated)
    place = np.cumsum(evaluable(rated)) - 1
    found = []
    for number, (row, used) in enumerate(
        zip(rated.reset_index(names="row").to_dict("records"), evaluable(rated), strict=True)
    ):
        at = int(place[number])
        earned = schedule(spans.part(at, at + 1), as_of) if used else None
        course, reason = _course(str(row["rating"]), earned, end)
        found.append(
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
                reason=reason,
                row=int(row["row"]),
            )
        )
    return found


def _course(rating: str, earned: EarnedSchedule | None, end: date) -> tuple[Course, str]:
    if rating == "excluded":
        return "excluded", "中止した取組です。"
    if rating == "completed":
        return "completed", "完了しています。"
    if earned is None:
        return "unknown", UNREPORTED
    if earned.forecast_end is None or earned.spi_t is None:
        # At 100 % but not yet called 完了: nothing is left to do.
        complete = earned.spi_t is None and (earned.elapsed_days or 0) > 0
        return ("in_time", "実績は100%です。状況を完了にしてください。") if complete else ("unknown", earned.reason)
    speed, when = format_number(earned.spi_t, 2), wareki(earned.forecast_end)
    pace = f"予定の{speed}倍の速さで進み、このままなら{when}に完了する見込みです"
    if earned.forecast_end <= end:
        return "in_time", f"{pace}。"
    return "late", f"{pace}(期末の{format_number((earned.forecast_end - end).days)}日後)。"


def _group(rows: Iterable[RowOutlook], rated: pd.DataFrame, summary: Summary) -> GroupOutlook:
    courses = [row.course for row in rows]
    return GroupOutlook({course: courses.count(course) for course in COURSES}, earned_schedule(rated, summary.as_of))


def _left_over(row: RowOutlook, carried: set[tuple[str, int]], running: Period) -> Candidate | None:
    """An earlier 期's open row whose number goes on in the running 期: only its own share is left to be closed."""
    if (row.action_id, running.number) not in carried:
        return None
    why = f"{running.name}に同じ番号の取組があるため、第{row.period}期の分は閉じることを提案します。"
    return Candidate(row, "中止", why)


def _candidate(row: RowOutlook, running: Period, *, always: bool = False) -> Candidate | None:
    """Whether a row has to be decided about before the 期 ends; `always` for one of an earlier 期."""
    if row.course in ("completed", "excluded"):
        return None
    late, unreported = row.course == "late", row.actual is None
    past_due = row.rating == "behind" and row.planned >= 100  # noqa: PLR2004  # percent
    idle = row.actual == 0 and row.rating != "not_started" and row.planned >= HALF_PLANNED
    due = wareki(row.planned_end)
    rules: tuple[tuple[bool, Suggestion, str], ...] = (
        (idle, "中止", f"予定の{format_percent(row.planned, 0)}が過ぎても実績が0%です。"),
        (row.status == "見直し", "見直し", f"状況が「見直し」です。{row.reason}"),
        (unreported and past_due, "見直し", f"完了予定({due})を過ぎて報告がありません。"),
        (late and row.spi_t is not None and row.spi_t < SLOW, "見直し", row.reason),
        (late, "継続", row.reason),
        (unreported, "継続", f"{UNREPORTED}報告を確かめてから決めてください。"),
        (always or row.planned_end > running.last_day, "継続", f"完了予定は{due}です。{row.reason}"),
    )
    return next((Candidate(row, suggestion, why) for holds, suggestion, why in rules if holds), None)


def outlook_finding(outlook: Outlook) -> str:
    """The end of the 期 in one sentence: how many will be done, how many not, how many nobody can tell."""
    counts = outlook.overall.counts
    total = outlook.overall.total - counts["excluded"]
    if not total:
        return f"{outlook.period.name}には取組がありません。"
    done = counts["completed"] + counts["in_time"]
    end = wareki(outlook.period.last_day)
    rest = [f"{COURSE_WORDS[course]}{counts[course]}件" for course in COURSES[2:4] if counts[course]]
    said = f"{outlook.period.name}の取組{total}件のうち、期末({end})までに{done}件が完了する見込みです"
    return f"{said}({'、'.join(rest)})。" if rest else f"{said}。"
