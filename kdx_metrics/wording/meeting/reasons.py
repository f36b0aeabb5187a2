"""Reason of each line of the attention list: the rule that lists it, with its numbers, and since when it holds."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi import KEPT, KpiResult
from kdx_metrics.numbers.meeting.attention import ASKED, AttentionItem
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import MINUS, NO_VALUE, format_computed, format_given, format_percent, format_points
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import assessed, links
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.amounts import expected_to_pace, given_text, goal_text
from kdx_metrics.wording.sums import Step, with_digits_needed
from kdx_metrics.wording.words import RATING_WORDS, kpi_word

# Classes that an assessment without a 進捗率, or one beside it, is the reason of.
_BY_PEOPLE = {
    "behind": assessed.is_rated,
    "not_reported": assessed.is_rated,
    "ratings_differ": assessed.differs,
}


def reason(item: AttentionItem, summary: Summary) -> str:
    """One sentence per line of a summary's attention list."""
    strategy = summary.snapshot.strategy
    if item.kpi is None:
        return _action(item, summary, strategy)
    return _of_kpi(item, item.kpi, summary, strategy) + links.said(summary.links.get(item.id, ()))


def _of_kpi(item: AttentionItem, kpi: KpiResult, summary: Summary, strategy: Strategy) -> str:
    if item.kind == ASKED:
        return f"評価は「{kpi_word(kpi).word}」です({_observed(kpi)})。"
    if item.kind == "kpi_worsened":
        return _worsened(kpi)
    if item.kind == "kpi_deviated":
        return _deviated(kpi)
    if item.kind == "kpi_forecast_short":
        return kpi_sentences.outlook(kpi, summary.forecasts[item.id])
    return _behind(kpi, strategy)


def brief(item: AttentionItem, summary: Summary) -> str:
    """Reason in one line of a table: the numbers without their rule."""
    if item.kpi is not None:
        goal = f"・目標{goal_text(item.kpi)}" if item.kpi.target is not None else ""
        return f"実績{given_text(item.kpi.actual, item.kpi)}{goal}"
    done = _progress(item, summary.as_of)
    if item.kind == "past_due" and item.planned_end is not None:
        return f"期限を{(summary.as_of - item.planned_end).days}日超過・{done}"
    if item.kind == "ratings_differ" and item.assessed is not None:
        return f"{done}・{assessed.short(item.assessed)}"
    return done if item.gap is None and item.assessed else f"{done}・計画{format_percent(item.planned)}"


def how_late(item: AttentionItem, summary: Summary) -> str:
    """`31日超過` of a 取組 past its end, `−29.3ポイント` of one behind its plan, or what people have assessed."""
    if item.kind == "past_due" and item.planned_end is not None:
        return f"{(summary.as_of - item.planned_end).days}日超過"
    if item.gap is None and item.assessed is not None:
        return assessed.short(item.assessed)
    return format_points(item.gap, summary.snapshot.strategy.rating.rounding)


def listed_since(first: date, now: date) -> str:
    """The first 時点 from which an item has been on the list without a break until `now`."""
    return "今回はじめて一覧に載りました。" if first == now else f"{wareki(first)}時点から続けて一覧に載っています。"


def _action(item: AttentionItem, summary: Summary, strategy: Strategy) -> str:
    done = _progress(item, summary.as_of)
    if item.kind == "past_due" and item.planned_end is not None:
        days = (summary.as_of - item.planned_end).days
        return f"完了予定 {wareki(item.planned_end)}を{days}日過ぎて未完了です({done})。"
    if item.kind in _BY_PEOPLE and item.assessed is not None and (item.kind == "ratings_differ" or item.gap is None):
        return f"{_BY_PEOPLE[item.kind](item.assessed, summary.as_of)}。"
    if item.kind == "behind":
        band = format_given(strategy.rating.behind)
        behind = format_computed(item.gap, strategy.rating.rounding).removeprefix(MINUS)
        planned = _planned(item, strategy)
        return f"計画{planned}%に対し{done}、{behind}ポイントの遅れです({band}ポイント超で遅れ)。"
    if item.kind == "not_reported":
        old = f"。{assessed.OUTDATED}" if summary.actions["is_outdated"].loc[item.row] else ""
        return f"進捗率が報告されていません(この時点の計画は{format_percent(item.planned)}){old}。"
    if item.kind == "period_end" and item.period is not None:
        period = strategy.period(item.period)
        left = (period.last_day - summary.as_of).days
        return f"{period.name}の期末 {wareki(period.last_day)}まで残り{left}日で、まだ完了していません({done})。"
    rating = str(summary.actions["rating"].loc[item.row])
    state = f"評価は「{RATING_WORDS[rating].word}」" if item.kind == ASKED else "状況が「見直し」"
    return f"{state}です({done})。"


def _progress(item: AttentionItem, as_of: date) -> str:
    """`進捗率60%`, or what people have assessed, or that it is not reported, or that its blank is a report of 0."""
    if item.progress is not None:
        return f"進捗率{format_given(item.progress)}%"
    if item.gap is None and item.assessed is not None:
        return assessed.rating(item.assessed, as_of)
    return "進捗率は未報告" if item.gap is None else "着手前で0%"


def _planned(item: AttentionItem, strategy: Strategy) -> str:
    """The planned percentage, with the digits with which the gap comes out."""
    if item.planned is None or item.gap is None:
        return NO_VALUE
    done = exact(item.progress or 0.0)
    (planned,) = with_digits_needed(
        [item.planned], Step(lambda planned: done - planned, item.gap, strategy.rating.rounding)
    )
    return planned


def _observed(kpi: KpiResult) -> str:
    day = "" if kpi.as_of is None else f"({wareki(kpi.as_of)})"
    return f"実績{given_text(kpi.actual, kpi)}{day}"


def _worsened(kpi: KpiResult) -> str:
    baseline = given_text(kpi.baseline, kpi)
    return f"{_observed(kpi)}が基準値{baseline}より後退しています(方向性は{kpi.direction})。"


def _deviated(kpi: KpiResult) -> str:
    if kpi.direction == KEPT:
        return f"{_observed(kpi)}が目標{goal_text(kpi)}の範囲を外れています。"
    return f"{_observed(kpi)}は目標の{goal_text(kpi)}ではありません。"


def _behind(kpi: KpiResult, strategy: Strategy) -> str:
    if kpi.pace is None and kpi.quotient is None:
        return f"{_observed(kpi)}が目標{given_text(kpi.target, kpi)}に達していません。"
    late = format_given(strategy.kpi.slightly_behind, least=2)
    due = f"この時点の期待値は{expected_to_pace(kpi, strategy)}{kpi.unit}"
    if kpi.pace is None:
        quotient = format_computed(kpi.quotient, strategy.kpi.rounding)
        return f"{_observed(kpi)}で、{kpi_sentences.quotient_words(kpi)} は{quotient}です({late}未満は遅れ。{due})。"
    pace = format_computed(kpi.pace, strategy.kpi.rounding)
    return f"{_observed(kpi)}の進度は{pace}です({late}未満は遅れ。基準値は{given_text(kpi.baseline, kpi)}、{due})。"
