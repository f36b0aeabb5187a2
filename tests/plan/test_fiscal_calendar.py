"""Fiscal years and 和暦 (formulas.md, "Calendar")."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, tzinfo
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdx_metrics.plan.fiscal_calendar import (
    ERAS,
    era_fiscal_year,
    era_of,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    month_and_day,
    today,
    wareki,
    wareki_and_iso,
    wareki_and_time,
    wareki_lined_up,
    wareki_month,
    wareki_month_and_iso,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 12, 26), "令和7年12月26日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_a_date_is_written_in_its_era(day: date, words: str) -> None:
    assert wareki(day) == words


@given(st.lists(st.dates(date(2020, 1, 1), date(2117, 12, 31))))
def test_lined_up_dates_sort_as_texts_and_read_as_the_others(days: list[date]) -> None:
    texts = [wareki_lined_up(day).replace("\N{FIGURE SPACE}", " ") for day in sorted(days)]
    assert texts == sorted(texts)
    assert [text.replace(" ", "") for text in texts] == [wareki(day) for day in sorted(days)]


def test_a_moment_is_lined_up_with_its_time() -> None:
    moment = datetime(2026, 1, 7, 9, 5, tzinfo=UTC)
    assert wareki_and_time(moment) == "令和8年1月7日 09:05"
    assert wareki_lined_up(moment).replace("\N{FIGURE SPACE}", "_") == "令和_8年_1月_7日 09:05"


def test_a_month_is_written_without_its_day() -> None:
    assert wareki_month(date(2025, 12, 26)) == "令和7年12月"


def test_a_day_is_written_by_the_calendar_that_the_functions_name_says() -> None:
    day = date(2025, 2, 6)
    assert wareki_and_iso(day) == "令和7年2月6日(2025-02-06)"
    assert wareki_month_and_iso(day) == "令和7年2月(2025-02)"
    assert month_and_day(day) == "2月6日"


def test_a_fiscal_year_bears_the_era_of_its_summer() -> None:
    assert [era_fiscal_year(year) for year in (2018, 2019, 2025)] == ["平成30年度", "令和元年度", "令和7年度"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_within_its_fiscal_year_and_its_era(day: date) -> None:
    year = fiscal_year(day)
    assert fiscal_year_start(year) <= day <= fiscal_year_end(year)
    assert era_of(day).first_day <= day <= era_of(day).last_day


def test_eras_follow_each_other_without_a_gap() -> None:
    for earlier, later in itertools.pairwise(ERAS):
        assert (later.first_day - earlier.last_day).days == 1


@pytest.mark.parametrize(
    ("utc", "day", "year"),
    [
        ("2026-03-31T14:30:00+00:00", date(2026, 3, 31), 2025),  # 23:30 in Japan
        ("2026-03-31T15:30:00+00:00", date(2026, 4, 1), 2026),  # 00:30 of the next day, and of the next 年度
    ],
)
def test_class_52_a_container_in_utc_turns_the_year_when_japan_does(
    monkeypatch: pytest.MonkeyPatch, utc: str, day: date, year: int
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(utc).astimezone(tz)

    monkeypatch.setattr("kdx_metrics.plan.fiscal_calendar.datetime", Clock)
    assert today("Asia/Tokyo") == day
    assert fiscal_year(today("Asia/Tokyo")) == year
