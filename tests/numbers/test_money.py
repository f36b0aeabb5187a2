"""Money per 年度: sums of what is given, the number of 取組 behind each, and the execution rate."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.numbers.money import Amount, MoneyYear, Share, money_years

Row = tuple[str, int, float | None, float | None, float | None]
NOW = date(2026, 11, 23)  # 令和8年度


def rows(*given_rows: Row) -> pd.DataFrame:
    """Rows of 取組番号, 年度, 予算額, 決算額 and うち交付金等."""
    frame = pd.DataFrame(given_rows, columns=["action_id", "fiscal_year", "budget", "settled", "subsidy"])
    return frame.astype({"fiscal_year": "int64", "budget": "float64", "settled": "float64", "subsidy": "float64"})


def years(*given_rows: Row, as_of: date = NOW) -> dict[int, MoneyYear]:
    return {year.fiscal_year: year for year in money_years(rows(*given_rows), as_of)}


def test_a_worked_case_of_three_years() -> None:
    by_year = years(
        ("A-1", 2024, 1000, 900, 400),
        ("A-2", 2024, 500, None, None),
        ("A-3", 2024, None, 80.5, None),
        ("A-1", 2025, 2000, 2100, 0),
        ("A-1", 2026, 3000, None, 1500),
        ("A-1", 2027, 9999, None, None),
    )
    assert list(by_year) == [2024, 2025, 2026]
    assert by_year[2024].budget == Amount(1500, 2)
    assert by_year[2024].settled == Amount(980.5, 2)
    assert by_year[2024].subsidy == Amount(400, 1)
    assert by_year[2024].execution == Share(90.0, 900, 1000, 1)  # A-1 alone has both
    assert by_year[2025].execution == Share(105.0, 2100, 2000, 1)
    assert by_year[2025].subsidy == Amount(0, 1)  # given as 0, which is not missing
    assert by_year[2026].settled == Amount(None, 0)
    assert by_year[2026].execution.percent is None


def test_a_year_has_an_execution_rate_from_its_last_day_on() -> None:
    row: Row = ("A-1", 2025, 100, 90, None)
    assert years(row, as_of=date(2026, 3, 30))[2025].execution.percent is None
    assert years(row, as_of=date(2026, 3, 31))[2025].execution.percent == 90


def test_no_budget_at_all_gives_no_execution_rate() -> None:
    assert years(("A-1", 2025, 0, 0, None))[2025].execution == Share(None, 0, 0, 1)


def test_a_year_without_an_amount_is_not_there() -> None:
    assert years(("A-1", 2025, None, None, None)) == {}
    assert years() == {}


def test_decimals_are_summed_exactly() -> None:
    assert years(*((f"A-{number}", 2025, 0.1, None, None) for number in range(10)))[2025].budget == Amount(1, 10)


amounts = st.one_of(st.none(), st.integers(0, 10**6).map(lambda tenths: tenths / 10))
plans = st.lists(st.tuples(st.sampled_from([2024, 2025, 2026]), amounts, amounts, amounts), max_size=10).map(
    lambda plan: [(f"A-{number}", *row) for number, row in enumerate(plan)]
)


def added(left: Amount, right: Amount) -> Amount:
    known = [amount.total for amount in (left, right) if amount.total is not None]
    return Amount(round(sum(known), 1) if known else None, left.actions + right.actions)


@given(plans, st.integers(0, 10))
def test_sums_of_two_groups_add_up_to_those_of_both(plan: list[Row], cut: int) -> None:
    nothing = MoneyYear(0, Amount(None, 0), Amount(None, 0), Amount(None, 0), Share(None, 0, 0, 0), is_ended=False)
    first, second, whole = years(*plan[:cut]), years(*plan[cut:]), years(*plan)
    assert whole.keys() == first.keys() | second.keys()
    for year, both in whole.items():
        left, right = first.get(year, nothing), second.get(year, nothing)
        assert both.budget == added(left.budget, right.budget)
        assert both.settled == added(left.settled, right.settled)
        assert both.subsidy == added(left.subsidy, right.subsidy)


@given(plans)
def test_a_sum_is_missing_exactly_where_nothing_is_given(plan: list[Row]) -> None:
    for year, money in years(*plan).items():
        of_year = rows(*(row for row in plan if row[1] == year))
        for column in ("budget", "settled", "subsidy"):
            amount: Amount = getattr(money, column)
            assert (amount.total is None) == of_year[column].isna().all()
            assert amount.actions == of_year[column].notna().sum()
