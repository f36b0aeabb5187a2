"""引継元: a 取組 that was renumbered, merged or split keeps its first deadline, last report, changes and course."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.changes import ActionChange, compare
from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.lineage import lineage
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views.actions import course
from tests.factories import Row, action, snapshot, strategy

BEFORE, NOW = date(2026, 1, 7), date(2026, 10, 31)
BANDS = RatingBands()
PROMISED, LATER, LATEST = date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31)


def known(*rows: Row) -> Earlier:
    """What was known after BEFORE."""
    return NOTHING_EARLIER.then(rate(snapshot(list(rows), as_of=BEFORE).actions, BEFORE, BANDS))


def at(day: date, *rows: Row) -> Summary:
    """Numbers of these 取組 at a date."""
    return summarise(snapshot(list(rows), as_of=day))


def moved(before: list[Row], after: list[Row]) -> dict[str, ActionChange]:
    """What changed, by 取組番号."""
    return {change.action_id: change for change in compare(at(BEFORE, *before), at(NOW, *after)).actions}


def test_a_renumbered_one_is_late_by_its_first_deadline_and_stands_as_last_reported() -> None:
    earlier = known(action("A-1", planned_end=PROMISED, progress=40.0))
    renumbered = snapshot([action("B-1", predecessor="A-1", planned_end=LATEST, progress=None)], as_of=NOW).actions
    row = rate(renumbered, NOW, BANDS, earlier).iloc[0]
    assert row["first_end"].date() == PROMISED
    assert row["first_rating"] == "behind"
    assert row["low"] == 40.0


def test_what_followed_once_goes_on_although_the_old_number_is_gone() -> None:
    renumbered = snapshot([action("B-1", predecessor="A-1", planned_end=LATEST)], as_of=NOW).actions
    then = known(action("A-1", planned_end=PROMISED)).then(rate(renumbered, NOW, BANDS))
    assert then.first_ends["B-1", 2] == PROMISED


def test_of_two_merged_the_latest_first_deadline_and_the_lowest_report_count() -> None:
    earlier = known(action("A-1", planned_end=PROMISED, progress=60.0), action("A-2", planned_end=LATER, progress=20.0))
    merged = snapshot([action("B-1", predecessor="A-1、A-2", planned_end=LATEST, progress=None)], as_of=NOW).actions
    row = rate(merged, NOW, BANDS, earlier).iloc[0]
    assert (row["first_end"].date(), row["low"]) == (LATER, 20.0)


def test_each_part_of_a_split_one_keeps_its_deadline() -> None:
    parts = [action(number, predecessor="A-1", planned_end=LATEST) for number in ("B-1", "B-2")]
    rated = rate(snapshot(parts, as_of=NOW).actions, NOW, BANDS, known(action("A-1", planned_end=PROMISED)))
    assert [end.date() for end in rated["first_end"]] == [PROMISED, PROMISED]


def test_a_chain_within_one_file_and_a_circle_are_both_walked() -> None:
    chain = [action("C-1", predecessor="B-1"), action("B-1", predecessor="A-1"), action("D-1", predecessor="E-1")]
    circle = action("E-1", predecessor="D-1")
    followed = known(action("A-1", planned_end=PROMISED)).following(snapshot([*chain, circle]).actions)
    assert followed.first_ends["C-1", 2] == PROMISED
    assert ("D-1", 2) not in followed.first_ends


def test_another_period_of_the_old_number_is_another_row() -> None:
    next_period = action("B-1", predecessor="A-1", period=3)
    followed = known(action("A-1", planned_end=PROMISED)).following(snapshot([next_period]).actions)
    assert ("B-1", 3) not in followed.first_ends


def test_a_renumbered_one_is_a_change_and_neither_added_nor_removed() -> None:
    changes = moved([action("A-1", progress=20.0)], [action("B-1", predecessor="A-1", progress=70.0)])
    assert set(changes) == {"B-1"}
    assert (changes["B-1"].continues, changes["B-1"].progress_change) == (("A-1",), 50.0)
    assert not changes["B-1"].added


def test_of_two_merged_the_one_that_stood_worst_is_what_it_was_before() -> None:
    before = [action("A-1", progress=60.0), action("A-2", progress=2.0, planned_end=PROMISED)]
    changes = moved(before, [action("B-1", predecessor="A-1、A-2", progress=70.0)])
    assert set(changes) == {"B-1"}
    assert changes["B-1"].continues == ("A-1", "A-2")
    assert changes["B-1"].progress_change == 68.0


def test_both_parts_of_a_split_one_are_measured_against_it() -> None:
    after = [action(number, predecessor="A-1", progress=60.0) for number in ("B-1", "B-2")]
    changes = moved([action("A-1", progress=50.0)], after)
    assert {number: change.progress_change for number, change in changes.items()} == {"B-1": 10.0, "B-2": 10.0}


def test_a_part_taken_out_of_one_that_goes_on_is_added() -> None:
    changes = moved([action("A-1")], [action("A-1"), action("B-1", predecessor="A-1")])
    assert changes["B-1"].added
    assert changes["A-1"].before is not None
    assert not changes["A-1"].removed


def test_the_course_begins_under_the_numbers_of_before() -> None:
    summaries = [
        at(BEFORE, action("A-1"), action("A-2"), action("A-3")),
        at(NOW, action("B-1", predecessor="A-1、A-2"), action("A-3")),
    ]
    assert lineage("B-1", [summary.actions for summary in summaries]) == {"A-1", "A-2", "B-1"}
    told = course("B-1", summaries, strategy())
    assert told.frame[["時点", "取組番号"]].to_numpy().tolist() == [[BEFORE, "A-1"], [BEFORE, "A-2"], [NOW, "B-1"]]
    assert "取組番号" not in course("A-3", summaries, strategy()).frame
