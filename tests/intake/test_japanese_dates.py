"""One cell of Japanese text: dates in every usual writing, and 年度."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.intake.japanese_dates import Spans, date_in_codes, read_date, read_fiscal_year
from kdx_metrics.plan.fiscal_calendar import ERAS, WEEKDAYS, wareki

SPANS = st.sampled_from(get_args(Spans))
DAYS = st.dates(date(1873, 1, 1), date(2117, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-26",
        "2025/12/26",
        "2025年12月26日",
        "令和7年12月26日",
        "令和 7年 12月 26日",
        "R7.12.26",
        "r7.12.26",
        "R07/12/26",
        "R7-12-26",
        "Ｒ７．１２．２６",
        "㋿7.12.26",
        "2025/12/26 0:00",
        "2025-12-26T00:00:00",
        "令和7年12月26日（金）",
        "令和7年12月26日(金曜日) 0:00",
        "令和7年12月26日㈮",
        "2025年12月26日 金曜日",
    ],
)
def test_a_day_is_read_in_every_usual_writing(text: str) -> None:
    assert read_date(text).value == date(2025, 12, 26)


def test_the_first_year_of_an_era_and_its_last_days() -> None:
    assert read_date("令和元年5月1日").value == date(2019, 5, 1)
    assert read_date("H31.4.1").value == date(2019, 4, 1)
    assert read_date("平成元年1月8日").value == date(1989, 1, 8)
    assert read_date("平成31年5月1日").problem == "era_out_of_range"
    assert read_date("令和元年4月30日").problem == "era_out_of_range"


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("平成33年4月1日", "令和3年4月1日(2021-04-01)"),
        ("平成33年", "令和3年(2021年)"),
        ("S70.1.1", "平成7年1月1日(1995-01-01)"),
        ("平成33年度", "令和3年度(2021年度)"),
    ],
)
def test_a_date_outside_its_era_shows_the_right_one(text: str, mend: str) -> None:
    cell = read_date(text, spans="year")
    assert cell.problem == "era_out_of_range"
    assert mend in cell.mend


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2/30", "年がありません。"),
        ("12月26日", "年がありません。"),
        ("2026-02-30", "2026年2月30日という日はありません。"),
        ("令和8年2月29日", "2026年2月29日という日はありません。"),
        ("25/12/26", "年が2けたで、西暦か和暦か分かりません。"),
        ("R5.6", "日がありません。"),
        ("2025年12月", "日がありません。"),
        ("26/12/2025", "年・月・日の順ではありません。"),
        ("2025-12-26 13:00", "時刻が付いています。"),
        ("令和7年度", "年度ではなく日付が必要な列です。"),
        ("0205-12-26", "205年は扱える年(1868~2199)の外です。"),
        ("昨年末", ""),
        ("2025.12/26", ""),
        ("2025-12-②", ""),
    ],
)
def test_what_is_no_date_says_why(text: str, why: str) -> None:
    cell = read_date(text)
    assert (cell.problem, cell.why) == ("not_a_date", why)


def test_an_excel_serial_shows_the_date_it_would_be() -> None:
    cell = read_date("45000")
    assert cell.problem == "excel_serial"
    assert "2023-03-15(令和5年3月15日)" in cell.why


def test_a_weekday_that_does_not_fit_is_a_warning() -> None:
    cell = read_date("令和7年12月26日（土）")
    assert (cell.value, cell.warning) == (date(2025, 12, 26), "weekday_mismatch")


@pytest.mark.parametrize("text", ["令和7年度", "R7年度", "2025年度", "２０２５年度"])
def test_a_fiscal_year_is_its_31_march(text: str) -> None:
    assert read_date(text, spans="year").value == date(2026, 3, 31)


def test_the_year_in_which_the_era_changes_has_two_names() -> None:
    assert read_date("平成31年度", spans="year").value == date(2020, 3, 31)
    assert read_date("令和元年度", spans="year").value == date(2020, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和8年度", date(2026, 4, 1), date(2027, 3, 31)),
        ("Ｒ８年度", date(2026, 4, 1), date(2027, 3, 31)),
        ("令和8年度末", None, date(2027, 3, 31)),
        ("R8年度中", None, date(2027, 3, 31)),
        ("令和8年度当初", date(2026, 4, 1), None),
        ("令和8年3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("R8.3", date(2026, 3, 1), date(2026, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2025年4月", date(2025, 4, 1), date(2025, 4, 30)),
        ("平成31年4月末", None, date(2019, 4, 30)),
        ("通年", None, None),
        ("令和8年", None, None),
        ("令和8年13月", None, None),
        ("平成33年4月", None, None),
    ],
)
def test_a_month_or_a_fiscal_year_is_its_first_or_its_last_day(
    text: str, first: date | None, last: date | None
) -> None:
    assert (read_date(text, spans="first").value, read_date(text, spans="last").value) == (first, last)
    assert read_date(text).value is None


@pytest.mark.parametrize("text", ["令和7年度", "R7", "2025", "２０２５年度", "令和7年", "2025年"])
def test_a_fiscal_year_of_its_own_column_is_a_number(text: str) -> None:
    assert read_fiscal_year(text).value == 2025


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月1日", "1-1"),
        ("2026-01-01", "1-1"),
        ("2026/2/3", "2-3"),
        ("4/1", "4-1"),
        ("1-JAN", "1-1"),
        ("MAR-02", "3-2"),
        ("R8.1.1", "1-1"),
        ("A-01、2026-01-02", "1-2"),
        ("1-1", ""),
        ("2-03", ""),
        ("1-1-1", ""),
        ("S2-1-1", ""),
        ("13/1", ""),
        ("P1-01", ""),
        ("2025-03", ""),
        ("", ""),
        ("、", ""),
    ],
)
def test_codes_that_excel_has_made_dates_of_are_told_from_codes(text: str, day: str) -> None:
    assert date_in_codes(text) == day


def test_missing_dates_keep_their_reason() -> None:
    assert read_date("").missing == ""
    assert read_date("未公表").missing == "未公表"


@given(DAYS)
def test_a_day_survives_being_written(day: date) -> None:
    era = next(era for era in reversed(ERAS) if day >= era.first_day)
    short = f"{era.letter}{day.year - era.first_day.year + 1}.{day.month}.{day.day}"
    weekday = WEEKDAYS[day.weekday()]
    for text in (
        day.isoformat(),
        wareki(day),
        short,
        f"{wareki(day)}({weekday})",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        cell = read_date(text)
        assert (cell.value, cell.warning, cell.problem) == (day, "", "")


@given(st.text(max_size=30) | st.text("0123456789-/.年月日度令和平成元RH ():金曜T㋿①", max_size=16), SPANS)
@settings(max_examples=300)
def test_no_text_raises(text: str, spans: Spans) -> None:
    cell = read_date(text, spans=spans)
    assert [cell.value is not None, cell.missing is not None, bool(cell.problem)].count(True) == 1
