"""根拠 of each number: the rule in words and the sum worked out (formulas.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.forecast import Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.spc import XmR
from kdx_metrics.plan.formats import format_number, format_value
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import kpi_sentences, rules
from kdx_metrics.wording.outlooks import no_pace

TERMS_SHOWN = 6


@dataclass(frozen=True)
class Explanation:
    """One number's 根拠: `rule` in words, `worked` the sum with its numbers."""

    rule: str
    worked: str = ""


def explain_group(rated: pd.DataFrame, group: Group, strategy: Strategy) -> Explanation:
    """Explain a group's planned, actual and gap from its rated rows (progress.rate's frame)."""
    if group.planned is None or group.actual is None:
        return Explanation(rules.groups(strategy), "評価できる取組がないため、平均は計算しません。")
    used = rated[rated["counted"]]
    weights = used["weight"].tolist()
    total = sum(weights)
    worked = "\n".join(
        f"{word} = ({_terms(weights, used[column].tolist())}) ÷ {format_value(total)} = {format_number(value, 1)}%"
        for word, column, value in (("計画", "planned", group.planned), ("実績", "actual", group.actual))
    )
    worked += f"\n差 = {format_number(group.actual, 1)} − {format_number(group.planned, 1)}"
    worked += f" = {format_number(group.gap, 1)}ポイント(丸める前の値で計算)"
    left_out = group.actions - group.evaluable
    worked += f"\n平均に入れた取組 {group.evaluable}件 / 全{group.actions}件(対象外・未報告など {left_out}件は除く)"
    return Explanation(rules.groups(strategy), worked)


def _terms(weights: list[float], values: list[float]) -> str:
    shown = [
        f"{format_value(w)}×{format_number(v, 1)}"
        for w, v in zip(weights[:TERMS_SHOWN], values[:TERMS_SHOWN], strict=True)
    ]
    rest = len(weights) - len(shown)
    return " + ".join(shown) + (f" + …ほか{rest}件" if rest > 0 else "")


def explain_many(groups: Iterable[tuple[str, Group]], strategy: Strategy) -> Explanation:
    """Explain several groups side by side: one worked line each."""
    lines = []
    for label, group in groups:
        if group.planned is None or group.actual is None:
            lines.append(f"{label}: 評価できる取組がありません(全{group.actions}件)。")
            continue
        lines.append(
            f"{label}: 実績 {format_number(group.actual, 1)}% − 計画 {format_number(group.planned, 1)}%"
            f" = {format_number(group.gap, 1)}ポイント(評価できる取組 {group.evaluable}件 / 全{group.actions}件)"
        )
    return Explanation(rules.groups(strategy), "\n".join(lines))


def explain_earned(earned: EarnedSchedule) -> Explanation:
    """Explain SPI(t) and the forecast end."""
    if earned.spi_t is None or earned.earned_days is None or earned.elapsed_days is None:
        return Explanation(rules.EARNED, no_pace(earned.missing))
    worked = (
        f"SPI(t) = ES {format_number(earned.earned_days, 1)}日 ÷ AT {earned.elapsed_days}日"
        f" = {format_number(earned.spi_t, 3)}"
    )
    if earned.forecast_days is not None and earned.planned_days is not None:
        worked += (
            f"\n見込み日数 = PD {earned.planned_days}日 ÷ {format_number(earned.spi_t, 3)}"
            f" = {format_number(earned.forecast_days, 0)}日(開始 {earned.start})"
        )
    return Explanation(rules.EARNED, worked)


def explain_kpi(kpi: KpiResult, forecast: Forecast, strategy: Strategy) -> Explanation:
    """Explain a KPI's attainment, pace and rating."""
    return Explanation(rules.kpis(strategy), "\n".join([*_kpi_lines(kpi), kpi_sentences.outlook(kpi, forecast)]))


def _kpi_lines(kpi: KpiResult) -> list[str]:
    def of(value: float | None) -> str:
        return format_number(value, 2)

    if kpi.actual is None or kpi.as_of is None:
        return ["実績値がまだないため、評価できません。"]
    lines = [f"実績 {of(kpi.actual)}{kpi.unit}({kpi.as_of})、基準値 {of(kpi.baseline)}{kpi.unit}({kpi.baseline_on})"]
    if kpi.provisional:
        lines.append("年度途中の値です。")
    if kpi.direction == "維持":
        lines.append(f"目標 {of(kpi.target)} ± {of(kpi.tolerance)}{kpi.unit} の内か外かで評価します。")
        return lines
    gained = f"({of(kpi.actual)} − {of(kpi.baseline)})"
    if kpi.attainment is not None:
        lines.append(f"達成率 = 100 × {gained} ÷ ({of(kpi.target)} − {of(kpi.baseline)}) = {kpi.attainment:.1f}%")
    else:
        lines.append("目標値が基準値と同じため、達成率は計算しません。")
    if kpi.pace is not None:
        lines.append(f"進度 = {gained} ÷ ({of(kpi.expected)} − {of(kpi.baseline)}) = {kpi.pace:.2f}")
    return lines


def explain_xmr(kpi: KpiResult, chart: XmR) -> Explanation:
    """Explain the limits of a process behaviour chart."""
    worked = (
        f"n = {chart.n}、平均 {format_number(chart.mean, 2)}{kpi.unit}、"
        f"管理限界 {format_number(chart.lower, 2)} ~ {format_number(chart.upper, 2)}{kpi.unit}"
        f"(除いた移動範囲 {chart.dropped}個)"
    )
    return Explanation(rules.xmr(), worked)
