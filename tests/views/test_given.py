"""Rows of a table as they were given: only what is filled in, numbers with their unit or why there is none."""

from __future__ import annotations

from kdx_metrics.plan.tables import tables
from kdx_metrics.views.given import given
from tests.shipped import NOW, strategy, summary


def test_columns_that_no_row_fills_are_left_out() -> None:
    rows = summary(NOW).snapshot.years
    columns = tables(strategy())["action_years"].columns
    unpaid = given(rows[rows["action_id"] == "P1-02"], columns, "年度評価")
    headers = [column.header for column in unpaid.columns]
    assert headers == ["取組番号", "年度", "実施予定", "実績", "自己評価", "本部評価", "今後の方向性", "出典"]
    paid = given(rows[rows["action_id"] == "P1-01"], columns, "年度評価").only("fiscal_year", "budget", "settled")
    assert [column.header for column in paid.columns] == ["年度", "予算額(千円)", "決算額(千円)"]
    assert paid.texts[0] == ("令和6年度", "21,000", "19,800")
    assert paid.texts[2][2] == "－"


def test_a_number_takes_the_unit_of_its_row_or_the_reason_for_which_there_is_none() -> None:
    rows = summary(NOW).snapshot.effects
    listing = given(rows[rows["action_id"] == "P1-01"], tables(strategy())["effects"].columns, "効果")
    assert listing.only("planned", "actual").texts == (
        ("500時間", "380時間"),
        ("1,500時間", "620時間"),
        ("2,400時間", "未集計"),
    )
