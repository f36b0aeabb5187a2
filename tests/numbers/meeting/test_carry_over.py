"""The outlook to the end of the current 期, the candidates to carry over, and the draft of the next 期."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.intake.checking import check
from kdx_metrics.meeting.next_period import next_period_draft
from kdx_metrics.numbers.meeting.carry_over import COURSES, Candidate, Course, Outlook, period_end_outlook
from kdx_metrics.plan.strategy import Strategy
from tests.factories import Row, action, action_year, summary
from tests.shipped import NOW
from tests.shipped import summary as shipped

ON = date(2026, 10, 31)
START, END = date(2025, 4, 1), date(2027, 3, 31)
# 第2期 runs 730 days; ON is day 579 of it.


def outlook_of(*rows: Row, on: date = ON) -> Outlook:
    return period_end_outlook(summary(list(rows), as_of=on))


def course_of(row: Row) -> Course:
    (outlook,) = outlook_of(row).rows
    return outlook.course


def candidate_of(row: Row) -> Candidate | None:
    candidates = outlook_of(row).candidates
    return candidates[0] if candidates else None


def test_a_row_as_fast_as_its_plan_is_done_by_the_periods_end() -> None:
    (row,) = outlook_of(action(progress=80.0)).rows
    assert row.course == "in_time"
    # ES = 0.8 × 730 = 584 days in 579: SPI 1.0086, so 730 ÷ 1.0086 = 723.75 days from 1 April 2025.
    assert row.spi_t == pytest.approx(584 / 579)
    assert row.forecast_end == date(2027, 3, 25)


def test_a_slower_row_is_late_by_the_days_that_its_pace_says() -> None:
    (row,) = outlook_of(action(progress=60.0)).rows
    assert row.course == "late"
    assert row.forecast_end == date(2027, 11, 21)  # 579 ÷ 0.6 = 965 days


@pytest.mark.parametrize(
    ("row", "course"),
    [
        (action(status="完了", progress=100.0), "completed"),
        (action(status="中止", progress=20.0), "excluded"),
        (action(progress=None), "unknown"),
        (action(progress=0.0), "unknown"),
        (action(progress=100.0), "in_time"),
        (action(planned_start=date(2026, 12, 1), status="未着手", progress=0.0), "unknown"),
    ],
)
def test_nothing_is_foretold_where_nothing_is_known(row: Row, course: Course) -> None:
    assert course_of(row) == course


def test_every_row_of_the_period_takes_exactly_one_course() -> None:
    outlook = period_end_outlook(shipped(NOW))
    rows = shipped(NOW).periods[2].actions
    assert outlook.overall.total == rows == len(outlook.rows)
    assert sum(group.total for group in outlook.pillars.values()) == rows
    for course in COURSES:
        assert outlook.overall.counts[course] == sum(group.counts[course] for group in outlook.pillars.values())


@pytest.mark.parametrize(
    ("row", "suggestion"),
    [
        (action(progress=60.0), "continue"),
        (action(progress=30.0), "review"),  # SPI 0.38
        (action(status="見直し", progress=70.0), "review"),
        (action(progress=0.0), "close"),
        (action(progress=None), "continue"),
        (action(progress=None, planned_end=date(2026, 8, 31)), "review"),
    ],
)
def test_a_candidate_is_suggested_by_the_first_rule_that_fits(row: Row, suggestion: str) -> None:
    candidate = candidate_of(row)
    assert candidate is not None
    assert candidate.suggestion == suggestion


@pytest.mark.parametrize(
    "row",
    [
        action(progress=80.0),
        action(status="完了", progress=100.0),
        action(status="中止", progress=20.0),
        action(planned_start=date(2026, 12, 1), status="未着手", progress=0.0),
    ],
)
def test_what_is_done_dropped_or_on_time_is_no_candidate(row: Row) -> None:
    assert candidate_of(row) is None


def test_an_earlier_row_that_goes_on_under_its_number_is_to_be_closed() -> None:
    old = action("A-1", period=1, planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31), progress=70.0)
    outlook = outlook_of(old, action("A-1", progress=60.0))
    assert [(candidate.outlook.period, candidate.suggestion) for candidate in outlook.candidates] == [
        (1, "close"),
        (2, "continue"),
    ]
    assert len(outlook.rows) == 1


def test_an_earlier_row_without_a_successor_is_handed_on() -> None:
    old = action(period=1, planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31), progress=90.0)
    (candidate,) = outlook_of(old).candidates
    assert candidate.outlook.period == 1
    assert candidate.suggestion == "continue"


def test_the_draft_holds_the_plans_rows_first_and_then_what_is_handed_on() -> None:
    rows = [
        action("A-1", progress=60.0, goal="窓口", issue="人手", next_step="増員", weight=2.0),
        action("A-2", progress=60.0),
        action("A-2", period=3, planned_start=date(2027, 4, 1), planned_end=date(2029, 3, 31), progress=None),
        action("A-3", progress=0.0),
        action("A-4", status="見直し", progress=70.0),
    ]
    whole = summary(rows, as_of=ON)
    draft = next_period_draft(whole, period_end_outlook(whole))
    assert draft["取組番号"].tolist() == ["A-2", "A-1", "A-4"]
    handed = draft.iloc[1]
    assert (handed["期"], handed["開始予定"], handed["完了予定"]) == (3, date(2027, 4, 1), date(2027, 11, 21))
    assert (handed["状況"], handed["進捗率"], handed["重み"]) == ("未着手", "", 2.0)
    assert (handed["到達目標"], handed["課題"], handed["今後の対応"]) == ("窓口", "人手", "増員")
    assert draft.iloc[2]["完了予定"] == date(2029, 3, 31)  # nobody knows yet: the 期's end, marked as such
    assert "仮の日付" in draft.iloc[2]["備考"]


def directed(row: Row, direction: str, year: int = 2026) -> Outlook:
    years = [action_year("A-01", year, direction=direction)]
    return period_end_outlook(summary([row], as_of=ON, more={"action_years": years}))


@pytest.mark.parametrize(
    ("direction", "suggestion", "onward"),
    [
        ("継続", "review", "continue"),
        ("拡充", "review", "continue"),
        ("縮小", "review", "review"),
        ("終了", "review", "close"),
        ("統合", "review", "close"),
    ],
)
def test_a_recorded_direction_leads_and_the_suggestion_stands_beside_it(
    direction: str, suggestion: str, onward: str
) -> None:
    (candidate,) = directed(action(progress=30.0), direction, 2025).candidates
    assert (candidate.outlook.direction, candidate.outlook.direction_year) == (direction, 2025)
    assert (candidate.suggestion, candidate.onward) == (suggestion, onward)
    assert candidate.differs == (suggestion != onward)


@pytest.mark.parametrize("row", [action(progress=80.0), action(status="完了", progress=100.0)])
def test_what_is_done_or_on_time_goes_on_when_people_say_so_in_the_last_year_of_the_period(row: Row) -> None:
    (candidate,) = directed(row, "拡充").candidates
    assert (candidate.ground, candidate.suggestion, candidate.onward) == ("finished", "close", "continue")
    assert directed(row, "拡充", 2025).candidates == ()  # said of the next year of this 期
    assert directed(row, "終了").candidates == ()


def test_a_dropped_row_is_not_taken_up_again_by_its_direction() -> None:
    assert directed(action(status="中止", progress=20.0), "継続").candidates == ()


def test_the_direction_of_an_earlier_period_says_nothing_of_a_number_that_goes_on() -> None:
    old = action(period=1, planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31), progress=70.0)
    years = [action_year("A-01", 2024, direction="拡充")]
    outlook = period_end_outlook(summary([old, action(progress=60.0)], as_of=ON, more={"action_years": years}))
    first, second = outlook.candidates
    assert (first.ground, first.onward, first.differs) == ("goes_on", "close", False)
    assert second.outlook.direction == ""
    assert outlook.directed == 0


@pytest.mark.parametrize(
    ("row", "direction", "ends"),
    [
        (action(progress=60.0), "継続", [date(2027, 11, 21)]),
        (action(progress=0.0), "継続", [date(2029, 3, 31)]),  # suggested to be closed, but people say otherwise
        (action(progress=60.0), "縮小", [date(2029, 3, 31)]),
        (action(progress=60.0), "終了", []),
        (action(progress=80.0), "拡充", [date(2029, 3, 31)]),  # its own end would lie before the 期
    ],
)
def test_the_draft_follows_the_recorded_direction(row: Row, direction: str, ends: list[date]) -> None:
    whole = summary([row], as_of=ON, more={"action_years": [action_year("A-01", 2026, direction=direction)]})
    draft = next_period_draft(whole, period_end_outlook(whole))
    assert draft["完了予定"].tolist() == ends
    assert all(f"今後の方向性は{direction}(令和8年度)、目安は" in remark for remark in draft["備考"])


def test_after_the_last_period_there_is_nothing_to_draft(strategy: Strategy) -> None:
    last = strategy.periods[-1]
    row = action(period=last.number, planned_start=last.first_day, planned_end=last.last_day)
    whole = summary([row], as_of=last.last_day)
    outlook = period_end_outlook(whole)
    assert outlook.following is None
    assert next_period_draft(whole, outlook).empty


def test_the_shipped_draft_can_be_published_as_it_is(strategy: Strategy) -> None:
    whole = shipped(NOW)
    draft = next_period_draft(whole, period_end_outlook(whole))
    checked = check(to_csv_bytes(draft), strategy, file_name="draft.csv", table="action_plan", as_at=NOW)
    assert checked.ok, checked.issues
    assert checked.rows == len(draft) == 13
    assert set(draft["期"]) == {3}
