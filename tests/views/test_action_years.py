"""Years of one 取組 in rows: what people and the 進捗率 say, differences in words, and its money and effects."""

from __future__ import annotations

from datetime import date

from kdx_metrics.views.action_years import action_years, worth_years
from tests.factories import Row, action, action_year, effect, summary

BEFORE, NOW = date(2026, 1, 7), date(2026, 10, 31)
MINE = {"A-01"}


def frame(rows: list[Row], years: list[Row], numbers: set[str] = MINE, then: float | None = 36.0) -> list[list[object]]:
    """Cells of the years of 取組 whose 進捗率 was `then` in January."""
    history = [
        summary([row | {"progress": then} for row in rows], as_of=BEFORE),
        summary(rows, as_of=NOW, more={"action_years": years}),
    ]
    cells: list[list[object]] = action_years(numbers, history).frame.to_numpy().tolist()
    return cells


def test_a_year_stands_with_the_rating_by_progress_at_its_newest_date() -> None:
    years = [
        action_year("A-01", 2025, planned_work="始める", done="始めた", self_rating="B", board_rating="B"),
        action_year("A-01", 2026, planned_work="広げる", self_rating="C"),
    ]
    assert frame([action(progress=60.0)], years) == [
        ["令和7年度", "始める", "始めた", "B", "B", "● 順調(1月7日)"],
        ["令和8年度(途中)", "広げる", "", "C", "", "◐ やや遅れ(10月31日)"],
    ]


def test_differences_are_said_in_words_and_a_blank_year_has_none() -> None:
    years = [
        action_year("A-01", 2025, self_rating="B", board_rating="C"),
        action_year("A-01", 2026, self_rating="B", done="続けた"),
    ]
    assert [row[-1] for row in frame([action(progress=60.0)], years)] == [
        "進捗率からは順調・本部評価が自己評価と違う",
        "進捗率からはやや遅れ",
    ]
    alike = [action_year("A-01", 2025, self_rating="B"), action_year("A-01", 2026, done="続けた")]
    assert [row[-1] for row in frame([action(progress=60.0)], alike)] == ["● 順調(1月7日)", "◐ やや遅れ(10月31日)"]


def test_where_people_alone_rate_there_is_no_rating_by_progress() -> None:
    years = [action_year("A-01", 2026, self_rating="C")]
    assert frame([action(progress=None)], years, then=None) == [["令和8年度(途中)", "C"]]


def test_a_year_to_come_is_not_told_yet() -> None:
    years = [action_year("A-01", 2026, self_rating="B"), action_year("A-01", 2027, planned_work="続ける")]
    assert [row[0] for row in frame([action(progress=80.0)], years)] == ["令和8年度(途中)"]


def test_years_of_the_numbers_that_a_renumbered_action_continues_stand_with_their_number() -> None:
    rows = [action(progress=60.0, predecessor="A-00"), action("A-00", status="中止")]
    years = [action_year("A-00", 2025, self_rating="B"), action_year("A-01", 2026, self_rating="C")]
    assert [row[:3] for row in frame(rows, years, {"A-01", "A-00"})] == [
        ["令和7年度", "A-00", "B"],
        ["令和8年度(途中)", "A-01", "C"],
    ]


def test_money_and_effects_are_those_of_the_action_alone() -> None:
    more = {
        "action_years": [action_year("A-01", 2025, budget=100.0, settled=90.0), action_year("A-02", 2025, budget=7.0)],
        "effects": [effect("A-01", 2025, 10.0, 8.0), effect("A-02", 2025, 5.0, 5.0)],
    }
    of = summary([action(), action("A-02")], as_of=NOW, more=more).snapshot
    money, effects = worth_years(MINE, of, NOW)
    assert [(each.fiscal_year, each.budget.total, each.settled.total) for each in money] == [(2025, 100.0, 90.0)]
    assert [(each.kind, each.sums.planned.total, each.sums.actual.total) for each in effects] == [
        ("削減時間", 10.0, 8.0)
    ]
    assert worth_years({"A-03"}, of, NOW) == ((), ())
