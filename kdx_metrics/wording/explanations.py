"""Why a number is what it is: the rule in words, the sum worked out, and the source rows (formulas.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.forecast import FEWEST_ACTUALS, Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.plan.formats import format_number, format_value
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.words import rating_label

TERMS_SHOWN = 6


@dataclass(frozen=True)
class Explanation:
    """One number's 根拠: `rule` in words, `worked` the sum with its numbers, `rows` the rows it was made from."""

    rule: str
    worked: str
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)


def group_rule(strategy: Strategy) -> str:
    """How a group's planned and actual percentages come about."""
    return (
        "計画 = 経過日数 ÷ 予定日数 × 100(開始予定から完了予定まで、両端を含む)。\n"
        "実績 = 完了なら100、それ以外は報告された進捗率。\n"
        "差 = 実績 − 計画(ポイント)。\n"
        "まとめるときは、計画も実績も重みつきの平均です。中止(対象外)と未報告の取組は平均に入れず、件数で示します。\n"
        f"評価は計画との差で決めます: {format_number(strategy.rating.slightly_behind)}ポイントまでの遅れは順調、"
        f"{format_number(strategy.rating.behind)}ポイントまではやや遅れ、それを超えるか期限を過ぎると遅れです。"
    )


def explain_group(rated: pd.DataFrame, group: Group, strategy: Strategy) -> Explanation:
    """Explain a group's planned, actual and gap from its rated rows (progress.rate's frame)."""
    if group.planned is None or group.actual is None:
        return Explanation(group_rule(strategy), "評価できる取組がないため、平均は計算しません。", action_rows(rated))
    used = rated[(rated["rating"] != "excluded") & rated["actual"].notna()]
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
    return Explanation(group_rule(strategy), worked, action_rows(rated))


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
    return Explanation(group_rule(strategy), "\n".join(lines), action_rows(rated))


EARNED_RULE = (
    "出来高スケジュール(アーンド・スケジュール)で見積もります。\n実績と同じ値を計画が取るはずだった時点までの日数(ES)を、"
    "実際に過ぎた日数(AT)で割った値が SPI(t) です。1.00 は計画どおり、1 未満は遅れを表します。\n"
    "完了見込みは 計画日数(PD) ÷ SPI(t) です。"
)


def explain_earned(earned: EarnedSchedule) -> Explanation:
    """Explain SPI(t) and the forecast end."""
    if earned.spi_t is None or earned.earned_days is None or earned.elapsed_days is None:
        return Explanation(EARNED_RULE, earned.reason)
    worked = (
        f"SPI(t) = ES {format_number(earned.earned_days, 1)}日 ÷ AT {earned.elapsed_days}日"
        f" = {format_number(earned.spi_t, 3)}"
    )
    if earned.forecast_days is not None and earned.planned_days is not None:
        worked += (
            f"\n見込み日数 = PD {earned.planned_days}日 ÷ {format_number(earned.spi_t, 3)}"
            f" = {format_number(earned.forecast_days, 0)}日(開始 {earned.start})"
        )
    return Explanation(EARNED_RULE, worked)


FORECAST_RULE = (
    f"実績が{FEWEST_ACTUALS}件以上あるとき、日付に対する直線を最小二乗法で当てはめ、目標の期日の値を80%の幅で見積もります。\n"
    "幅全体が目標に届けば達成見込み、幅全体が届かなければ未達見込み、幅の中に目標があれば不確かです。\n"
    "実績が少ないときは、目標まで月あたりどれだけ必要かだけを示します。"
)


def kpi_rule(strategy: Strategy) -> str:
    """How a KPI's attainment, pace and rating come about."""
    return (
        "達成率 = 100 ×(実績 − 基準値)÷(目標値 − 基準値)。\n"
        "進度 =(実績 − 基準値)÷(その日に達しているはずの値 − 基準値)。\n"
        "その日に達しているはずの値は、基準日と各期末の目標を結んだ直線から求めます。\n"
        f"評価は、目標に届けば達成、進度 {strategy.kpi.on_track:.2f} 以上は順調、"
        f"{strategy.kpi.slightly_behind:.2f} 以上はやや遅れ、それより小さいと遅れ、基準値より悪くなれば後退です。\n"
        "維持を目指す指標は、目標値からの差が許容幅の内なら維持、外なら逸脱です。"
    )


def explain_kpi(kpi: KpiResult, forecast: Forecast, strategy: Strategy) -> Explanation:
    """Explain a KPI's attainment, pace and rating, with its actuals as source rows."""
    rows = pd.DataFrame(
        {
            "時点": [actual.as_of for actual in kpi.actuals],
            f"実績値({kpi.unit})": [actual.value for actual in kpi.actuals],
        }
    )
    return Explanation(kpi_rule(strategy), "\n".join(_kpi_lines(kpi)) + f"\n{forecast.text}", rows)


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
