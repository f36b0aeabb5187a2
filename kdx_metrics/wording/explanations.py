"""根拠 of each number: the rule in words and the sum worked out (formulas.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import isnan
from typing import Any, cast

import pandas as pd

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import (
    INDEX,
    PERCENT,
    Rounding,
    format_computed,
    format_given,
    format_percent,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import rules
from kdx_metrics.wording.groups import shares
from kdx_metrics.wording.meeting.outlooks import no_pace
from kdx_metrics.wording.sums import OF_PLAN, Step, difference, with_digits_needed

TERMS_SHOWN = 6


@dataclass(frozen=True)
class Explanation:
    """One number's 根拠: `rule` in words, `worked` the sum with its numbers."""

    rule: str
    worked: str = ""


def explain_group(rated: pd.DataFrame, group: Group, strategy: Strategy) -> Explanation:
    """Explain a group's planned, actual and gap from its rated rows (progress.rate's frame)."""
    if group.share_leads:
        return Explanation(rules.groups(strategy), shares.worked(group))
    if group.planned is None or group.actual is None or group.gap is None:
        return Explanation(rules.groups(strategy), "評価できる取組がないため、平均は計算しません。")
    used = rated[rated["counted"]]
    weights = used["weight"].tolist()
    left_out = group.actions - group.evaluable
    lines = [
        _mean("計画", weights, used["planned"].tolist(), group.planned),
        _mean("実績", weights, used["actual"].tolist(), group.actual, are_given=True),
        f"差 = {difference('{} − {}', group.actual, group.planned, group.gap, strategy.rating.rounding)}",
        *_low(rated, group),
        f"平均に入れた取組 {group.evaluable}件 / 全{group.actions}件(対象外・未報告など {left_out}件は除く)",
    ]
    return Explanation(rules.groups(strategy), "\n".join(lines))


def explain_action(rated: pd.DataFrame, as_of: date, strategy: Strategy) -> Explanation:
    """Explain the planned, actual and gap of one 取組, 期 by 期, from its rated rows."""
    lines, rows = [], cast("Iterable[Any]", rated.itertuples())
    for row in rows:
        days = (row.planned_end - row.planned_start).days + 1
        elapsed = min(max((pd.Timestamp(as_of) - row.planned_start).days + 1, 0), days)
        line = f"計画 = {elapsed:,}日 ÷ {days:,}日 × 100 = {format_percent(row.planned)}"
        if not isnan(row.gap):
            line += f"、{difference('差 = {} − {}', row.actual, row.planned, row.gap, strategy.rating.rounding)}"
        lines.append(f"{strategy.period(row.period).name}: {line}")
    return Explanation(rules.groups(strategy), "\n".join(lines))


def _low(rated: pd.DataFrame, group: Group) -> Iterator[str]:
    """The mean with the unreported rows at their last report or at 0, where there are any."""
    if group.actual_low is None or not group.unreported:
        return
    used = rated[rated["rating"] != "excluded"]
    yield f"未報告{group.unreported}件は、前の報告の値(なければ0)として下限を計算します。"
    yield _mean("下限", used["weight"].tolist(), used["low"].tolist(), group.actual_low, are_given=True)


def _mean(word: str, weights: Sequence[float], values: Sequence[float], mean: float, *, are_given: bool = False) -> str:
    """The sum of a weighted mean: term by term where there are few, else by its total."""
    exact_weights = [exact(weight) for weight in weights]
    weight = sum(exact_weights, Fraction())
    divisor = format_given(float(weight))
    result = format_percent(mean)
    if len(values) > TERMS_SHOWN:
        total = float(sum(map(Fraction.__mul__, exact_weights, map(exact, values))))
        (shown,) = with_digits_needed([total], Step(lambda total: total / weight, mean, PERCENT))
        return f"{word} = {shown}({len(values)}件の重み×{word}の合計) ÷ {divisor}(重みの合計) = {result}"

    def work(*terms: Fraction) -> Fraction:
        return sum(map(Fraction.__mul__, exact_weights, terms), Fraction()) / weight

    texts = list(map(format_given, values)) if are_given else with_digits_needed(values, Step(work, mean, PERCENT))
    terms = " + ".join(f"{format_given(weight)}×{text}" for weight, text in zip(weights, texts, strict=True))
    return f"{word} = ({terms}) ÷ {divisor} = {result}"


def explain_many(groups: Iterable[tuple[str, Group]], strategy: Strategy) -> Explanation:
    """Explain several groups side by side: one worked line each."""
    lines = []
    for label, group in groups:
        if group.share_leads:
            lines.append(f"{label}: {shares.worked(group)}")
            continue
        if group.planned is None or group.actual is None or group.gap is None:
            lines.append(f"{label}: 評価できる取組がありません(全{group.actions}件)。")
            continue
        worked = difference(OF_PLAN, group.actual, group.planned, group.gap, strategy.rating.rounding)
        lines.append(f"{label}: {worked}(評価できる取組 {group.evaluable}件 / 全{group.actions}件)")
    return Explanation(rules.groups(strategy), "\n".join(lines))


def explain_cells(summary: Summary) -> Explanation:
    """Explain the cell of every pillar and 期 with 取組."""
    strategy = summary.snapshot.strategy
    named = [
        (f"{strategy.pillar(pillar).name} {strategy.period(period).name}", group)
        for (pillar, period), group in summary.cells.items()
        if group.actions
    ]
    return replace(explain_many(named, strategy), rule=rules.CELLS + rules.groups(strategy))


def explain_earned(earned: EarnedSchedule) -> Explanation:
    """Explain SPI(t) and the forecast end."""
    if earned.spi_t is None or earned.earned_days is None or earned.elapsed_days is None:
        return Explanation(rules.EARNED, no_pace(earned.missing))
    planned, elapsed = earned.planned_days or 0, earned.elapsed_days
    steps = [Step(lambda days: days / elapsed, earned.spi_t, INDEX)]
    in_all = Rounding(1, above=(planned,))  # an end beyond the plan is never shown at it
    if earned.forecast_days is not None:
        steps.append(Step(lambda days: planned * elapsed / days, earned.forecast_days, in_all))
    (days,) = with_digits_needed([earned.earned_days], *steps)
    worked = f"SPI(t) = ES {days}日 ÷ AT {elapsed:,}日 = {format_computed(earned.spi_t, INDEX)}"
    if earned.forecast_days is not None:
        worked += (
            f"\n見込み日数 = PD {planned:,}日 ÷ (ES {days}日 ÷ AT {elapsed:,}日)"
            f" = {format_computed(earned.forecast_days, in_all)}日(開始 {earned.start})"
        )
    return Explanation(rules.EARNED, worked)
