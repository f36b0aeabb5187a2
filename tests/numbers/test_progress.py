"""Ratings and roll-ups of action rows, with the worked values of formulas.md."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kdx_metrics.numbers.assessment import nobody
from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.ratings import RATINGS, WORST_FIRST
from kdx_metrics.plan.strategy import RatingBands
from tests.factories import AS_OF, Row, action, frame, strategy

BANDS = RatingBands()
# 100 days of which 30 have passed at the end of MIDWAY.
START, END, MIDWAY = date(2026, 12, 12), date(2027, 3, 21), date(2027, 1, 10)


def in_course(**values: str | float | date | None) -> Row:
    """A row that should stand at 30 % on MIDWAY."""
    return action(planned_start=START, planned_end=END, **values)


def rated(row: Row, as_of: date = MIDWAY) -> tuple[float, float | None, float | None, str]:
    """`planned`, `actual`, `gap` and `rating` of one row."""
    result = rate(frame("action_plan", [row]), as_of, BANDS).iloc[0]
    actual, gap = (None if math.isnan(value) else float(value) for value in (result["actual"], result["gap"]))
    return float(result["planned"]), actual, gap, str(result["rating"])


def test_planned_counts_the_first_and_the_last_day() -> None:
    frames = frame("action_plan", [action(planned_start=date(2026, 1, 1), planned_end=date(2026, 1, 10))])
    planned = [rate(frames, date(2025, 12, 30) + timedelta(days=n), BANDS)["planned"].iloc[0] for n in range(15)]
    assert planned == [0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100, 100, 100]


def test_a_one_day_action_is_planned_wholly_on_its_day() -> None:
    day = date(2026, 5, 1)
    assert rated(action(planned_start=day, planned_end=day, progress=0.0), day)[0] == 100
    assert rated(action(planned_start=day, planned_end=day, progress=None), day - timedelta(days=1))[0] == 0


def test_planned_is_multiplied_before_it_is_divided_so_that_exact_ties_stay_exact() -> None:
    # Day 7 of 25 is 28 %; 100·(7/25) would give 28.000000000000004 and rate a gap of exactly −10 as やや遅れ.
    row = action(planned_start=date(2026, 4, 1), planned_end=date(2026, 4, 25), progress=18.0)
    assert rated(row, date(2026, 4, 7)) == (28.0, 18.0, -10.0, "on_track")


def test_a_gap_that_is_exactly_the_edge_of_a_band_lies_within_it() -> None:
    # 7.6 − 17.6 is −10.000000000000002 in binary.
    row = action(planned_start=date(2026, 4, 1), planned_end=date(2026, 8, 3), progress=7.6)
    assert rated(row, date(2026, 4, 22)) == (17.6, 7.6, -10.0, "on_track")
    # 25 points: 8.3 of 33.3 %, on day 333 of 1,000.
    row = action(planned_start=date(2026, 4, 1), planned_end=date(2028, 12, 25), progress=8.3)
    assert rated(row, date(2027, 2, 27)) == (33.3, 8.3, -25.0, "slightly_behind")


def test_a_gap_beyond_the_edge_by_the_last_digit_is_outside_the_band() -> None:
    row = action(planned_start=date(2026, 4, 1), planned_end=date(2026, 8, 3), progress=7.59999999999999)
    assert rated(row, date(2026, 4, 22))[3] == "slightly_behind"
    # A third of 100 % less 10 is 23.333…: 15 digits fall short of it by less than a float can hold beside −10.
    row = action(planned_start=date(2026, 4, 1), planned_end=date(2026, 4, 30), progress=23.3333333333333)
    assert rated(row, date(2026, 4, 10))[3] == "slightly_behind"


@pytest.mark.parametrize(
    ("progress", "rating"),
    [
        (100.0, "on_track"),
        (30.0, "on_track"),
        (20.0, "on_track"),
        (19.999999, "slightly_behind"),
        (5.0, "slightly_behind"),
        (4.999999, "behind"),
        (0.0, "behind"),
    ],
)
def test_the_bands_include_their_own_threshold(progress: float, rating: str) -> None:
    assert rated(in_course(progress=progress)) == (30.0, progress, progress - 30, rating)


def test_the_thresholds_come_from_the_strategy() -> None:
    frames = frame("action_plan", [in_course(progress=20.0), in_course(progress=0.0)])
    assert rate(frames, MIDWAY, RatingBands(slightly_behind=5, behind=30))["rating"].tolist() == ["slightly_behind"] * 2


def test_a_dropped_action_is_excluded_and_keeps_its_numbers() -> None:
    assert rated(in_course(status="中止", progress=10.0)) == (30.0, 10.0, -20.0, "excluded")
    assert rated(in_course(status="中止", progress=None)) == (30.0, None, None, "excluded")


def test_a_completed_action_counts_as_100_with_or_without_a_progress() -> None:
    assert rated(in_course(status="完了", progress=None)) == (30.0, 100.0, 70.0, "completed")
    assert rated(in_course(status="完了", progress=100.0), END + timedelta(days=1))[3] == "completed"


def test_an_action_not_yet_due_to_begin_is_not_started_and_counts_as_0() -> None:
    before = START - timedelta(days=1)
    assert rated(in_course(status="未着手", progress=None), before) == (0.0, 0.0, 0.0, "not_started")
    assert rated(in_course(status="未着手", progress=0.0), before) == (0.0, 0.0, 0.0, "not_started")


def test_an_action_begun_early_is_on_track() -> None:
    assert rated(in_course(progress=5.0), START - timedelta(days=1)) == (0.0, 5.0, 5.0, "on_track")


def test_an_action_is_behind_the_day_after_its_end_even_when_nothing_is_reported() -> None:
    assert rated(in_course(progress=None), END)[3] == "not_reported"
    assert rated(in_course(progress=None), END + timedelta(days=1)) == (100.0, None, None, "behind")
    assert rated(in_course(progress=99.0), END + timedelta(days=1)) == (100.0, 99.0, -1.0, "behind")


def test_a_blank_progress_is_unreported_and_never_zero() -> None:
    assert rated(in_course(progress=None)) == (30.0, None, None, "not_reported")
    assert rated(in_course(progress=0.0)) == (30.0, 0.0, -30.0, "behind")


def test_a_blank_with_the_status_not_begun_is_a_report_of_zero_whatever_the_date() -> None:
    idle = in_course(status="未着手", progress=None)
    assert rated(idle) == (30.0, 0.0, -30.0, "behind")
    assert rated(idle, START + timedelta(days=4)) == (5.0, 0.0, -5.0, "on_track")
    assert rated(idle, START + timedelta(days=19)) == (20.0, 0.0, -20.0, "slightly_behind")
    assert rated(idle, END + timedelta(days=1)) == (100.0, 0.0, -100.0, "behind")


def test_a_row_not_begun_stays_in_the_mean() -> None:
    rows = [in_course(progress=100.0), in_course(status="未着手", progress=None)]
    group = roll_up(rate(frame("action_plan", rows), MIDWAY, BANDS), MIDWAY)
    assert (group.evaluable, group.actual, group.reporting_rate) == (2, 50.0, 1.0)


def test_a_row_counts_in_a_mean_when_it_is_neither_excluded_nor_unreported() -> None:
    rows = [in_course(progress=0.0), in_course(progress=None), in_course(status="中止", progress=10.0)]
    assert rate(frame("action_plan", rows), MIDWAY, BANDS)["counted"].tolist() == [True, False, False]


def test_an_action_under_review_goes_through_the_same_rules() -> None:
    assert rated(in_course(status="見直し", progress=30.0))[3] == "on_track"


def test_rating_keeps_rows_columns_and_excel_rows_and_leaves_its_input_alone() -> None:
    frames = frame("action_plan", [in_course(), action("A-02")])
    before = frames.copy()
    result = rate(frames, MIDWAY, BANDS)
    people = list(nobody(frames).columns)
    added = ["planned", "actual", "gap", "rating", "by_gap", "counted"]
    added += ["differs", "first_end", "first_rating", "low"]
    assert list(result.columns) == [*before.columns, *people, *added]
    assert result.index.tolist() == [2, 3]
    assert result.index.name == "row"
    assert result["rating"].dtype == "str"
    assert frames.equals(before)


def test_an_empty_table_rates_and_rolls_up_to_nothing() -> None:
    group = roll_up(rate(frame("action_plan", []), AS_OF, BANDS), AS_OF)
    assert (group.actions, group.evaluable) == (0, 0)
    assert (group.planned, group.actual, group.gap, group.reporting_rate, group.worst, group.spi_t) == (None,) * 6
    assert (group.reported, group.on_track_share) == (0, None)
    assert group.ratings == dict.fromkeys(RATINGS, 0)


def test_a_roll_up_weighs_the_rows_and_leaves_out_the_unreported() -> None:
    rows = [
        in_course(progress=60.0, weight=3.0),
        in_course(progress=20.0, weight=1.0),
        in_course(progress=None, weight=100.0),
        in_course(progress=90.0, weight=100.0, status="中止"),
    ]
    group = roll_up(rate(frame("action_plan", rows), MIDWAY, BANDS), MIDWAY)
    assert (group.actions, group.evaluable, group.reported) == (4, 2, 2)
    assert (group.planned, group.actual, group.gap) == (30.0, 50.0, 20.0)  # (3·60 + 1·20)/4
    assert group.reporting_rate == pytest.approx(2 / 3)
    assert group.ratings == dict.fromkeys(RATINGS, 0) | {"on_track": 2, "not_reported": 1, "excluded": 1}


def test_the_on_track_share_counts_rows_that_are_done_or_on_track_among_those_so_rated_and_the_late() -> None:
    rows = [
        in_course(status="完了", progress=None),
        in_course(progress=30.0, weight=9.0),
        in_course(progress=10.0),
        in_course(progress=0.0),
        in_course(progress=None),
        in_course(status="中止"),
        action(planned_start=date(2027, 2, 1), planned_end=END, progress=None),
    ]
    group = roll_up(rate(frame("action_plan", rows), MIDWAY, BANDS), MIDWAY)
    assert group.on_track_share == 0.5  # 2 of 4
    silent = roll_up(rate(frame("action_plan", rows[4:]), MIDWAY, BANDS), MIDWAY)
    assert silent.on_track_share is None


def test_a_late_action_without_a_report_is_counted_but_no_progress_is_invented_for_it() -> None:
    late = action(planned_start=START, planned_end=date(2026, 12, 31), progress=None)
    group = roll_up(rate(frame("action_plan", [in_course(progress=100.0), late]), MIDWAY, BANDS), MIDWAY)
    assert (group.evaluable, group.actual, group.worst) == (1, 100.0, "behind")


def test_a_group_of_dropped_actions_has_no_reporting_rate_and_no_worst() -> None:
    group = roll_up(rate(frame("action_plan", [in_course(status="中止")]), MIDWAY, BANDS), MIDWAY)
    assert (group.actions, group.evaluable, group.reporting_rate, group.worst, group.actual) == (1, 0, None, None, None)


def test_a_group_with_nothing_reported_has_a_reporting_rate_of_zero() -> None:
    group = roll_up(rate(frame("action_plan", [in_course(progress=None)]), MIDWAY, BANDS), MIDWAY)
    assert (group.reporting_rate, group.worst, group.actual) == (0.0, None, None)


def test_the_worst_rating_follows_the_order_of_the_design() -> None:
    rows = {
        "behind": in_course(progress=0.0),
        "slightly_behind": in_course(progress=10.0),
        "on_track": in_course(progress=30.0),
        "not_started": action(planned_start=date(2027, 2, 1), planned_end=END, progress=None),
        "completed": in_course(status="完了", progress=None),
    }
    for position, word in enumerate(WORST_FIRST):
        left = [rows[each] for each in reversed(WORST_FIRST[position:])]
        group = roll_up(rate(frame("action_plan", left), MIDWAY, strategy().rating), MIDWAY)
        assert group.worst == word
