"""Sentences about one KPI or several: value, rating, target, forecast, XmR chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi import (
    CURBED,
    GAINED,
    HELD,
    KEPT,
    SIGNS,
    KpiResult,
    PeriodResult,
    Unrated,
    forecast,
    has_reached,
    spc,
)
from kdx_metrics.numbers.kpi.forecast import Forecast, Verdict
from kdx_metrics.numbers.kpi.spc import XmR
from kdx_metrics.numbers.ratings import KPI_OFF_COURSE
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year, fiscal_year_end, wareki, wareki_month
from kdx_metrics.plan.formats import (
    Rounding,
    format_amount,
    format_given,
    format_percent,
    format_signed,
    rounded,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.kpi.kpis import YEARLY
from kdx_metrics.wording.kpi.amounts import (
    aim_text,
    given_text,
    goal_text,
    of_amount,
    of_forecast,
    of_rate,
    of_ratio,
    unit_of_difference,
)
from kdx_metrics.wording.words import (
    ASSURANCE_WORDS,
    DIRECTION_WORDS,
    KPI_RATING_WORDS,
    NO_DATA,
    PROVISIONAL,
    RATING_WORDS,
    STALE,
    VERDICT_WORDS,
    WORSE_THAN_BASELINE,
    kpi_word,
    signal_word,
)

UNRATED_WORDS: Mapping[Unrated, str] = {
    "no_actual": "実績値がまだないため、評価できません。",
    "before_baseline": "基準日より前の実績のため、評価しません。",
    "running_year": "年度の値がまだないため、評価しません。",
    "no_target": "目標がないため、評価できません。",
    "incomparable": "期待値と比べられない値のため、評価できません。",
}

_VERDICTS: Mapping[Verdict, str] = {
    "likely": "達成見込み(幅全体が目標に届く)",
    "unlikely": "未達見込み(幅全体が目標に届かない)",
    "uncertain": "不確か(幅の中に目標がある)",
}


def marks(kpi: KpiResult) -> list[str]:
    """Remarks on a KPI's value: that it is of a running year, that it is old."""
    return [word for word, holds in ((PROVISIONAL, kpi.provisional), (STALE, kpi.stale)) if holds]


def dated(kpi: KpiResult) -> str:
    """`令和7年度`, `令和8年9月・古い値`: the time that a KPI's value speaks of, "" without a value."""
    if kpi.actual is None or kpi.as_of is None:
        return ""
    is_of_year = kpi.aggregation == YEARLY and not kpi.provisional
    when = era_fiscal_year(fiscal_year(kpi.as_of)) if is_of_year else wareki_month(kpi.as_of)
    return "・".join([when, *marks(kpi)])


def headline(kpi: KpiResult, ahead: Forecast) -> str:
    """Value, rating, the percentage that leads and verdict of one KPI."""
    if kpi.actual is None or kpi.as_of is None:
        reason = f"({kpi.pending[-1][1]})" if kpi.pending and kpi.pending[-1][1] else ""
        return f"実績はまだありません{reason}。"
    when = "・".join([wareki(kpi.as_of), *marks(kpi)])
    facts = [f"{given_text(kpi.actual, kpi)}({when})で{kpi_word(kpi).word}", *_share(kpi)]
    if ahead.verdict is not None:
        facts.append(f"{'見込みは' if ahead.verdict == 'uncertain' else ''}{VERDICT_WORDS[ahead.verdict]}")
    unrated = "" if kpi.unrated is None else UNRATED_WORDS[kpi.unrated]
    return f"{'、'.join(facts)}です。{unrated}"


def _share(kpi: KpiResult) -> list[str]:
    """The percentage that leads; 目標比 where a KPI that rises or falls has no 基準値 to be measured from."""
    by_ratio = kpi.leading == "ratio" or (kpi.baseline is None and kpi.direction in GAINED)
    if by_ratio and kpi.ratio is not None:
        return [f"目標比{format_percent(kpi.ratio, of_ratio(kpi))}"]
    if kpi.attainment is None:
        return []
    return [WORSE_THAN_BASELINE if kpi.attainment < 0 else f"達成率{format_percent(kpi.attainment)}"]


def counts(kpis: Sequence[KpiResult]) -> str:
    """Number of KPIs with each rating."""
    if not kpis:
        return "該当する指標がありません。"
    numbers = Counter(kpi_word(kpi) for kpi in kpis)
    words = (*KPI_RATING_WORDS.values(), RATING_WORDS["not_evaluable"])
    parts = [f"{word.word}{numbers[word]}件" for word in words if numbers[word]]
    return f"{len(kpis)}指標のうち、{'、'.join(parts)}です。"


def rating_choice(rating: str) -> str:
    """Label of a rating to choose KPIs by; one without a rating has データなし or cannot be judged."""
    label = KPI_RATING_WORDS[rating].label
    return f"{label}・{RATING_WORDS[rating].word}" if rating == "not_evaluable" else label


