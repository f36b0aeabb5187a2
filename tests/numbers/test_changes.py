"""Changes between two summaries."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.changes import ActionChange, Changes, Restated, compare
from tests.factories import Row, action, actual, kpi, summary

THEN, NOW = date(2026, 1, 7), date(2026, 10, 31)
BASE = date(2025, 3, 31)
# 第2期 runs 730 days: 38.6 % planned on THEN (day 282), 79.3 % on NOW (day 579).


def moved(before: list[Row], after: list[Row]) -> Changes:
    return compare(summary(before, as_of=THEN), summary(after, as_of=NOW))


def change_of(before: Row, after: Row) -> ActionChange:
    (change,) = moved([before], [after]).actions
    return change


def moved_kpis(before: list[Row], after: list[Row], **row: str | float) -> Changes:
    then = kpi(baseline_on=BASE, baseline=0.0, target_2=100.0)
    now: Row = {**then, **row}
    return compare(summary([], [then], before, as_of=THEN), summary([], [now], after, as_of=NOW))


def test_rows_are_matched_by_number_and_period() -> None:
    changes = moved([action("A-1", period=1), action("A-2")], [action("A-1", period=2), action("A-2")])
    assert [(change.action_id, change.period) for change in changes.added] == [("A-1", 2)]
    assert [(change.action_id, change.period) for change in changes.removed] == [("A-1", 1)]
    assert changes.added[0].state.row == 2
    assert changes.removed[0].state.planned_end == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        ({"progress": 38.0}, {"progress": 40.0}, "fell_behind"),  # on_track → behind
        ({"progress": 38.0}, {"progress": 60.0}, "fell_behind"),  # on_track → slightly_behind
        ({"progress": 0.0}, {"progress": 60.0}, "recovered"),  # behind → slightly_behind
        ({"progress": 0.0}, {"progress": 79.0}, "recovered"),  # behind → on_track
        ({"progress": 0.0}, {"status": "完了", "progress": None}, "completed"),
        ({"status": "完了", "progress": None}, {"progress": 40.0}, "fell_behind"),  # reopened
        ({"progress": None}, {"progress": 40.0}, "other"),
        ({"progress": 38.0}, {"progress": None}, "other"),
        ({"progress": 38.0}, {"status": "中止", "progress": 38.0}, "other"),
        ({"progress": 38.0}, {"progress": 79.0}, None),
    ],
)
def test_a_changed_rating_is_told_as_what_it_means(
    before: dict[str, str | float | None], after: dict[str, str | float | None], movement: str | None
) -> None:
    assert change_of(action(**before), action(**after)).movement == movement


def test_an_action_that_begins_has_neither_recovered_nor_fallen_behind() -> None:
    start = date(2026, 6, 1)
    change = change_of(
        action(planned_start=start, progress=None, status="未着手"), action(planned_start=start, progress=50.0)
    )
    assert (change.movement, change.status_changed, change.progress_change) == ("other", True, 50.0)


def test_a_later_end_is_put_off_by_days_and_an_earlier_one_is_negative() -> None:
    before = [
        action("A-1"),
        action("A-2", planned_end=date(2026, 12, 31)),
        action("A-3", planned_end=date(2026, 12, 1)),
    ]
    after = [
        action("A-1", planned_end=date(2027, 3, 1)),
        action("A-2", planned_end=date(2027, 1, 10)),
        action("A-3", planned_end=date(2027, 1, 1)),
    ]
    changes = moved(before, after)
    assert [change.delay_days for change in changes.actions] == [-30, 10, 31]
    assert [change.action_id for change in changes.delayed] == ["A-3", "A-2"]


def test_a_reworded_title_and_a_changed_status_are_seen() -> None:
    change = change_of(action(title="窓口DX"), action(title="窓口改革", status="見直し"))
    assert (change.reworded, change.status_changed, change.state.title) == (True, True, "窓口改革")


def test_progress_counts_points_with_completed_as_100_and_only_between_reports() -> None:
    assert change_of(action(progress=38.0), action(progress=79.0)).progress_change == 41
    assert change_of(action(progress=38.0), action(progress=None, status="完了")).progress_change == 62
    assert change_of(action(progress=None), action(progress=79.0)).progress_change is None


def test_a_report_that_stops_coming_is_newly_unreported_even_when_past_due() -> None:
    silent = change_of(action(progress=38.0), action(progress=None))
    assert silent.newly_unreported
    past = date(2026, 9, 30)
    late = change_of(action(progress=38.0, planned_end=past), action(progress=None, planned_end=past))
    assert (late.newly_unreported, late.movement) == (True, "fell_behind")
    assert not change_of(action(progress=38.0), action(progress=None, status="中止")).newly_unreported
    assert not change_of(action(progress=38.0), action(progress=None, status="完了")).newly_unreported


def test_the_same_rows_on_the_same_date_have_not_changed() -> None:
    rows = [action("A-1"), action("A-2", progress=None)]
    changes = compare(summary(rows, as_of=NOW), summary(rows, as_of=NOW))
    assert (changes.actions, changes.unchanged, changes.kpis) == ((), 2, ())
    assert changes.overall.before.gap == changes.overall.after.gap


def test_a_one_sided_change_answers_no_to_everything_else() -> None:
    (added,) = moved([], [action()]).actions
    assert added.added
    assert not any((added.removed, added.reworded, added.status_changed, added.newly_unreported))
    assert (added.movement, added.progress_change, added.delay_days) == (None, None, 0)
    with pytest.raises(ValueError, match="at least one side"):
        _ = ActionChange("A-1", 1, None, None).state


def test_the_headline_is_recomputed_on_each_side_with_its_own_rows_and_date() -> None:
    changes = moved(
        [action("A-1", progress=40.0), action("A-2", progress=20.0, pillar="P2")],
        [action("A-1", progress=None, status="完了"), action("A-2", progress=60.0, pillar="P2"), action("A-3")],
    )
    assert (changes.before_on, changes.after_on) == (THEN, NOW)
    assert (changes.overall.before.actions, changes.overall.after.actions) == (2, 3)
    assert changes.overall.actual_change == pytest.approx((100 + 60 + 50) / 3 - 30)
    assert changes.overall.before.gap == pytest.approx(30 - 28200 / 730)
    assert changes.overall.after.gap == pytest.approx(70 - 57900 / 730)
    assert changes.pillars["P2"].actual_change == 40
    assert changes.pillars["P3"].actual_change is None


def test_a_kpi_moves_in_value_rating_and_target() -> None:
    first, second = actual("K-01", date(2025, 12, 31), 38.0), actual("K-01", date(2026, 9, 30), 50.0)
    (change,) = moved_kpis([first], [first, second], target_2=120.0).kpis
    assert (change.rating_changed, change.target_changed) == (True, True)
    assert change.restated == ()


def test_a_past_value_restated_or_withdrawn_is_listed() -> None:
    days = [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
    before = [actual("K-01", day, value) for day, value in zip(days, (10.0, 20.0, 30.0), strict=True)]
    after = [actual("K-01", days[0], 11.0), actual("K-01", days[1], None), actual("K-01", days[2], 30.0)]
    (change,) = moved_kpis(before, after).kpis
    assert change.restated == (Restated(days[0], 10.0, 11.0), Restated(days[1], 20.0, None))


def test_looking_back_later_values_are_not_withdrawn() -> None:
    later = actual("K-01", date(2026, 9, 30), 50.0)
    row = kpi(baseline_on=BASE, baseline=0.0, target_2=100.0)
    now = summary([], [row], [later], as_of=NOW)
    (change,) = compare(now, summary([], [row], [later], as_of=THEN)).kpis
    assert change.restated == ()


def test_added_and_removed_kpis_are_listed_and_unchanged_ones_are_not() -> None:
    then = summary([], [kpi("K-1"), kpi("K-2")], as_of=THEN)
    now = summary([], [kpi("K-2"), kpi("K-3")], as_of=NOW)
    changes = compare(then, now)
    assert [(change.kpi_id, change.before is None, change.after is None) for change in changes.kpis] == [
        ("K-3", True, False),
        ("K-1", False, True),
    ]
    added = changes.kpis[0]
    assert (added.rating_changed, added.target_changed) == (False, False)


def test_movements_can_be_listed() -> None:
    changes = moved([action("A-1", progress=0.0), action("A-2")], [action("A-1", progress=79.0), action("A-2")])
    assert [change.action_id for change in changes.moved("recovered")] == ["A-1"]
    assert [change.action_id for change in changes.moved("fell_behind")] == ["A-2"]
