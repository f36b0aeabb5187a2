"""Tables as HTML: everything escaped, numbers written as everywhere, nothing missing taken for 0."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pages.tables.html_table import html_table
from tests.pages.screen import read_table


def cells(header: str, *values: object) -> list[str]:
    """The texts of a table of one column."""
    html = html_table(pd.DataFrame({header: values}), "表")
    return [cell.partition(">")[2].partition("<")[0] for cell in html.split("<td")[1:]]


@pytest.mark.parametrize(
    ("header", "value", "written"),
    [
        ("実績値", 12345.5, "12,345.5"),
        ("実績値", 0, "0"),
        ("計画(%)", 70.0, "70.0"),
        ("差(ポイント)", -5.25, "−5.2"),
        ("差(ポイント)", 1.1, "+1.1"),
        ("差(ポイント)", 0.0, "±0.0"),
        ("進度", 0.955, "0.95"),
        ("SPI(t)", 0.6875, "0.688"),
        ("元の行", 1234, "1234"),
        ("完了予定", date(2027, 3, 31), "2027-03-31"),
    ],
)
def test_a_number_has_the_decimals_and_the_sign_of_its_column(header: str, value: object, written: str) -> None:
    assert cells(header, value) == [written]


def test_a_missing_value_is_said_and_never_0() -> None:
    assert cells("進捗率(%)", None, 0.0, float("nan")) == ["－", "0.0", "－"]
    assert cells("備考", None, "", "なし") == ["－", "－", "なし"]


def test_names_that_look_like_code_stand_as_typed() -> None:
    hostile = "<img src=x onerror=alert(1)>' onclick='alert(2)"
    html = html_table(pd.DataFrame({hostile: [hostile]}), hostile)
    assert "<img" not in html
    assert "' onclick" not in html
    assert read_table(html).to_dict("list") == {hostile: [hostile]}


def test_each_cell_knows_its_header_for_narrow_screens_and_the_table_its_name() -> None:
    html = html_table(pd.DataFrame({"取組番号": ["P1-01"], "進捗率(%)": [40.0]}), "取組の一覧")
    assert "aria-label='取組の一覧'" in html
    assert "<td class='s' data-label='取組番号'>P1-01</td><td class='n' data-label='進捗率(%)'>40.0</td>" in html


def test_a_table_without_rows_says_so() -> None:
    assert "該当する行はありません。" in html_table(pd.DataFrame(columns=["取組番号", "取組名"]), "取組の一覧")