def alarms(summary: Summary) -> str:
    """Number of KPIs that need attention: those off course, gravest first, then those that only will be."""
    kpis, listed = summary.kpis, summary.kpi_alarms
    if not kpis:
        return "該当する指標がありません。"
    ratings = Counter(item.kpi.rating for item in listed if item.kpi is not None)
    off = [(KPI_RATING_WORDS[rating].word, ratings[rating]) for rating in KPI_OFF_COURSE]
    ahead = len(listed) - sum(number for _, number in off)
    parts = [f"{word}{number}件" for word, number in (*off, (VERDICT_WORDS["unlikely"], ahead)) if number]
    if parts:
        return f"{len(kpis)}指標中、要注意は{len(listed)}件です({'、'.join(parts)})。"
    unknown = sum(kpi.rating == "not_evaluable" for kpi in kpis)
    if unknown == len(kpis):
        return f"{len(kpis)}指標のどれもまだ評価できません。"
    return f"{len(kpis)}指標に遅れはありません{f'(データなし{unknown}件)' if unknown else ''}。"


def target(kpi: KpiResult) -> str:
    """Target in force, that of the year where it is another, and 所管課 of one KPI."""
    when = "" if kpi.target_on is None else f"({wareki(kpi.target_on)})"
    is_another = kpi.target_year is not None and kpi.target_on != fiscal_year_end(kpi.year)
    of_year = f"、{era_fiscal_year(kpi.year)}の目標は{given_text(kpi.target_year, kpi)}" if is_another else ""
    return f"目標は{goal_text(kpi)}{when}{of_year}、所管課は{kpi.department}です。"


def results(kpi: KpiResult, strategy: Strategy) -> list[str]:
    """期の結果, one sentence per 期 that has ended with a target."""
    return [_result(result, kpi, strategy) for result in kpi.results]


def reached_word(*, is_reached: bool | None) -> str:
    """`達成`, `未達`, or that there is no value."""
    return NO_DATA if is_reached is None else "達成" if is_reached else "未達"


def _result(result: PeriodResult, kpi: KpiResult, strategy: Strategy) -> str:
    name, aim = strategy.period(result.period).name, aim_text(result.target, kpi)
    if result.actual is None or result.as_of is None:
        return f"{name}の結果は、目標{aim}に対する実績がありません。"
    when = "・".join([wareki(result.as_of), *([STALE] if result.stale else [])])
    reached = "届きました" if result.reached else "届きませんでした"
    return f"{name}の結果は{given_text(result.actual, kpi)}({when})で、目標{aim}に{reached}。"


def outlook(kpi: KpiResult, ahead: Forecast) -> str:
    """Forecast of a KPI with its band and verdict, or why there is none and how far the target is."""
    if ahead.missing == "no_actual" or ahead.on is None:
        return "実績がないため、見通しは計算しません。"
    if ahead.missing == "too_few":
        fewest = f"{forecast.FEWEST_ACTUALS}件以上で計算します"
        return f"実績が{ahead.n}件のため、見通しは計算しません({fewest})。{_distance(kpi, ahead)}"
    due = wareki(ahead.on)
    if ahead.verdict is None:
        return f"実績{ahead.n}件。目標の期日{due}より先の見通しではないため、計算しません。{_distance(kpi, ahead)}"
    goes_to = f"となり、目標{goal_text(kpi)}に対して{_VERDICTS[ahead.verdict]}です。"
    return f"{_regressed(kpi, ahead)}{goes_to}{_shortfall(kpi, ahead)}"


def outlook_in_short(kpi: KpiResult, ahead: Forecast) -> str:
    """The same where the target stands beside it and there is room for some 70 letters."""
    if ahead.verdict is None:
        return outlook(kpi, ahead)
    return f"{_regressed(kpi, ahead)}で、{_shortfall(kpi, ahead) or f'{VERDICT_WORDS[ahead.verdict]}です。'}"


def _regressed(kpi: KpiResult, ahead: Forecast) -> str:
    """`実績14件の直線回帰では、令和9年3月31日に104手続き(80%の幅 102~106手続き)`."""
    if ahead.on is None or ahead.value is None or ahead.low is None or ahead.high is None:
        raise ValueError("what is not forecast has no value ahead")
    shown = of_forecast(kpi, ahead)
    band = f"{band_words()} {format_amount(ahead.low, shown)}~{format_amount(ahead.high, shown, kpi.unit)}"
    amount = format_amount(ahead.value, shown, kpi.unit)
    return f"実績{ahead.n}件の直線回帰では、{wareki(ahead.on)}に{amount}({band})"


def _shortfall(kpi: KpiResult, ahead: Forecast) -> str:
    """`あと36手続き足りない見込みです。`: how far a forecast that falls short is from its target."""
    if ahead.verdict != "unlikely" or kpi.target is None or ahead.value is None or kpi.direction == KEPT:
        return ""
    distance = abs(rounded(ahead.value, of_forecast(kpi, ahead)) - kpi.target)
    amount = format_amount(distance, Rounding(of_amount(kpi).digits), unit_of_difference(kpi))
    return f"あと{amount}{'足りない' if SIGNS[kpi.direction] > 0 else '減らす必要がある'}見込みです。"


