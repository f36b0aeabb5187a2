"""Sentences about dates: an age, where reports stand, what came later."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.wording import dates
from tests.factories import strategy

TODAY = date(2026, 11, 28)
LED, LATER = date(2026, 10, 31), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "age"), [(LED, "28日前"), (TODAY, "今日"), (date(2026, 12, 1), "3日先"), (date(2023, 11, 15), "1,109日前")]
)
def test_an_age_is_counted_from_today(day: date, age: str) -> None:
    assert dates.age(day, TODAY) == age


def test_reports_are_told_by_the_dates_with_which_they_came() -> None:
    assert dates.reports([(LED, 40)], TODAY) == "報告は10月31日(28日前)の40件"
    assert dates.reports([(LED, 38), (LATER, 2)], TODAY) == "報告は10月31日(28日前)の38件・11月20日の2件"
    assert dates.reports([(LED, None)], TODAY) == "実績は10月31日(28日前)の公開分"


def test_where_nothing_is_reported_no_age_is_told() -> None:
    assert dates.reports([(LED, 0)], TODAY) == "報告はまだありません"


def test_a_date_of_another_year_says_which() -> None:
    assert dates.reports([(date(2025, 12, 31), 3)], TODAY) == "報告は令和7年12月31日(332日前)の3件"


def test_what_came_later_is_told_by_date_and_table() -> None:
    published = {LATER: ("action_plan", "milestones"), date(2026, 11, 25): ("kpi_actuals",)}
    assert dates.later(published, {LATER: 2}, strategy()) == "11月20日の報告2件・年表、11月25日の実績"
    assert dates.later({LATER: ("action_plan",)}, {}, strategy()) == "11月20日の取組"
