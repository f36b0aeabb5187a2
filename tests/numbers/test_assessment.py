"""Ratings by people: which one counts, what it rates, and where it and the 進捗率 differ (formulas.md)."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.meeting.attention import Assessed
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.strategy import Assessment, Strategy
from tests.factories import Cell, Row, action, action_year, strategy, summary

AS_OF = date(2026, 10, 31)  # 令和8年度, of the running 第2期 (令和7・8年度)
WORDS = (
    Assessment(word="S", means="completed"),
    Assessment(word="A", means="on_track"),
    Assessment(word="B", means="slightly_behind"),
    Assessment(word="C", means="behind"),
    Assessment(word="－", means="not_evaluable"),
)


def city() -> Strategy:
    return strategy().model_copy(update={"assessments": WORDS})


def five_years() -> Strategy:
    """One 期 of five years, 令和4–8年度."""
    period = strategy().periods[0].model_copy(update={"first_fiscal_year": 2022, "last_fiscal_year": 2026})
    return city().model_copy(update={"periods": (period,)})


def assessed(row: Row, *years: Row, of: Strategy | None = None, as_of: date = AS_OF) -> Summary:
    return summary([row], more={"action_years": years}, as_of=as_of, of=of or city())


def rating(row: Row, *years: Row, of: Strategy | None = None) -> str:
    return str(assessed(row, *years, of=of).actions["rating"].iloc[0])


def blank(**values: Cell) -> Row:
    """A 取組 in course of which no 進捗率 is typed."""
    return action(progress=None, **values)


PAST: Row = {"planned_end": date(2026, 9, 30)}

# One row per rule: the 取組, its years, the rating that follows.
RATED: dict[str, tuple[Row, list[tuple[str, int, str]], str]] = {
    "its meaning rates a row without a 進捗率": (blank(), [("self_rating", 2025, "B")], "slightly_behind"),
    "評価不能 is an answer": (blank(), [("self_rating", 2025, "－")], "not_evaluable"),
    "without a rating it is 未報告": (blank(), [], "not_reported"),
    "a typed 進捗率 decides alone": (action(progress=79.0), [("board_rating", 2026, "C")], "on_track"),
    "past due it is late, whatever people said": (blank(**PAST), [("board_rating", 2026, "A")], "behind"),
    "past due, but people call it completed": (blank(**PAST), [("board_rating", 2026, "S")], "completed"),
    "past due, called completed, yet 進捗率 is typed": (
        action(progress=90.0, **PAST),
        [("board_rating", 2026, "S")],
        "behind",
    ),
    "past due and 未着手, the status is the report": (
        blank(status="未着手", **PAST),
        [("board_rating", 2026, "S")],
        "behind",
    ),
    "未着手 with a blank is a report of 0": (blank(status="未着手"), [("board_rating", 2026, "A")], "behind"),
    "before its start it is 開始前": (
        blank(planned_start=date(2027, 1, 1)),
        [("board_rating", 2026, "C")],
        "not_started",
    ),
    "中止 is 対象外": (blank(status="中止"), [("board_rating", 2026, "C")], "excluded"),
    "完了 is completed": (blank(status="完了"), [("board_rating", 2026, "C")], "completed"),
}


@pytest.mark.parametrize("case", RATED)
def test_people_rate_what_has_no_percentage(case: str) -> None:
    row, years, expected = RATED[case]
    sheet = [action_year("A-01", fiscal_year, **{column: word}) for column, fiscal_year, word in years]
    assert rating(row, *sheet) == expected


# Years of the sheet → the word that counts, its year and column.
COUNTED: dict[str, tuple[list[Row], tuple[str, int, str] | None]] = {
    "the newest year": ([{"fiscal_year": 2025, "self_rating": "A"}, {"self_rating": "C"}], ("C", 2026, "self_rating")),
    "本部評価 before 自己評価": ([{"self_rating": "A", "board_rating": "B"}], ("B", 2026, "board_rating")),
    "a year without a rating is passed over": (
        [{"fiscal_year": 2025, "self_rating": "A"}, {"done": "実施した"}],
        ("A", 2025, "self_rating"),
    ),
    "a year to come does not count": ([{"fiscal_year": 2027, "self_rating": "A"}], None),
    "nor does one of another 期": ([{"fiscal_year": 2024, "self_rating": "A"}], None),
}


@pytest.mark.parametrize("case", COUNTED)
def test_the_newest_rating_of_the_period_counts(case: str) -> None:
    years, expected = COUNTED[case]
    rows = assessed(blank(), *(action_year("A-01", 2026) | values for values in years)).actions
    counted = rows[["assessment", "assessment_year", "assessed_by"]].iloc[0].tolist()
    assert (tuple(counted) if counted[0] else None) == expected


@pytest.mark.parametrize(
    ("word", "fiscal_year", "expected"),
    [
        ("A", 2025, ("on_track", False)),  # of the year before t's
        ("A", 2024, ("not_reported", True)),
        ("S", 2023, ("completed", False)),  # what is done stays done
    ],
)
def test_an_old_assessment_counts_no_more_in_a_running_period(
    word: str, fiscal_year: int, expected: tuple[str, bool]
) -> None:
    row = blank(period=1, planned_start=date(2022, 4, 1))
    result = assessed(row, action_year("A-01", fiscal_year, self_rating=word), of=five_years()).actions.iloc[0]
    assert (result["rating"], bool(result["is_outdated"])) == expected


def test_an_ended_period_keeps_its_newest_assessment() -> None:
    row = blank(period=1, planned_start=date(2023, 4, 1))
    assert rating(row, action_year("A-01", 2023, self_rating="B")) == "slightly_behind"


def test_a_word_that_the_strategy_has_dropped_counts_no_more() -> None:
    fewer = city().model_copy(update={"assessments": WORDS[:2]})
    assert rating(blank(), action_year("A-01", 2026, self_rating="C"), of=fewer) == "not_reported"


# 進捗率, word, its year and 状況 → whether they differ. At AS_OF 79.3 % are planned.
DIFFER: dict[str, tuple[float | None, str, int, str, bool]] = {
    "alike": (79.0, "A", 2026, "実施中", False),
    "順調 by its 進捗率, 遅れ to people": (79.0, "C", 2026, "実施中", True),
    "遅れ by its 進捗率, 順調 to people, of the year before": (20.0, "A", 2025, "実施中", True),
    "順調 by its 進捗率, 完了 to people": (79.0, "S", 2026, "実施中", True),
    "評価不能 contradicts nothing": (79.0, "－", 2026, "実施中", False),
    "nothing typed": (None, "C", 2026, "実施中", False),
    "completed": (100.0, "C", 2026, "完了", False),
    "excluded": (79.0, "C", 2026, "中止", False),
}


@pytest.mark.parametrize("case", DIFFER)
def test_ratings_differ_where_a_typed_percentage_and_people_say_different_things(case: str) -> None:
    progress, word, fiscal_year, status, expected = DIFFER[case]
    result = assessed(action(progress=progress, status=status), action_year("A-01", fiscal_year, board_rating=word))
    assert bool(result.actions["differs"].iloc[0]) is expected
    assert [item.kind for item in result.attention if item.kind == "ratings_differ"] == (
        # A row that is late by its 進捗率 stands in the class of the late ones.
        ["ratings_differ"] if expected and result.actions["rating"].iloc[0] != "behind" else []
    )


def test_differing_ratings_come_after_the_end_of_the_period_and_before_reviews() -> None:
    rows = [action("A-01", progress=79.0, status="見直し"), action("A-02", progress=79.0)]
    result = summary(rows, more={"action_years": [action_year("A-02", 2026, board_rating="C")]}, as_of=AS_OF, of=city())
    assert [(item.kind, item.id) for item in result.attention] == [("ratings_differ", "A-02"), ("under_review", "A-01")]
    assert result.attention[0].assessed == Assessed("C", 2026, "board_rating", "behind", "", "on_track")


def test_late_by_people_is_late_and_what_cannot_be_judged_is_asked_for() -> None:
    rows = [blank(), action("A-02", progress=None), action("A-03", progress=None)]
    years = [
        action_year("A-01", 2026, self_rating="C"),
        action_year("A-02", 2026, self_rating="－", rating_reason="国の通知待ち"),
    ]
    result = summary(rows, more={"action_years": years}, as_of=AS_OF, of=city())
    assert [(item.kind, item.id) for item in result.attention] == [
        ("behind", "A-01"),
        ("not_reported", "A-02"),
        ("not_reported", "A-03"),
    ]
    assert [item.id for item in result.board.check] == ["A-02", "A-03"]


def test_assessed_rows_are_reported_and_leave_the_means_alone() -> None:
    rows = [action("A-01", progress=60.0), action("A-02", progress=None), action("A-03", progress=None)]
    group = summary(
        rows, more={"action_years": [action_year("A-02", 2026, self_rating="A")]}, as_of=AS_OF, of=city()
    ).overall
    assert (group.reported, group.evaluable, group.unreported) == (2, 1, 1)
    assert group.reporting_rate == pytest.approx(2 / 3)
    assert group.means is not None
    assert (group.means.actual, group.means.low) == (60.0, 30.0)  # A-03 at 0, A-02 in neither


def test_nobody_counts_a_moved_deadline_that_people_call_completed() -> None:
    group = assessed(blank(**PAST), action_year("A-01", 2026, self_rating="S")).overall
    assert (group.ratings["completed"], group.behind_by_first) == (1, 0)


# 進捗率 of rows at work → 順調率 leads.
LEADS: dict[str, tuple[list[float | None], bool]] = {
    "none typed": ([None, None], True),
    "fewer than half": ([50.0, None, None], True),
    "half": ([50.0, None], False),
    "all": ([50.0, 60.0], False),
    "nothing at work": ([], False),
}


@pytest.mark.parametrize("case", LEADS)
def test_the_share_leads_where_few_rows_at_work_have_a_percentage(case: str) -> None:
    typed, expected = LEADS[case]
    aside = [
        action("B-01", progress=None, status="完了"),
        action("B-02", progress=None, status="中止"),
        action("B-03", progress=None, status="未着手"),
    ]
    rows = [action(f"A-{number}", progress=progress) for number, progress in enumerate(typed)]
    rated = ["B-01", *(f"A-{number}" for number, progress in enumerate(typed) if progress is None)]
    years = [action_year(number, 2026, self_rating="S" if number == "B-01" else "A") for number in rated]
    result = summary([*rows, *aside], as_of=AS_OF, of=city(), more={"action_years": years})
    assert result.share_leads is result.overall.share_leads is expected
    assert (result.overall.gap is None) is expected
    assert result.overall.means is not None


def test_means_lead_where_nobody_rates_however_few_report() -> None:
    result = summary([action(progress=None), action("A-02", progress=None)], as_of=AS_OF, of=city())
    assert (result.share_leads, result.overall.unreported) == (False, 2)


def test_means_lead_where_people_rate_only_what_is_done() -> None:
    rows = [action(progress=None), action("A-02", progress=100.0, status="完了")]
    years = [action_year("A-02", 2026, self_rating="S")]
    result = summary(rows, as_of=AS_OF, of=city(), more={"action_years": years})
    assert (result.share_leads, result.overall.unreported) == (False, 1)


def test_the_share_counts_completed_and_on_track_among_those_that_are_judged() -> None:
    rows = [action(f"A-0{number}", progress=None) for number in range(1, 7)]
    words = ["S", "A", "B", "C", "－"]
    years = [action_year(f"A-0{number}", 2026, self_rating=word) for number, word in enumerate(words, start=1)]
    group = summary(rows, more={"action_years": years}, as_of=AS_OF, of=city()).overall
    assert (group.going_well, group.judged, group.on_track_share) == (2, 4, 0.5)
    assert (group.ratings["not_evaluable"], group.ratings["not_reported"], group.unreported) == (1, 1, 1)


def test_the_newest_direction_of_the_period_is_kept() -> None:
    years = [
        action_year("A-01", 2025, direction="縮小"),
        action_year("A-01", 2026, direction="拡充"),
        action_year("A-01", 2027, direction="終了"),
    ]
    row = assessed(action(), *years).actions.iloc[0]
    assert (row["direction"], row["direction_year"]) == ("拡充", 2026)
