"""Sentences about KPIs: headline, outlook, chart."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import forecast
from kdx_metrics.numbers.kpi.spc import Signal, XmR, analyse
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.amounts import of_forecast
from tests.factories import AS_OF, Row, actual, judged, kpi, series, strategy, summary, yearly_target

STEPS: Row = {"target_1": 800.0, "target_2": 1200.0}
BASE = date(2025, 3, 31)


def test_a_kpi_says_value_rating_attainment_and_outlook() -> None:
    result = summary((), [kpi(**STEPS)], series("K-01", [500, 560, 600, 690, 700, 780, 800]))
    said = kpi_sentences.headline(result.kpis[0], result.forecasts["K-01"])
    assert said.startswith("800人(令和7年10月31日)で")
    assert "達成率50.0%" in said
    assert said.endswith("達成見込みです。")


def test_a_kpi_without_a_value_says_why() -> None:
    result = summary((), [kpi(**STEPS)], [actual("K-01", date(2025, 6, 30), None, value_missing="未集計")])
    assert kpi_sentences.headline(result.kpis[0], result.forecasts["K-01"]) == "実績はまだありません(未集計)。"


def test_an_old_value_is_marked() -> None:
    result = summary((), [kpi(**STEPS)], series("K-01", [500], first=date(2024, 4, 30)))
    assert "令和6年4月30日・古い値" in kpi_sentences.headline(result.kpis[0], result.forecasts["K-01"])


def test_kpis_are_counted_by_rating() -> None:
    result = summary((), [kpi(**STEPS), kpi("K-02", **STEPS)], series("K-01", [1300]))
    assert kpi_sentences.counts(result.kpis) == "2指標のうち、データなし1件、達成1件です。"
    assert kpi_sentences.counts([]) == "該当する指標がありません。"


def test_a_behaviour_chart_says_chance_or_signal() -> None:
    (result,) = summary((), [kpi(**STEPS)], series("K-01", [500])).kpis
    calm = XmR(12, 5.0, 1.0, 9.0, 0, (), None)
    assert kpi_sentences.xmr(result, calm) == "増やす指標の実績12件は、偶然のばらつきの範囲で動いています。"
    moved = XmR(12, 5.0, 1.0, 9.0, 0, (Signal(1, "outside"), Signal(2, "outside")), "by_chance")
    assert kpi_sentences.xmr(result, moved).endswith(
        "偶然とは考えにくい動きがあります(限界の外)。目標に対しては「当たり外れ」です。"
    )


def outlook(row: Row, *actuals: Row, as_of: date = AS_OF) -> str:
    result = summary((), [row], actuals, as_of=as_of)
    return kpi_sentences.outlook(result.kpis[0], result.forecasts["K-01"])


def rising(target: float, **values: str | float) -> Row:
    return kpi(baseline_on=BASE, baseline=0.0, target_2=target, **values)


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        (1000.0, "未達見込み(幅全体が目標に届かない)です。あと273人足りない見込み"),
        (731.0, "不確か(幅の中に目標がある)"),
        (600.0, "達成見込み(幅全体が目標に届く)"),
    ],
)
def test_a_forecast_says_its_value_its_band_and_its_verdict(goal: float, verdict: str) -> None:
    noise = (3.0, -2.0, 1.0, -4.0, 2.0, 0.0)
    days = [date(2026, month, 1) for month in range(1, 7)]
    values = [actual("K-01", day, (day - BASE).days + extra) for day, extra in zip(days, noise, strict=True)]
    sentence = outlook(rising(goal), *values)
    assert sentence.startswith("実績6件の直線回帰では、令和9年3月31日に72")
    assert "人(80%の幅 7" in sentence
    assert sentence.endswith(f"目標{goal:,.0f}人に対して{verdict}です。")


@pytest.mark.parametrize(("goal", "end"), [(1000.0, "あと273人足りない見込みです。"), (600.0, "達成見込みです。")])
def test_on_a_screen_a_forecast_leaves_out_the_target_that_stands_beside_it(goal: float, end: str) -> None:
    days = [date(2026, month, 1) for month in range(1, 7)]
    values = [
        actual("K-01", day, (day - BASE).days + extra) for day, extra in zip(days, (3, -2, 1, -4, 2, 0), strict=True)
    ]
    result = summary((), [rising(goal)], values, as_of=AS_OF)
    short = kpi_sentences.outlook_in_short(result.kpis[0], result.forecasts["K-01"])
    assert short.endswith(f")で、{end}")
    assert "目標" not in short


def test_with_too_few_actuals_the_needed_rate_is_said() -> None:
    rows = series("K-01", [100.0, 110.0, 120.0, 130.0, 137.5], first=date(2026, 6, 30))
    assert outlook(rising(200.0), *rows) == (
        "実績が5件のため、見通しは計算しません(6件以上で計算します)。"
        "令和9年3月31日の目標200人まで、月あたり +12.5人が必要です。"
    )
    falling = kpi(baseline_on=BASE, baseline=100.0, target_2=10.0, direction="減少")
    assert "月あたり −10人" in outlook(falling, actual("K-01", date(2026, 10, 31), 60.0))


def test_percentages_lie_points_apart() -> None:
    def said(on: date) -> str:
        share = kpi(unit="%", baseline_on=BASE, baseline=8.0, target_2=60.0)
        return outlook(share, actual("K-01", on, 51.0), as_of=date(2027, 3, 20))

    assert "目標60%まで、月あたり +3ポイント" in said(date(2026, 12, 31))
    assert "目標60%まであと9ポイント、" in said(date(2027, 3, 1))


def test_under_one_month_the_distance_and_the_days_left_are_said() -> None:
    sentence = outlook(rising(200.0), actual("K-01", date(2027, 3, 10), 150.0), as_of=date(2027, 3, 20))
    assert sentence.endswith("目標200人まであと50人、令和9年3月31日まで残り11日です。")


def test_past_the_targets_date_the_distance_is_said() -> None:
    row = kpi(baseline_on=date(2023, 3, 31), baseline=0.0, target_1=200.0)
    assert outlook(row, *series("K-01", [1.0] * 12, first=date(2025, 4, 30))) == (
        "実績12件。目標の期日令和7年3月31日より先の見通しではないため、計算しません。"
        "目標200人まであと199人です(期日令和7年3月31日は過ぎています)。"
    )


def test_a_target_already_reached_is_said_instead_of_a_rate() -> None:
    sentence = outlook(rising(200.0), actual("K-01", date(2026, 10, 31), 210.0))
    assert sentence.endswith("目標200人にすでに達しています(実績210人)。")


def test_without_an_actual_there_is_no_outlook() -> None:
    assert outlook(rising(200.0)) == "実績がないため、見通しは計算しません。"


@pytest.mark.parametrize(("value", "words"), [(95.0, "目標の範囲内です"), (80.0, "目標の範囲を外れています")])
def test_a_value_to_be_kept_is_inside_or_outside_its_tolerance(value: float, words: str) -> None:
    row = kpi(baseline_on=BASE, baseline=95.0, target_2=95.0, direction="維持", tolerance=2.0)
    sentence = outlook(row, actual("K-01", date(2026, 10, 31), value))
    assert sentence.endswith(f"現在の実績{value:.0f}人は{words}(目標95±2人)。")


def test_the_target_is_said_with_its_day_and_who_answers_for_it() -> None:
    (result,) = summary((), [kpi(**STEPS)]).kpis
    assert kpi_sentences.target(result) == "目標は1,200人(令和9年3月31日)、所管課は総務課です。"


def observed(values: list[float], **row: str) -> KpiResult:
    return summary((), [kpi(**row)], series("K-01", values)).kpis[0]


def test_the_reason_for_having_no_chart_is_said() -> None:
    steady = [10.0, 12.0] * 6
    assert kpi_sentences.no_chart(observed(steady)) == ""
    assert kpi_sentences.no_chart(observed(steady[1:])) == (
        "実績が11件のため、管理図は作りません(12件以上で作ります)。"
    )
    assert kpi_sentences.no_chart(observed(steady, aggregation="累計")).startswith("累計の指標は増え続けるため")
    yearly = [actual("K-01", date(year, 3, 31), 1.0) for year in range(2012, 2026)]
    (result,) = summary((), [kpi()], yearly).kpis
    assert kpi_sentences.no_chart(result) == "毎月または四半期ごとの実績ではないため、管理図は作りません。"


TOWN = Strategy.model_validate(
    {
        "strategy": {"title": "町DX", "organization": "町"},
        "pillar": [{"id": "P1", "name": "暮らし"}],
        "period": [{"number": 1, "name": "前期", "first_fiscal_year": 2023, "last_fiscal_year": 2026}],
        "kpi": {"attainment": "ratio"},
    }
)
HALF = date(2026, 3, 31)


def said_of(row: Row, *actuals: Row, of: Strategy | None = None) -> str:
    measured = summary((), [row], actuals, of=of)
    return kpi_sentences.headline(measured.kpis[0], measured.forecasts["K-01"])


def test_the_percentage_that_the_strategy_puts_first_is_said() -> None:
    falling: Row = {"baseline": 120.0, "target_1": 60.0, "direction": "減少"}
    assert "達成率50.0%" in said_of(kpi(**falling), actual("K-01", HALF, 90.0))
    said = said_of(kpi(**falling), actual("K-01", HALF, 90.0), of=TOWN)
    assert "目標比150.0%" in said
    assert "達成率" not in said


def test_without_a_baseline_the_ratio_is_said() -> None:
    row = kpi(baseline=None, baseline_on=None, target_2=1000.0)
    assert said_of(row, actual("K-01", HALF, 600.0)) == "600人(令和8年3月31日)で遅れ、目標比60.0%です。"


def test_a_value_that_is_only_shown_says_why_it_is_not_rated() -> None:
    row = kpi(aggregation="単年度", **STEPS)
    assert said_of(row, actual("K-01", date(2026, 9, 30), 500.0)) == (
        "500人(令和8年9月30日・途中)で評価不能です。年度の値がまだないため、評価しません。"
    )
    assert said_of(kpi(baseline_on=HALF, target_3=900.0), actual("K-01", BASE, 500.0)).endswith(
        "で評価不能です。基準日より前の実績のため、評価しません。"
    )


def test_kpis_that_cannot_be_rated_are_counted_apart_from_those_without_data() -> None:
    measured = [judged(kpi()), judged(kpi(), actual("K-01", date(2023, 3, 30), 1.0))]
    assert kpi_sentences.counts(measured) == "2指標のうち、データなし1件、評価不能1件です。"


def test_the_target_of_the_year_is_said_where_it_is_another() -> None:
    years = [yearly_target(2025, 1000.0), yearly_target(2026, 1200.0)]
    now = judged(kpi(target_3=1500.0), targets=years)
    assert kpi_sentences.target(now) == "目標は1,200人(令和9年3月31日)、所管課は総務課です。"
    before = judged(kpi(target_2=1500.0), targets=years[:1], as_of=date(2026, 1, 7))
    assert kpi_sentences.target(before) == (
        "目標は1,500人(令和9年3月31日)、令和7年度の目標は1,000人、所管課は総務課です。"
    )


@pytest.mark.parametrize(
    ("row", "value", "sentence"),
    [
        ({"direction": "以上"}, 95.0, "現在の実績95人は目標の範囲内です(目標95人以上)。"),
        ({"direction": "以下"}, 95.5, "現在の実績95.5人は目標の範囲を外れています(目標95人以下)。"),
        (
            {"direction": "減少抑制", "baseline": 100.0},
            97.5,
            "目標95人(令和9年3月31日)まで、減少を2.5人以内にとどめる必要があります。",
        ),
        (
            {"direction": "増加抑制", "baseline": 90.0},
            95.5,
            "令和9年3月31日の目標95人まで、月あたり −0.1人が必要です。",
        ),
    ],
)
def test_the_outlook_of_a_threshold_or_a_curb_says_what_is_left(row: Row, value: float, sentence: str) -> None:
    said = outlook(kpi(**{"baseline_on": BASE, "target_2": 95.0, **row}), actual("K-01", date(2026, 10, 31), value))
    assert said.endswith(sentence)


def test_each_period_that_has_ended_says_how_its_target_was_met() -> None:
    row = kpi(target_1=800.0, target_2=1200.0)
    on_time, old = actual("K-01", BASE, 810.0), actual("K-01", date(2023, 3, 31), 400.0)
    assert kpi_sentences.results(judged(row, on_time), strategy()) == [
        "第1期の結果は810人(令和7年3月31日)で、目標800人に届きました。"
    ]
    assert kpi_sentences.results(judged(row, old), strategy()) == [
        "第1期の結果は400人(令和5年3月31日・古い値)で、目標800人に届きませんでした。"
    ]
    assert kpi_sentences.results(judged(row), strategy()) == ["第1期の結果は、目標800人に対する実績がありません。"]


def test_an_interval_has_two_significant_digits_and_no_more_than_the_values_given() -> None:
    (large,) = summary((), [kpi(**STEPS)], series("K-01", [8200, 8850, 9310, 9900, 10500, 11200])).kpis
    digits = of_forecast(large, forecast(large, AS_OF)).digits
    assert digits <= 0
    (fine,) = summary((), [kpi(unit="%", **STEPS)], series("K-01", [22.4, 22.1, 23.0, 23.6, 23.9, 24.8])).kpis
    assert of_forecast(fine, forecast(fine, AS_OF)).digits == 1


def test_a_value_on_the_wrong_side_of_its_baseline_has_no_negative_attainment() -> None:
    (worse,) = summary((), [kpi(**STEPS)], series("K-01", [300])).kpis
    said = kpi_sentences.headline(worse, forecast(worse, AS_OF))
    assert "基準より悪化" in said
    assert "達成率" not in said


def test_a_steady_trend_is_said_with_its_direction_in_place_of_limits() -> None:
    (rising,) = summary((), [kpi(**STEPS)], series("K-01", [float(value) for value in range(401, 415)])).kpis
    chart = analyse(rising)
    assert chart is not None
    said = kpi_sentences.xmr(rising, chart, forecast(rising, AS_OF))
    assert said.startswith("上がり続けています(よい方向)。今の速さなら")
    assert said.endswith("動いている間の上限・下限は示しません。")


def test_the_kpis_that_need_attention_are_counted_as_the_attention_list_counts_them() -> None:
    days = [date(2026, month, 1) for month in range(1, 7)]
    rows = [
        kpi("K-01", baseline=0.0, baseline_on=date(2025, 4, 1), target_2=1000.0),
        kpi("K-02", baseline=0.0, baseline_on=date(2026, 9, 30), target_2=1000.0),
        kpi("K-03", direction="以上", baseline=None, baseline_on=None, target_2=90.0),
        kpi("K-04"),
    ]
    short = [actual("K-02", day, 1.0 + number / 10) for number, day in enumerate(days)]
    values = [actual("K-01", date(2026, 10, 31), 10.0), *short, actual("K-03", date(2026, 10, 31), 80.0)]
    measured = summary((), rows, values)
    assert len(measured.kpi_alarms) == 3
    assert kpi_sentences.alarms(measured) == "4指標中、要注意は3件です(遅れ1件、逸脱1件、未達見込み1件)。"


def test_where_no_kpi_needs_attention_that_is_said_with_those_that_have_no_data() -> None:
    assert kpi_sentences.alarms(summary((), [kpi(target_2=500.0)], [actual("K-01", HALF, 600.0)])) == (
        "1指標に遅れはありません。"
    )
    assert kpi_sentences.alarms(summary((), [kpi()])) == "1指標のどれもまだ評価できません。"
    assert kpi_sentences.alarms(summary()) == "該当する指標がありません。"