def _distance(kpi: KpiResult, ahead: Forecast) -> str:
    """Monthly rate that the target needs, or else the distance to it."""
    if kpi.actual is None or kpi.target is None or ahead.on is None or ahead.days_left is None:
        return ""
    due, goal = wareki(ahead.on), goal_text(kpi)
    actual, target = exact(kpi.actual), exact(kpi.target)
    gap = format_given(float(abs(target - actual)), unit_of_difference(kpi))
    if kpi.direction == KEPT or kpi.direction in HELD:
        is_inside = has_reached(kpi.direction, actual, target, exact(kpi.tolerance or 0.0))
        inside = "目標の範囲内です" if is_inside else "目標の範囲を外れています"
        return f"現在の実績{given_text(kpi.actual, kpi)}は{inside}(目標{goal})。"
    if has_reached(kpi.direction, actual, target):
        if kpi.direction in CURBED and ahead.days_left > 0:
            return f"目標{goal}({due})まで、{kpi.direction.removesuffix('抑制')}を{gap}以内にとどめる必要があります。"
        return f"目標{goal}にすでに達しています(実績{given_text(kpi.actual, kpi)})。"
    if ahead.needed_rate is not None:
        rate = format_signed(ahead.needed_rate, of_rate(kpi, ahead.needed_rate))
        return f"{due}の目標{goal}まで、月あたり {rate}{unit_of_difference(kpi)}が必要です。"
    left = f"、{due}まで残り{ahead.days_left}日です" if ahead.days_left >= 0 else f"です(期日{due}は過ぎています)"
    return f"目標{goal}まであと{gap}{left}。"


def with_unit(word: str, kpi: KpiResult) -> str:
    """`実績(人)`, or the word alone for a KPI without a unit."""
    return f"{word}({kpi.unit})" if kpi.unit else word


def full_name(kpi: KpiResult) -> str:
    """`コピー用紙の年間使用枚数(千枚・単年度)`: the name, with the unit and 集計 in which it is counted."""
    return f"{kpi.name}({'・'.join(filter(None, (kpi.unit, kpi.aggregation)))})"


def quotient_words(kpi: KpiResult) -> str:
    """Name of what judges a KPI without 基準値."""
    return "実績 ÷ 期待値" if SIGNS[kpi.direction] > 0 else "期待値 ÷ 実績"


def band_words() -> str:
    """`80%の幅`: the band of a forecast."""
    return f"{forecast.BAND}%の幅"


def xmr(kpi: KpiResult, chart: XmR, ahead: Forecast | None = None) -> str:
    """Signals of an XmR chart and its assurance of the target, or the steady trend and where it leads."""
    if chart.steady:
        return _steady(kpi, chart, ahead)
    kinds = dict.fromkeys(signal.kind for signal in chart.signals)
    moved = f"偶然とは考えにくい動きがあります({'、'.join(signal_word(kind) for kind in kinds)})"
    course = moved if kinds else "偶然のばらつきの範囲で動いています"
    assurance = f"。目標に対しては「{ASSURANCE_WORDS[chart.assurance]}」です" if chart.assurance else ""
    return f"{DIRECTION_WORDS[kpi.direction].word}指標の実績{chart.n}件は、{course}{assurance}。"


def _steady(kpi: KpiResult, chart: XmR, ahead: Forecast | None) -> str:
    last = len(kpi.actuals) - 1
    up, goes_on = chart.steady == "rising", any(signal.index == last for signal in chart.signals)
    course = (
        f"{'上がり' if up else '下がり'}続けています"
        if goes_on
        else f"続けて{'上がった' if up else '下がった'}時期があります"
    )
    better = "" if kpi.direction == KEPT else "(よい方向)" if up == (SIGNS[kpi.direction] > 0) else "(悪い方向)"
    leads = ""
    if ahead is not None and ahead.value is not None and ahead.on is not None:
        value = format_amount(ahead.value, of_forecast(kpi, ahead), kpi.unit)
        leads = f"今の速さなら{wareki_month(ahead.on)}に{value}(目標{goal_text(kpi)})です。"
    return f"{course}{better}。{leads}動いている間の上限・下限は示しません。"


def no_chart(kpi: KpiResult) -> str:
    """Reason for which a KPI has no XmR chart, "" where it has one."""
    missing = spc.without_chart(kpi)
    if missing == "cumulative":
        return "累計の指標は増え続けるため、管理図は作りません。"
    if missing == "too_few":
        return f"実績が{len(kpi.actuals)}件のため、管理図は作りません({spc.FEWEST_POINTS}件以上で作ります)。"
    return "毎月または四半期ごとの実績ではないため、管理図は作りません。" if missing else ""
