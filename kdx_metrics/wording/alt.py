"""Text alternatives of the figures, one Japanese paragraph per figure with its numbers.

The text is plain and the page escapes it. At most MOST entries are listed, so that it is not too long to listen to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast
from kdx_metrics.numbers.kpi.spc import XmR
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import Rounding, format_amount, format_given, format_percent
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import assessed
from kdx_metrics.wording.groups import headlines, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.amounts import given_text, goal_text, of_goal
from kdx_metrics.wording.meeting import movements
from kdx_metrics.wording.words import NO_ACTIONS, NO_DATA, NOT_EVALUABLE, RATING_WORDS, UNPLANNED, counts_in_words

MOST = 12
NEWEST = 5


def matrix(summary: Summary) -> str:
    """Actual, plan and gap of each cell with 取組, and the number of empty cells."""
    strategy = summary.snapshot.strategy
    parts = [
        f"{strategy.pillar(pillar).name}の{strategy.period(period).name}は{_measured(group, strategy.rating.rounding)}"
        for (pillar, period), group in summary.cells.items()
        if group.actions
    ]
    empty = sum(not group.actions for group in summary.cells.values())
    head = f"柱と期の表。現在は{strategy.period(summary.period).name}です。{standing.cells(summary)}"
    return _listed(head, parts, most=len(parts)) + (f"{NO_ACTIONS}のマスが{empty}個あります。" if empty else "")


def periods(summary: Summary) -> str:
    """Progress of each 期, and those that are hardly planned yet."""
    strategy = summary.snapshot.strategy
    parts = [
        f"{strategy.period(number).name}は"
        + (UNPLANNED if number in summary.unplanned else _measured(group, strategy.rating.rounding))
        for number, group in summary.periods.items()
    ]
    return _listed("期ごとの進捗の帯。", parts)


def timeline(milestones: pd.DataFrame, strategy: Strategy, today: date) -> str:
    """Periods, number of events and the NEWEST latest events."""
    first, last = wareki(strategy.first_day), wareki(strategy.last_day)
    head = f"{first}から{last}までを{len(strategy.periods)}つの期に分けた年表。出来事は{len(milestones)}件。"
    events = zip(milestones["date"].dt.date, milestones["category"], milestones["title"], strict=True)
    newest = sorted(events, key=lambda event: event[0], reverse=True)[:NEWEST]
    parts = [f"{wareki(day)} {category} {title}" for day, category, title in newest]
    return _listed(f"{head}{headlines.milestones(milestones, strategy, today)}新しい順に、", parts)


def progress_curve(name: str, points: Sequence[tuple[date, float | None, float | None]], earned: EarnedSchedule) -> str:
    """Actual and plan at each 時点, and the forecast."""
    parts = [
        f"{wareki(day)}は実績{_percent(actual)}" + ("" if plan is None else f"、計画{_percent(plan)}")
        for day, actual, plan in sorted(points, key=lambda point: point[0])
    ]
    head = f"{name}の計画の曲線と時点ごとの実績、完了見込みの折れ線グラフ。{headlines.course(name, earned)}"
    return _listed(head, parts[-MOST:])


def gantt(rated: pd.DataFrame, strategy: Strategy) -> str:
    """Counts per rating, and the names of the late 取組."""
    counts = {rating: int((rated["rating"] == rating).sum()) for rating in RATING_WORDS}
    head = f"取組{len(rated)}件の予定期間と進捗の工程表。{counts_in_words(counts)}。"
    late = rated[rated["rating"] == "behind"]
    parts = [_late(row, strategy) for row in late.itertuples()]
    return _listed(head + ("遅れている取組は次のとおりです。" if parts else ""), parts)


def kpi(result: KpiResult, forecast: Forecast) -> str:
    """Baseline, target, latest value, outlook and missing values of a KPI."""
    points = []
    if result.baseline is not None and result.baseline_on is not None:
        points.append(f"基準値は{given_text(result.baseline, result)}({wareki(result.baseline_on)})")
    if result.target is not None and result.target_on is not None:
        points.append(f"目標は{wareki(result.target_on)}までに{goal_text(result)}")
    head = f"{result.name}の推移の折れ線グラフ。{'、'.join(points)}"
    gaps = [f"{wareki(day)}は{reason or NO_DATA}" for day, reason in result.pending]
    return _listed(f"{head}。{kpi_sentences.headline(result, forecast)}{kpi_sentences.outlook(result, forecast)}", gaps)


def xmr(result: KpiResult, chart: XmR, ahead: Forecast | None = None) -> str:
    """Mean, natural limits and their meaning, or the steady trend in place of them."""
    if chart.steady:
        return f"{result.name}の管理図。{kpi_sentences.xmr(result, chart, ahead)}"
    band = f"平均{_limit(chart.mean, result)}、下限{_limit(chart.lower, result)}、上限{_limit(chart.upper, result)}"
    return f"{result.name}の管理図。{band}。{kpi_sentences.xmr(result, chart)}"


def slips(rows: Sequence[tuple[str, int, int, date]]) -> str:
    """Planned ends put off, of 取組 given as name, days since last time and since the first plan, and planned end."""
    moved = sorted(rows, key=lambda row: -row[1])
    head = f"完了予定が後ろ倒しになった取組{len(rows)}件の、当初・前回・今の完了予定を点で示した図。"
    parts = [
        f"{name}は{movements.put_off(since, days)}で{wareki_month(end)}に完了予定" for name, since, days, end in moved
    ]
    return _listed(head, parts)


def _measured(group: Group, gaps: Rounding) -> str:
    if group.actions == 0:
        return NO_ACTIONS
    if group.leading_percent is None:
        return f"{NOT_EVALUABLE}({counts_in_words(group.ratings)})"
    if group.ratings["not_started"] == group.actions:
        return f"{group.actions}件すべて{RATING_WORDS['not_started'].word}"
    worst = "" if group.worst is None else f"、もっとも悪い評価は{RATING_WORDS[group.worst].word}"
    return f"{standing.numbers(group, gaps)}{worst}"


def _percent(value: float | None) -> str:
    return format_percent(value, missing=NO_DATA)


def _late(row: Any, strategy: Strategy) -> str:  # noqa: ANN401  # a row of progress.rate
    end = wareki(row.planned_end.date())
    return f"{row.action_id} {row.title}({strategy.period(row.period).name}、完了予定{end}、{_progress(row)})"


def _progress(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    if pd.isna(row.actual):
        return assessed.in_full(row) or "進捗率は未報告"
    return f"進捗率{format_given(row.actual, '%')}"


def _limit(value: float, result: KpiResult) -> str:
    return format_amount(value, of_goal(result), result.unit)


def _listed(head: str, parts: Iterable[str], *, most: int = MOST) -> str:
    """`head`, at most `most` of the parts, and the number of the remaining parts."""
    listed = list(parts)
    more = [f"ほか{len(listed) - most}件"] if len(listed) > most else []
    return head + "".join(f"{part}。" for part in [*listed[:most], *more])
