"""根拠 of a KPI's numbers: the rule in words and the sums worked out (formulas.md, "KPI")."""

from __future__ import annotations

from collections.abc import Iterator

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi import CURBED, GAINED, HELD, KEPT, SIGNS, KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast, whole_months
from kdx_metrics.numbers.kpi.spc import LIMIT_FACTOR, RUN, XmR
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.plan.formats import (
    Rounding,
    decimals,
    format_amount,
    format_computed,
    format_given,
    format_percent,
    format_signed,
    given,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.amounts import (
    expected_text,
    expected_to_pace,
    given_text,
    goal_text,
    of_goal,
    of_rate,
    of_ratio,
    unit_of_difference,
)
from kdx_metrics.wording.sums import Step, with_digits_needed


def explain_kpi(kpi: KpiResult, forecast: Forecast, strategy: Strategy) -> Explanation:
    """Explain a KPI's attainment, ratio, pace, rating and results."""
    lines = [
        *_value(kpi),
        *_shares(kpi),
        *_judged(kpi, strategy),
        *kpi_sentences.results(kpi, strategy),
        *_rate(kpi, forecast),
        kpi_sentences.outlook(kpi, forecast),
    ]
    return Explanation(rules.kpis(strategy), "\n".join(lines))


def _value(kpi: KpiResult) -> Iterator[str]:
    """The value that counts, with where it stands from, and the target of its year."""
    if kpi.actual is not None:
        baseline = "" if kpi.baseline is None else f"、基準値 {given_text(kpi.baseline, kpi)}({kpi.baseline_on})"
        yield f"実績 {given_text(kpi.actual, kpi)}({kpi.as_of}){baseline}"
    if kpi.provisional:
        yield "年度途中の値です。"
    if kpi.unrated is not None:
        yield kpi_sentences.UNRATED_WORDS[kpi.unrated]
    if kpi.target_year is not None:
        yield f"{era_fiscal_year(kpi.year)}の目標 {given_text(kpi.target_year, kpi)}"


def _shares(kpi: KpiResult) -> Iterator[str]:
    """達成率 and 目標比 worked out, the leading one first, or why there is none."""
    if kpi.actual is None:
        return
    lines = {"attainment": list(_attainment(kpi)), "ratio": list(_ratio(kpi))}
    for name in sorted(lines, key=lambda name: name != kpi.leading):
        yield from lines[name]


def _attainment(kpi: KpiResult) -> Iterator[str]:
    start = format_given(kpi.baseline)
    if kpi.attainment is not None:
        gained, all_of_it = f"({format_given(kpi.actual)} − {start})", f"({format_given(kpi.target)} − {start})"
        yield f"達成率(基準値から) = 100 × {gained} ÷ {all_of_it} = {format_percent(kpi.attainment)}"
    elif kpi.direction in GAINED and kpi.baseline is None:
        yield "基準値がないため、達成率(基準値から)は計算しません。"
    elif kpi.direction in GAINED and kpi.unrated is None:
        side = "と同じ" if kpi.target == kpi.baseline else "より手前の"
        yield f"目標値が基準値{side}ため、達成率(基準値から)は計算しません。"


def _ratio(kpi: KpiResult) -> Iterator[str]:
    if kpi.ratio is None:
        return
    falls = "(100%以下で達成)" if SIGNS.get(kpi.direction, 1) < 0 else ""
    ratio = format_percent(kpi.ratio, of_ratio(kpi))
    yield f"目標比 = 100 × {format_given(kpi.actual)} ÷ {format_given(kpi.target)} = {ratio}{falls}"


def _judged(kpi: KpiResult, strategy: Strategy) -> Iterator[str]:
    """The comparison that the rating rests on."""
    if kpi.actual is None or kpi.unrated is not None:
        return
    if kpi.direction == KEPT:
        yield f"目標 {goal_text(kpi)} の内か外かで評価します。"
    elif kpi.direction in HELD:
        yield f"目標 {goal_text(kpi)} を満たすかどうかで評価します。"
    elif kpi.pace is not None or kpi.quotient is not None:
        yield from _expected(kpi)
        yield _pace(kpi, strategy)
    elif kpi.direction in CURBED:
        yield f"実績は基準値を{'下' if SIGNS[kpi.direction] > 0 else '上'}回っていないため、進度は計算しません。"


def _expected(kpi: KpiResult) -> Iterator[str]:
    """Value due between two corners of the path, worked out."""
    if kpi.expected_on is None or not kpi.path.corners:
        return
    (left, low), (right, high) = kpi.path.around(kpi.expected_on)
    if left != right:
        start, days, in_all = format_given(low), (kpi.expected_on - left).days, (right - left).days
        share = f"{days:,}日 ÷ {in_all:,}日({left}から{right}まで)"
        due = expected_text(kpi)
        yield f"期待値 = {start} + ({format_given(high)} − {start}) × {share} = {due}({kpi.expected_on})"


def _pace(kpi: KpiResult, strategy: Strategy) -> str:
    due, actual, start = expected_to_pace(kpi, strategy), format_given(kpi.actual), format_given(kpi.baseline)
    if kpi.pace is not None:
        moved, allowed = f"({actual} − {start})", f"({due} − {start})"
        parts = (allowed, moved) if kpi.direction in CURBED else (moved, allowed)
        return f"進度 = {' ÷ '.join(parts)} = {format_computed(kpi.pace, strategy.kpi.rounding)}"
    parts = (actual, due) if SIGNS[kpi.direction] > 0 else (due, actual)
    quotient = format_computed(kpi.quotient, strategy.kpi.rounding)
    return f"{kpi_sentences.quotient_words(kpi)} = {' ÷ '.join(parts)} = {quotient}"


def _rate(kpi: KpiResult, forecast: Forecast) -> Iterator[str]:
    """The rate that the outlook asks for, worked out."""
    rate, target, actual = forecast.needed_rate, kpi.target, kpi.actual
    if rate is None or target is None or actual is None or kpi.as_of is None or kpi.target_on is None:
        return
    months = whole_months(kpi.as_of, kpi.target_on)
    ahead = f"({format_given(target)} − {format_given(actual)})"
    result = f"{format_signed(rate, of_rate(kpi, rate))}{unit_of_difference(kpi)}"
    yield f"月あたりに必要な量 = {ahead} ÷ {months}か月 = {result}"


def explain_xmr(kpi: KpiResult, chart: XmR) -> Explanation:
    """Explain the limits of a process behaviour chart, or why it has none."""
    if chart.steady:
        moving = sum(signal.kind == "trend" for signal in chart.signals)
        return Explanation(rules.xmr(), f"実績{chart.n}件のうち{moving}件が、{RUN}点以上続く上昇・下降の中にあります。")
    judged = kpi.actuals[chart.first : chart.first + chart.n]
    values = [given(actual.value) for actual in judged]
    goal, ranges = of_goal(kpi), chart.n - 1 - chart.dropped
    in_full = Rounding(max(decimals(actual.value) for actual in judged))  # sums of given values have no more
    between = format_amount(chart.mean_range * ranges, in_full)
    factor = exact(LIMIT_FACTOR)
    mean, reach = with_digits_needed(
        [chart.mean, chart.mean_range],
        Step(lambda mean, between: mean - factor * between, chart.lower, goal),
        Step(lambda mean, between: mean + factor * between, chart.upper, goal),
    )
    lines = [
        f"平均 = {format_given(float(sum(values)))}(実績の合計) ÷ {chart.n} = {mean}{kpi.unit}",
        f"移動範囲の平均 = {between}(移動範囲の合計、除いたものは{chart.dropped}個) ÷ {ranges} = {reach}{kpi.unit}",
        f"下限 = {mean} − {LIMIT_FACTOR} × {reach} = {format_amount(chart.lower, goal, kpi.unit)}",
        f"上限 = {mean} + {LIMIT_FACTOR} × {reach} = {format_amount(chart.upper, goal, kpi.unit)}",
    ]
    return Explanation(rules.xmr(), "\n".join(lines))
