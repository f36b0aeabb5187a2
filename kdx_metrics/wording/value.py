"""Money and effect in sentences: what it has cost, what it has brought, and both side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from kdx_metrics.numbers.effects import Effect, Value, widest_gap_first
from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.money import Amount, MoneyYear, Share, total
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, wareki
from kdx_metrics.plan.formats import (
    PERCENT,
    Rounding,
    format_amount,
    format_computed,
    format_given,
    format_percent,
)
from kdx_metrics.plan.strategy import EffectPrice, Grant
from kdx_metrics.plan.tables.effects import OTHER
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.sums import Step, with_digits_needed
from kdx_metrics.wording.words import titles_in_words

RATIO = Rounding(2, below=(1.0,))  # effect per cost, never shown as paid back where it is not
TITLE = "お金と効果"
NO_MONEY = "予算額と決算額はまだありません。"
THOUSANDS = "千円"
WORTH = Rounding(1)  # an effect in money, in 千円


def thousands(amount: float | None) -> str:
    """`68,970千円`: a given amount."""
    return format_given(amount, THOUSANDS)


def worth(amount: float | None) -> str:
    """`22,360千円`: an effect in money, which is computed."""
    return format_amount(amount, WORTH, THOUSANDS)


def span(years: Sequence[int]) -> str:
    """`令和5年度~令和7年度`, or the one year."""
    first, last = era_fiscal_year(years[0]), era_fiscal_year(years[-1])
    return first if first == last else f"{first}~{last}"


def settled_years(years: Iterable[MoneyYear]) -> list[MoneyYear]:
    """The years of which a settlement is known."""
    return [year for year in years if year.settled.total is not None]


def summed(amounts: Iterable[Amount]) -> float | None:
    """Sum over years of what is given; None where no year has it."""
    given = [amount.total for amount in amounts if amount.total is not None]
    return float(total(given)) if given else None


def costs(years: Sequence[MoneyYear]) -> str:
    """Finding of the money: what is settled, how much of it is subsidy, and what is budgeted since."""
    settled = settled_years(years)
    sentences = []
    if settled:
        subsidy = summed(year.subsidy for year in settled)
        of_it = "" if subsidy is None else f"、うち交付金等は{thousands(subsidy)}"
        when = span([year.fiscal_year for year in settled])
        sentences.append(f"{when}の決算は{thousands(summed(year.settled for year in settled))}{of_it}です。")
    sentences += [
        f"{era_fiscal_year(year.fiscal_year)}の予算は{thousands(year.budget.total)}です。"
        for year in years
        if year.settled.total is None and year.budget.total is not None
    ]
    return "".join(sentences) or NO_MONEY


def effects(of: Sequence[Effect], title_of: Callable[[str], str]) -> str:
    """Finding of the effects: what is done of what was planned in the years that have ended, and what is not told."""
    return brought(of) + pending(of, title_of)


def brought(of: Sequence[Effect]) -> str:
    """`削減時間は1,000時間(見込み2,000の50.0%)です。`: what each effect has come to so far."""
    done = [f"{effect.name}は{_done(effect)}" for effect in of if effect.sums.actual.total is not None]
    return "、".join(done) + "です。" if done else "効果の実績はまだありません。"


def pending(of: Sequence[Effect], title_of: Callable[[str], str]) -> str:
    """The 取組 that have planned an effect for a year that has ended and told none; "" where all have."""
    numbers = dict.fromkeys(number for effect in of for number in effect.ended.pending)
    named = titles_in_words([title_of(number) for number in numbers])
    return f"終わった年度に見込みがあって実績のない取組は{named}です。" if numbers else ""


def label(effect: Effect) -> str:
    """`削減時間`; of the other kinds, which their unit tells apart, `その他(件)`."""
    return f"{effect.kind}({effect.unit})" if effect.kind == OTHER else effect.kind


def _done(effect: Effect) -> str:
    amount, share = format_given(effect.sums.actual.total, effect.unit), attained(effect)
    return f"{amount}({share})" if share else amount


def attained(effect: Effect) -> str:
    """`見込み1,500の72.0%`; where more is done than was planned for, the share of what was; "" without a share."""
    share = effect.sums.attainment
    if share.percent is None:
        return ""
    percent = format_percent(share.percent)
    planned = f"見込み{format_given(share.whole)}" if share.part == effect.sums.actual.total else "見込みのある分"
    return f"{planned}の{percent}"


def per_cost(value: Value) -> str:
    """Finding of effect per cost, with its counts."""
    if value.ratio is None:
        return f"決算と効果の両方がある取組はまだありません(どちらかがある取組は{value.known}件)。"
    counted = f"決算と効果の両方がある{value.both}件の取組で計算。どちらかがある取組は{value.known}件"
    return f"費用1円あたりの効果は{format_computed(value.ratio, RATIO)}円です({counted})。"


def gaps(value: Value, title_of: Callable[[str], str]) -> str:
    """Finding of the 取組 side by side: whose cost is furthest above its effect, and how many have told no effect."""
    sentences = []
    widest = widest_gap_first(value)[0]
    if widest.gap is not None and widest.gap < 0:
        named = f"「{title_of(widest.action_id)}」"
        sentences.append(f"費用が効果を最も上回るのは{named}で、差は{worth(-widest.gap)}です。")
    elif widest.gap is not None:
        sentences.append("費用が効果を上回る取組はありません。")
    silent = sum(each.effect is None for each in value.actions)
    if silent:
        sentences.append(f"決算があって金額にした効果のない取組は{silent}件です。")
    return "".join(sentences) or "決算額のある取組はまだありません。"


def notes(summary: Summary, title_of: Callable[[str], str]) -> list[str]:
    """Sentences beside the numbers: what has not been told, and the 取組 whose cost is furthest above its effect."""
    value = summary.value
    sentences = [
        pending(summary.effects, title_of),
        gaps(value, title_of) if value is not None and value.actions else "",
    ]
    return [sentence for sentence in sentences if sentence]


def told(summary: Summary, title_of: Callable[[str], str]) -> list[str]:
    """Findings of what there is, the one that leads first: effect per cost, cost, effects, the 取組 side by side."""
    value = summary.value if summary.value is not None and summary.value.actions else None
    return [
        *([per_cost(value)] if value is not None else []),
        *([costs(summary.money)] if summary.money else []),
        *([effects(summary.effects, title_of)] if summary.effects else []),
        *([gaps(value, title_of)] if value is not None else []),
    ]


def grant(of: Grant) -> str:
    """A published grant with its date, for a note beside the amounts that it is not summed with."""
    works = f"({'、'.join(of.works)})" if of.works else ""
    return (
        f"{of.name}{works}: 事業費{thousands(of.total)}、うち国費{thousands(of.subsidy)}"
        f"({wareki(of.published_on)}公表)。この画面の取組ごとの金額には含めていません。"
    )


def explain_costs(years: Sequence[MoneyYear]) -> Explanation:
    """根拠 of the execution rates."""
    lines = []
    for year in years:
        name, rate = f"{era_fiscal_year(year.fiscal_year)}の執行率", year.execution
        if rate.percent is None:
            why = "予算額と決算額の両方がある取組がありません" if year.is_ended else "年度がまだ終わっていません"
            lines.append(f"{name}: 計算しません({why})。")
        else:
            lines.append(f"{name} = {_share('決算', '予算', rate)}(両方がある{rate.actions}件の取組)")
    return Explanation(rules.MONEY, "\n".join(lines))


def explain_effects(of: Sequence[Effect]) -> Explanation:
    """根拠 of the shares of what was planned, over all years so far."""
    return Explanation(rules.EFFECTS, "\n".join(map(_worked, of)))


def _worked(effect: Effect) -> str:
    rate, rest = effect.sums.attainment, f"見込みだけの取組は{len(effect.sums.pending)}件"
    if rate.percent is None:
        return f"{label(effect)}: 見込みと実績の両方がある取組がないため、割合は計算しません({rest})。"
    return f"{label(effect)} = {_share('実績', '見込み', rate)}(両方がある{rate.actions}件の取組の年度で計算。{rest})"


def _share(part: str, whole: str, share: Share) -> str:
    percent = format_percent(share.percent, PERCENT)
    return f"{format_given(share.part)}({part}) ÷ {format_given(share.whole)}({whole}) × 100 = {percent}"


def explain_value(value: Value, of: EffectPrice) -> Explanation:
    """根拠 of effect per cost."""
    rule = rules.per_cost(of)
    if value.ratio is None:
        return Explanation(rule, "決算と効果の両方がある取組がないため、計算しません。")
    settled = exact(value.settled)
    (effect,) = with_digits_needed([value.effect], Step(lambda effect: Fraction(effect) / settled, value.ratio, RATIO))
    return Explanation(
        rule,
        f"費用1円あたりの効果 = {effect}(効果の累計、千円) ÷ {format_given(value.settled)}(決算額の累計、千円)"
        f" = {format_computed(value.ratio, RATIO)}"
        f"(両方がある{value.both}件の取組で計算。どちらかがある取組は{value.known}件)",
    )
