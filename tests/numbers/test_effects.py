"""Effects per kind and unit, planned and done, and their worth beside the cost."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.numbers.effects import Effect, Value, effect_sums, value_of
from kdx_metrics.numbers.money import Amount, Share
from tests.factories import Row, action, effect, frame, summary
from tests.numbers.test_money import rows as money_rows

NOW = date(2026, 11, 23)  # 令和8年度
HOUR = 2800.0


def sums(*given_rows: Row, as_of: date = NOW) -> dict[tuple[str, str], Effect]:
    return {(each.kind, each.unit): each for each in effect_sums(frame("effects", given_rows), as_of)}


def hours(*given_rows: Row) -> Effect:
    (each,) = sums(*given_rows).values()
    return each


WORKED = (
    effect("A-1", 2024, 100, 80),
    effect("A-2", 2024, 50, None),
    effect("A-3", 2024, None, 30),
    effect("A-1", 2025, 200, 220),
    effect("A-1", 2026, 300, None),
    effect("A-1", 2027, 400, None),
)


def test_a_worked_case_per_year_and_over_all() -> None:
    each = hours(*WORKED)
    first, second, running = each.years
    assert [year.fiscal_year for year in each.years] == [2024, 2025, 2026]
    assert (first.sums.planned, first.sums.actual) == (Amount(150, 2), Amount(110, 2))
    assert first.sums.attainment == Share(80.0, 80, 100, 1)  # A-1 alone has both
    assert first.sums.pending == ("A-2",)
    assert second.sums.attainment.percent == pytest.approx(110)
    assert (running.sums.actual, running.sums.attainment) == (Amount(None, 0), Share(None, 0, 0, 0))
    assert (each.sums.planned, each.sums.actual) == (Amount(650, 2), Amount(330, 2))
    assert each.sums.attainment == Share(100.0, 300, 300, 1)
    assert each.sums.pending == ("A-2", "A-1")
    assert each.ended.pending == ("A-2",)  # of the years that are over


def test_kinds_and_units_are_never_added_to_each_other() -> None:
    by_kind = sums(
        effect("A-1", 2025, 1, 2, kind="その他", unit="枚"),
        effect("A-1", 2025, 3, 4, kind="その他", unit="件"),
        effect("A-1", 2025, 5, 6, kind="削減額", unit="千円"),
        effect("A-1", 2025, 7, 8),
    )
    assert list(by_kind) == [("削減時間", "時間"), ("削減額", "千円"), ("その他", "件"), ("その他", "枚")]
    assert [each.sums.actual.total for each in by_kind.values()] == [8, 6, 4, 2]


def test_a_plan_of_nothing_has_no_attainment() -> None:
    assert hours(effect("A-1", 2025, 0, 10)).sums.attainment == Share(None, 10, 0, 1)


def value(*effects: Row, costs: tuple[tuple[str, int, float | None, float | None, float | None], ...] = ()) -> Value:
    result = value_of(frame("effects", effects), money_rows(*costs), NOW, HOUR)
    assert result is not None
    return result


def test_effect_per_cost_is_over_the_actions_that_have_both() -> None:
    result = value(
        effect("A-1", 2024, None, 100),
        effect("A-1", 2025, None, 50, kind="削減額", unit="千円"),
        effect("A-2", 2025, None, 1000),
        effect("A-3", 2025, None, 70, kind="その他", unit="件"),
        effect("A-4", 2025, 10, None),
        effect("A-1", 2027, None, 9999),
        costs=(
            ("A-1", 2024, None, 400, None),
            ("A-1", 2025, None, 260, None),
            ("A-3", 2025, None, 500, None),
            ("A-5", 2025, 100, None, None),
            ("A-2", 2027, None, 9999, None),
        ),
    )
    # A-1 alone: (100 h × 2,800 円 / 1,000 + 50) ÷ (400 + 260)
    assert (result.effect, result.settled, result.both, result.known) == (330, 660, 1, 3)
    assert result.ratio == 0.5
    assert result.total == Amount(330 + 2800, 2)
    assert [(each.action_id, each.settled, each.effect, each.gap) for each in result.actions] == [
        ("A-1", 660, 330, -330),
        ("A-2", None, 2800, None),
        ("A-3", 500, None, None),
    ]


def test_an_hour_without_a_price_is_no_money() -> None:
    assert value_of(frame("effects", [effect("A-1", 2025, 1, 1)]), money_rows(), NOW, None) is None


@pytest.mark.parametrize("settled", [None, 0.0])
def test_without_a_cost_there_is_no_effect_per_cost(settled: float | None) -> None:
    result = value(effect("A-1", 2025, None, 10), costs=(("A-1", 2025, 50, settled, None),))
    assert (result.ratio, result.total) == (None, Amount(28, 1))


tenths = st.one_of(st.none(), st.integers(0, 10**6).map(lambda number: number / 10))
plans = st.lists(st.tuples(st.sampled_from([2024, 2025, 2026]), tenths, tenths), max_size=10).map(
    lambda plan: [effect(f"A-{number}", *row) for number, row in enumerate(plan)]
)


@given(plans, st.integers(0, 10))
def test_sums_of_two_groups_add_up_to_those_of_both(plan: list[Row], cut: int) -> None:
    parts = [effect_sums(frame("effects", half), NOW) for half in (plan[:cut], plan[cut:])]
    for whole in effect_sums(frame("effects", plan), NOW):
        for column in ("planned", "actual"):
            amounts: list[Amount] = [getattr(each.sums, column) for part in parts for each in part]
            known = [amount.total for amount in amounts if amount.total is not None]
            both: Amount = getattr(whole.sums, column)
            assert both == Amount(round(sum(known), 1) if known else None, sum(amount.actions for amount in amounts))


@given(plans)
def test_a_sum_is_missing_exactly_where_nothing_is_given(plan: list[Row]) -> None:
    for each in effect_sums(frame("effects", plan), NOW):
        assert (each.sums.planned.total is None) == all(row["planned"] is None for row in plan)
        assert (each.sums.actual.total is None) == all(row["actual"] is None for row in plan)


@given(plans)
def test_an_effect_changes_no_number_of_progress(plan: list[Row]) -> None:
    actions = [action("A-0", progress=10.0), action("A-1", progress=None), action("A-2", progress=80.0)]
    plain, told = summary(actions), summary(actions, more={"effects": plan})
    pd.testing.assert_frame_equal(plain.actions, told.actions)
    assert (plain.overall, plain.pillars, plain.periods) == (told.overall, told.pillars, told.periods)
    assert [item.id for item in plain.attention] == [item.id for item in told.attention]
