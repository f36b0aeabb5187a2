"""Money and effect in rows, and the report on grants."""

from __future__ import annotations

from datetime import date

from kdx_metrics.plan.strategy import EffectPrice
from kdx_metrics.plan.tables import TableName
from kdx_metrics.views import value as listings
from kdx_metrics.views.grants import grant_report
from tests.factories import (
    Row,
    action,
    action_year,
    actual,
    effect,
    kpi,
    strategy,
    summary,
    voice,
    yearly_target,
)

PRICED = strategy().model_copy(update={"effects": EffectPrice(hourly_yen=1000)})
PLAN = (
    action("A-1", period=1, title="前の名前", next_step="広げる"),
    action("A-1", period=2, title="今の名前", next_step="続ける"),
    action("A-1", period=3, title="先の名前"),
    action("A-2", title="研修"),
    action("A-3", title="窓口"),
)


def rows(years: list[Row], effects: list[Row]) -> list[tuple[str, ...]]:
    numbers = summary(PLAN, of=PRICED, more={"action_years": years, "effects": effects})
    return [row[:2] + row[3:] for row in listings.worths(numbers).texts]


def test_actions_stand_by_how_far_their_cost_is_above_their_effect_and_silent_ones_last() -> None:
    years = [
        action_year("A-1", 2025, settled=100.0),
        action_year("A-2", 2025, settled=300.0),
        action_year("A-3", 2025, settled=900.0),
    ]
    assert rows(years, [effect("A-1", 2025, None, 250.0), effect("A-2", 2025, None, 30.5)]) == [
        ("A-2", "研修", "300", "30.5", "−269.5", "0.10"),
        ("A-1", "今の名前", "100", "250", "150", "2.50"),
        ("A-3", "窓口", "900", "－", "－", "－"),
    ]


def test_each_year_says_how_many_actions_are_behind_each_sum() -> None:
    years = [action_year("A-1", 2025, budget=10.0, settled=9.0), action_year("A-2", 2025, budget=5.0)]
    (row,) = listings.money(summary(PLAN, more={"action_years": years})).records
    assert (row["budget"], row["budgeted"], row["settled"], row["paid"]) == ("15", "2", "9", "1")
    assert (row["subsidy"], row["execution"], row["executed"]) == ("－", "90.0%", "1")


def test_a_plan_without_an_actual_names_its_action() -> None:
    numbers = summary(PLAN, more={"effects": [effect("A-1", 2025, 8.0, None), effect("A-2", 2025, 4.0, 3.0)]})
    (row,) = listings.effects(numbers).records
    assert (row["planned"], row["actual"], row["attainment"], row["pending"]) == ("12", "3", "75.0%", "A-1")


def test_another_kind_of_effect_is_called_by_its_method_where_all_rows_agree() -> None:
    other: dict[str, str] = {"kind": "その他", "unit": "人"}
    same = [
        effect("A-1", 2024, 1.0, 1.0, **other, method="受講者"),
        effect("A-2", 2025, 1.0, 1.0, **other, method="受講者"),
    ]
    numbers = summary(PLAN, more={"effects": same})
    assert numbers.effects[0].name == "受講者"
    differing = [*same, effect("A-3", 2025, 1.0, 1.0, **other, method="来場者")]
    numbers = summary(PLAN, more={"effects": differing})
    assert numbers.effects[0].name == "その他"


def test_the_report_on_grants_tells_the_opinions_of_the_year_and_the_next_that_may_be_shown() -> None:
    voices = [
        voice("V-1", date(2025, 3, 31), opinion="前の年度", action_ids="A-1"),
        voice("V-2", date(2025, 4, 1), opinion="効果を示すこと", action_ids="A-1、A-2"),
        voice("V-3", date(2026, 6, 1), opinion="続けてほしい", kind="アンケート", action_ids="A-1"),
        voice("V-4", date(2025, 9, 1), opinion="出せない", action_ids="A-1", public="否"),
        voice("V-5", date(2025, 9, 1), opinion="別の取組", action_ids="A-3"),
    ]
    years = [action_year(number, 2025, budget=500.0, subsidy=250.0) for number in ("A-1", "A-4")]
    numbers = summary(PLAN, more={"action_years": years, "voices": voices}, as_of=date(2026, 10, 31))
    assert grant_report(numbers).only("opinions").texts == (
        ("【外部評価・令和7年4月1日】効果を示すこと 【アンケート・令和8年6月1日】続けてほしい",),
        ("",),
    )


def test_the_report_on_grants_has_a_row_per_action_and_year_with_a_grant() -> None:
    years = [
        action_year("A-1", 2024, budget=900.0, settled=800.0, subsidy=400.0, subsidy_name="推進交付金"),
        action_year("A-1", 2026, budget=500.0, subsidy=250.0, direction="継続"),
        action_year("A-2", 2025, settled=70.0, subsidy=0.0),
        action_year("A-3", 2027, budget=70.0, subsidy=10.0),
    ]
    names = ("fiscal_year", "grant", "work", "cost", "basis", "subsidy", "kpis", "opinions", "ahead")
    report = grant_report(summary(PLAN, more={"action_years": years})).only(*names)
    assert report.texts == (
        ("令和8年度", "", "A-1 今の名前", "500", "予算", "250", "", "", "継続。続ける"),
        ("令和6年度", "推進交付金", "A-1 今の名前", "800", "決算", "400", "", "", "広げる"),
    )


def test_the_report_on_grants_says_each_kpi_as_it_stood_at_the_end_of_the_year() -> None:
    years = [action_year("A-1", year, settled=800.0, subsidy=400.0) for year in (2023, 2024, 2025, 2026)]
    values = [actual("K-01", date(2025, 3, 31), 600.0), actual("K-01", date(2026, 9, 30), 900.0)]
    more: dict[TableName, list[Row]] = {
        "action_years": years,
        "links": [{"action_id": "A-1", "kpi_id": "K-01", "relation": "成果"}],
        "kpi_targets": [yearly_target(2024, 500.0), yearly_target(2026, 1000.0)],
    }
    numbers = summary(PLAN, [kpi()], values, more=more, as_of=date(2026, 10, 31))
    assert grant_report(numbers).only("fiscal_year", "targets", "actuals").texts == (
        ("令和8年度", "1,000人", "900人(令和8年9月)"),
        ("令和7年度", "1,000人", "600人(令和7年3月)"),
        ("令和6年度", "500人", "600人(令和7年3月)"),
        ("令和5年度", "500人", "－"),
    )
