"""Money and effect in sentences, and their sums as a reader with a pencil works them out."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import PERCENT
from kdx_metrics.plan.strategy import EffectPrice, Grant
from kdx_metrics.wording import value as words
from tests.factories import Row, action, action_year, effect, strategy, summary
from tests.wording.worked import sums

PRICE = EffectPrice(hourly_yen=2800, source="給与の統計")
YEARS = (
    action_year("A-1", 2024, budget=3000.0, settled=2900.0, subsidy=1000.0),
    action_year("A-2", 2025, budget=700.0, settled=600.0),
    action_year("A-1", 2026, budget=500.0),
)
EFFECTS = (
    effect("A-1", 2024, 100.0, 90.0),
    effect("A-1", 2025, 200.0, None),
    effect("A-2", 2025, 60.0, 50.0, kind="削減額", unit="千円"),
    effect("A-2", 2025, None, 7.0, kind="その他", unit="件"),
)


def of(years: tuple[Row, ...] = YEARS, effects: tuple[Row, ...] = EFFECTS) -> Summary:
    priced = strategy().model_copy(update={"effects": PRICE})
    plan = [action("A-1", title="窓口"), action("A-2", title="研修")]
    return summary(plan, of=priced, more={"action_years": list(years), "effects": list(effects)})


def title_of(number: str) -> str:
    return {"A-1": "窓口", "A-2": "研修"}[number]


def test_the_cost_is_what_is_settled_and_a_budget_is_called_one() -> None:
    assert words.costs(of().money) == (
        "令和6年度~令和7年度の決算は3,500千円、うち交付金等は1,000千円です。令和8年度の予算は500千円です。"
    )


def test_a_year_without_a_grant_says_nothing_of_one() -> None:
    assert words.costs(of(YEARS[1:2]).money) == "令和7年度の決算は600千円です。"
    assert words.costs(()) == "予算額と決算額はまだありません。"


def test_effects_are_told_with_their_share_and_with_what_is_missing() -> None:
    assert words.effects(of().effects, title_of) == (
        "削減時間は90時間(見込み100の90.0%)、削減額は50千円(見込み60の83.3%)、その他は7件です。"
        "終わった年度に見込みがあって実績のない取組は1件 「窓口」です。"
    )
    assert words.effects((), title_of) == "効果の実績はまだありません。"


def test_two_effects_of_another_kind_are_told_apart_by_their_methods() -> None:
    others = [("人日", "テレワークの延べ日数"), ("社", "支援を受けた事業者の数")]
    rows = tuple(effect("A-1", 2025, None, 7.0, kind="その他", unit=unit, method=method) for unit, method in others)
    assert words.brought(of((), rows).effects) == "テレワークの延べ日数は7人日、支援を受けた事業者の数は7社です。"


def test_more_done_than_was_planned_for_has_the_share_of_what_was_planned() -> None:
    (hours,) = of((), (effect("A-1", 2025, 100.0, 90.0), effect("A-2", 2025, None, 30.0))).effects
    assert words.attained(hours) == "見込みのある分の90.0%"


def test_effect_per_cost_is_told_with_its_counts_and_the_widest_gap() -> None:
    value = of().value
    assert value is not None
    # (90 h × 2,800 円 / 1,000 + 50) ÷ 3,500
    assert words.per_cost(value) == (
        "費用1円あたりの効果は0.09円です(決算と効果の両方がある2件の取組で計算。どちらかがある取組は2件)。"
    )
    assert words.gaps(value, title_of) == "費用が効果を最も上回るのは「窓口」で、差は2,648千円です。"


def test_an_effect_that_has_not_paid_its_cost_back_is_never_shown_as_if_it_had() -> None:
    value = of((action_year("A-2", 2025, settled=50.1),)).value
    assert value is not None
    assert words.per_cost(value).startswith("費用1円あたりの効果は0.99円です")


def test_without_both_there_is_no_ratio_and_the_sentence_says_so() -> None:
    value = of(YEARS, ()).value
    assert value is not None
    assert words.per_cost(value) == "決算と効果の両方がある取組はまだありません(どちらかがある取組は2件)。"
    assert words.gaps(value, title_of) == "決算があって金額にした効果のない取組は2件です。"
    assert words.explain_value(value, PRICE).worked == "決算と効果の両方がある取組がないため、計算しません。"


def test_the_sums_of_every_reason_come_out_from_the_digits_shown() -> None:
    numbers = of()
    assert numbers.value is not None
    shares = sums(words.explain_costs(numbers.money).worked) + sums(words.explain_effects(numbers.effects).worked)
    assert [share.result.partition("(")[0] for share in shares] == ["96.7%", "85.7%", "90.0%", "83.3%"]
    assert all(share.is_shown_right(PERCENT) for share in shares)
    (ratio,) = sums(words.explain_value(numbers.value, PRICE).worked)
    assert (ratio.result.partition("(")[0], ratio.is_shown_right(words.RATIO)) == ("0.09", True)


def test_what_is_not_worked_out_says_why() -> None:
    assert words.explain_costs(of().money).worked.splitlines()[-1] == (
        "令和8年度の執行率: 計算しません(年度がまだ終わっていません)。"
    )
    assert words.explain_effects(of().effects).worked.splitlines()[-1] == (
        "その他(件): 見込みと実績の両方がある取組がないため、割合は計算しません(見込みだけの取組は0件)。"
    )


def test_the_rule_names_the_price_of_an_hour_and_its_source() -> None:
    value = of().value
    assert value is not None
    assert "削減時間の実績 × 2,800円 ÷ 1,000(出典 給与の統計)" in words.explain_value(value, PRICE).rule


def test_a_published_grant_is_told_apart_from_the_sums() -> None:
    published = date(2024, 4, 16)
    told = words.grant(
        Grant(name="交付金", published_on=published, total=219541, subsidy=118948, works=("窓口", "入札"), source="頁")
    )
    assert told == (
        "交付金(窓口、入札): 事業費219,541千円、うち国費118,948千円(令和6年4月16日公表)。"
        "この画面の取組ごとの金額には含めていません。"
    )
