"""CSV that Excel opens safely (class 38)."""

from __future__ import annotations

import pandas as pd
import pytest

from kdx_metrics.exports.csv_export import csv_safe, to_csv_bytes


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+5",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋5",
        "－5",
        "＠x",
        "  =1",
        "\u3000=1",
        "\ufeff=1",
        "\tx",
    ],
)
def test_class_38_a_text_that_excel_would_run_gets_a_leading_apostrophe(text: str) -> None:
    assert csv_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "市民", "5-3", "a=b", "'=1", "（－）"])
def test_class_38_any_other_text_stays_as_it_is(text: str) -> None:
    assert csv_safe(text) == text


def test_class_38_numbers_stay_numbers_and_missing_is_an_empty_cell() -> None:
    frame = pd.DataFrame({"=名": ["=1", "取組"], "差": [-5.0, None], "日付": [pd.Timestamp("2026-10-31"), pd.NaT]})
    data = to_csv_bytes(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "'=名,差,日付\r\n'=1,-5,2026-10-31\r\n取組,,\r\n"


def test_numbers_are_written_with_the_digits_they_were_given_with() -> None:
    frame = pd.DataFrame({"実績値": [0.00000042, 99.9985, 1200.0, 123456789012345.0], "順": [1, 2, 3, 4]})
    assert to_csv_bytes(frame).decode("utf-8-sig").split("\r\n")[1:-1] == [
        "0.00000042,1",
        "99.9985,2",
        "1200,3",
        "123456789012345,4",
    ]


def test_a_table_of_the_same_names_twice_keeps_both_columns() -> None:
    frame = pd.DataFrame([["a", "b"]], columns=["名", "名"])
    assert to_csv_bytes(frame).decode("utf-8-sig") == "名,名\r\na,b\r\n"
