"""The definitions of the tables fit together."""

from __future__ import annotations

import pytest

from kdx_metrics.intake.checking.across import rules_of
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Beside, Table, tables
from tests.costs import define

SHIPPED = (
    "action_plan",
    "action_years",
    "kpis",
    "links",
    "kpi_targets",
    "kpi_actuals",
    "milestones",
    "effects",
    "voices",
)


def names(strategy: Strategy) -> list[str]:
    return list(tables(strategy))


def test_a_column_refers_to_a_column_of_a_table_that_is_read_before_its_own(strategy: Strategy) -> None:
    references = [
        (table, reference)
        for table in tables(strategy).values()
        for column in table.columns
        for reference in column.refers_to
    ]
    assert [(table.name, reference.table) for table, reference in references] == [
        ("action_years", "action_plan"),
        ("links", "action_plan"),
        ("links", "kpis"),
        ("kpi_targets", "kpis"),
        ("kpi_actuals", "kpis"),
        ("milestones", "action_plan"),
        ("milestones", "kpis"),
        ("effects", "action_plan"),
        ("voices", "milestones"),
        ("voices", "action_plan"),
        ("voices", "kpis"),
    ]
    for table, reference in references:
        assert names(strategy).index(reference.table) < names(strategy).index(table.name)
        assert reference.column in tables(strategy)[reference.table].by_name


def test_keys_rules_and_units_name_columns_that_there_are(strategy: Strategy) -> None:
    for table in tables(strategy).values():
        units = [column.unit for column in table.columns if isinstance(column.unit, Beside)]
        own = [unit.column for unit in units if not unit.through] + [unit.through for unit in units if unit.through]
        named = [*table.key, *table.one_of, *own, *(rule.column for rule in rules_of(table))]
        assert set(named) <= table.by_name.keys()


def test_one_word_is_one_issue_code(strategy: Strategy) -> None:
    codes = {rule.code for table in tables(strategy).values() for rule in rules_of(table)}
    assert len({code.name for code in codes}) == len(codes)


def test_a_choice_is_read_by_value_name_and_alias_and_listed_by_name(strategy: Strategy) -> None:
    pillar = tables(strategy)["action_plan"].by_name["pillar"]
    first = strategy.pillars[0]
    assert pillar.words[first.name] == pillar.words[first.id] == first.id
    assert pillar.listed[0] == pillar.shown[first.id] == first.name
    period = tables(strategy)["action_plan"].by_name["period"]
    assert (period.listed[0], period.shown) == ("1", {})


def test_equal_strategies_share_their_tables_and_others_do_not(strategy: Strategy) -> None:
    again = Strategy.model_validate(strategy.model_dump(by_alias=True))
    assert tables(again) is tables(strategy)
    shorter = strategy.model_copy(update={"periods": strategy.periods[:1]})
    assert [column for column in tables(shorter)["kpis"].by_name if column.startswith("target_")] == ["target_1"]


@pytest.mark.usefixtures("_costs_table")
def test_one_more_definition_is_one_more_table(strategy: Strategy) -> None:
    table: Table = tables(strategy)["costs"]
    assert names(strategy) == [*SHIPPED, "costs"]
    assert (table.file_name, table.refers_to, table.department) == ("costs.csv", ("action_plan",), None)
    assert table.dtypes["amount_missing"] == "str"
    assert [column.name for column in define(strategy).columns] == list(table.by_name)
