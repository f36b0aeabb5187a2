"""Findings of groups and of the plan, one line with its numbers: the sentence under a card's title."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from kdx_metrics.numbers.earned_schedule import TOLERANCE as NOISE
from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.meeting.reporting_status import Return
from kdx_metrics.numbers.ratings import CLOSED, LATE
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import (
    SPEED,
    format_computed,
    format_number,
    format_percent,
)
from kdx_metrics.plan.meetings import days_of_meetings, first_from
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.meeting.outlooks import no_pace
from kdx_metrics.wording.words import NONE_LATE, titles_in_words


def returned(departments: Sequence[Return]) -> str:
    """Number of 所管課 that have reported, of those that owe a report."""
    owing = [department for department in departments if department.owed]
    if not owing:
        return "報告が要る所管課はありません。"
    done = sum(department.is_done for department in owing)
    return f"報告が要る{len(owing)}課のうち{done}課が報告を終えています。"


def returns(departments: Sequence[Return]) -> str:
    """The same with the names of those that have not."""
    left = [f"{each.department}({len(each.waiting)}件)" for each in departments if not each.is_done]
    return returned(departments) + (f"まだ: {'、'.join(left)}。" if left else "")


def late(rated: pd.DataFrame) -> str:
    """The late 取組 by name, furthest behind first."""
    rows = rated[rated["rating"].isin(LATE)].sort_values("gap", kind="stable", na_position="last")
    if rows.empty:
        return NONE_LATE
    return f"遅れ・やや遅れは{titles_in_words(rows['title'].tolist())}。"


def next_due(rated: pd.DataFrame, as_of: date) -> str:
    """The open 取組 whose planned end comes next."""
    ahead = rated[~rated["rating"].isin(CLOSED) & (rated["planned_end"] >= pd.Timestamp(as_of))]
    if ahead.empty:
        return "これから完了予定を迎える取組はありません。"
    row = ahead.sort_values("planned_end", kind="stable").iloc[0]
    return f"次の完了予定は{wareki_month(row['planned_end'].date())}の「{row['title']}」です。"


def course(name: str, earned: EarnedSchedule) -> str:
    """Speed of a group against its plan, and the month in which it would be complete at that speed."""
    if earned.spi_t is None:
        return f"{name}: {no_pace(earned.missing)}"
    speed = f"{name}は予定の{format_computed(earned.spi_t, SPEED)}倍の速さで進んでいます"
    if earned.forecast_end is None or earned.forecast_days is None or earned.planned_days is None:
        return f"{speed}。{no_pace(earned.missing)}"
    days = math.ceil(earned.forecast_days - NOISE) - earned.planned_days  # a part of a day is a day late
    late = f"予定より{format_number(days)}日遅く" if days > 0 else f"予定より{format_number(-days)}日早く"
    when = "予定どおり" if days == 0 else late
    return f"{speed}。このままなら{wareki_month(earned.forecast_end)}に{when}完了する見込みです。"


def milestones(events: pd.DataFrame, strategy: Strategy, today: date) -> str:
    """Position of `today` in the plan's years, and the latest and next event."""
    return _place_in_plan(strategy, today) + meetings(events, today)


def meetings(events: pd.DataFrame, today: date) -> str:
    """The latest and the next event."""
    parts = []
    ordered = sorted(
        zip(events["date"].dt.date.tolist(), events["category"].tolist(), events["title"].tolist(), strict=True),
        key=lambda event: event[0],
    )
    past = [event for event in ordered if event[0] <= today]
    if past:
        parts.append(f"直近は{wareki_month(past[-1][0])}の{past[-1][1]}です。")
    if len(past) < len(ordered):
        day, _, title = ordered[len(past)]
        parts.append(f"次は{wareki(day)}の「{title}」です。")
    return "".join(parts)


def coming(snapshot: Snapshot, today: date) -> str:
    """The next meeting of the headquarters, or that none is known."""
    day = first_from(days_of_meetings(snapshot), today)
    when = "未定です" if day is None else f"{wareki(day)}です"
    return f"次の{snapshot.strategy.milestones.meeting}は{when}。"


def _place_in_plan(strategy: Strategy, today: date) -> str:
    first, last = strategy.first_day, strategy.last_day
    if today < first:
        return f"計画の開始({wareki(first)})まで{(first - today).days}日です。"
    if today > last:
        return now(strategy, today)
    share = 100 * ((today - first).days + 1) / ((last - first).days + 1)
    years = _years(strategy)
    return f"計画{years}年間の{format_percent(share)}が過ぎ、{now(strategy, today)}"


def now(strategy: Strategy, today: date) -> str:
    """The 期 of `today`, or that the plan has ended."""
    if today > strategy.last_day:
        return f"計画期間は{wareki(strategy.last_day)}に終わりました。"
    return f"いまは{strategy.period_at(today).name}です。"


def _years(strategy: Strategy) -> int:
    return strategy.periods[-1].last_fiscal_year - strategy.periods[0].first_fiscal_year + 1
