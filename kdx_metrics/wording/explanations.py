"""根拠 of each number: the rule in words, the sum worked out, and the source rows (formulas.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.forecast import Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.formats import format_number, format_value
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import kpi_sentences, rules
from kdx_metrics.wording.outlooks import no_pace
from kdx_metrics.wording.words import rating_label

TERMS_SHOWN = 6


@dataclass(frozen=True)
class Explanation:
    """One number's 根拠: `rule` in words, `worked` the sum with its numbers, `rows` the rows it was made from."""

    rule: str
    worked: str
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)


def explain_group(rated: pd.DataFrame, group: Group, strategy: Strategy) -> Explanation:
    """Explain a group's planned, actual and gap from its rated rows (progress.rate's frame)."""
    if group.planned is None or group.actual is None:
        return Explanation(rules.groups(strategy), "評価できる取組がないため、平均は計算しません。", action_rows(rated))
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
    return Explanation(rules.groups(strategy), worked, action_rows(rated))


def _terms(weights: list[float], values: list[float]) -> str:
    shown = [
        f"{format_value(w)}×{format_number(v, 1)}"
        for w, v in zip(weights[:TERMS_SHOWN], values[:TERMS_SHOWN], strict=True)
    ]
    rest = len(weights) - len(shown)
    return " + ".join(shown) + (f" + …ほか{rest}件" if rest > 0 else "")


def action_rows(rated: pd.DataFrame) -> pd.DataFrame:
    """Rated action rows as a reader sees them: Japanese headers, the Excel row of the file last."""
    return pd.DataFrame(
        {
            "取組番号": rated["action_id"],
            "期": rated["period"],
            "取組名": rated["title"],
            "所管課": rated["department"],
            "状況": rated["status"],
            "開始予定": rated["planned_start"].dt.date,
            "完了予定": rated["planned_end"].dt.date,
            "重み": rated["weight"],
            "計画(%)": rated["planned"].round(1),
            "実績(%)": rated["actual"].round(1),
            "差(ポイント)": rated["gap"].round(1) + 0.0,  # no −0.0
            "評価": rated["rating"].map(rating_label),
            "元の行": rated.index,
        }
    )


def explain_many(groups: Iterable[tuple[str, Group]], rated: pd.DataFrame, strategy: Strategy) -> Explanation:
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
    return Explanation(rules.groups(strategy), "\n".join(lines), action_rows(rated))


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
    """Explain a KPI's attainment, pace and rating, with its actuals as source rows."""
    rows = pd.DataFrame(
        {
            "時点": [actual.as_of for actual in kpi.actuals],
            f"実績値({kpi.unit})": [actual.value for actual in kpi.actuals],
        }
    )
    return Explanation(
        rules.kpis(strategy), "\n".join(_kpi_lines(kpi)) + f"\n{kpi_sentences.outlook(kpi, forecast)}", rows
    )


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
