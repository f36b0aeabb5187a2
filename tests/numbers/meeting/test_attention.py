"""The attention list, its classes, their order and the numbers of each line."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.meeting.attention import KINDS, AttentionItem
from tests.factories import Row, action, actual, kpi, series, summary

AS_OF = date(2026, 11, 23)


def listed(
    actions: list[Row], kpis: list[Row] | None = None, actuals: list[Row] | None = None, as_of: date = AS_OF
) -> list[AttentionItem]:
    return summary(actions, kpis or [], actuals or [], as_of=as_of).attention


def only(row: Row, as_of: date = AS_OF) -> AttentionItem:
    (item,) = listed([row], as_of=as_of)
    return item


def on_plan(action_id: str = "A-01", /, **values: str | float | date | None) -> Row:
    """第2期 on its day 602 of 730: 82.47 % planned."""
    return action(action_id, **{"progress": 82.0, **values})


def test_an_action_past_its_end_is_listed_first_with_the_days_it_is_late() -> None:
    item = only(action(planned_end=date(2026, 9, 30), progress=60.0))
    assert (item.kind, item.id, item.period, item.row) == ("past_due", "A-01", 2, 2)
    assert (item.planned_end, item.planned, item.progress) == (date(2026, 9, 30), 100.0, 60.0)
    assert (item.title, item.department, item.gap) == ("取組 A-01", "総務課", -40.0)


def test_an_unreported_action_past_its_end_has_neither_progress_nor_gap() -> None:
    item = only(action(planned_end=date(2026, 11, 22), progress=None))
    assert (item.kind, item.progress, item.gap) == ("past_due", None, None)


def test_an_action_far_behind_carries_plan_progress_and_gap() -> None:
    item = only(on_plan(progress=50.5))
    assert item.kind == "behind"
    assert item.planned == pytest.approx(60200 / 730)  # 2025-04-01 to 2026-11-23 are 602 of 730 days
    assert item.progress == 50.5
    assert item.gap == pytest.approx(50.5 - 60200 / 730)


def test_an_unreported_action_carries_what_was_planned() -> None:
    item = only(on_plan(progress=None))
    assert (item.kind, item.gap) == ("not_reported", None)
    assert item.planned == pytest.approx(60200 / 730)


def test_an_action_whose_period_ends_within_90_days_is_listed() -> None:
    item = only(on_plan(progress=97.0), as_of=date(2026, 12, 31))
    assert item.kind == "period_end"
    assert listed([on_plan(progress=97.0)], as_of=date(2026, 12, 30)) == []
    assert only(on_plan(progress=100.0), as_of=date(2027, 3, 31)).kind == "period_end"


def test_a_period_already_over_is_no_period_end() -> None:
    assert listed([on_plan(period=1, progress=82.0)]) == []


def test_an_action_of_a_period_the_strategy_does_not_hold_is_not_near_an_end() -> None:
    assert listed([on_plan(period=9, progress=97.0)], as_of=date(2027, 3, 1)) == []


def test_an_action_under_review_is_listed_last_of_all_classes() -> None:
    assert only(on_plan(status="見直し")).kind == "under_review"
    assert only(on_plan(status="見直し", progress=1.0)).kind == "behind"


def test_completed_and_dropped_actions_never_appear() -> None:
    rows = [
        action("A-01", status="完了", planned_end=date(2026, 1, 1), progress=None),
        action("A-02", status="中止", planned_end=date(2026, 1, 1), progress=None),
        action("A-03", status="中止"),
    ]
    assert listed(rows, as_of=date(2027, 3, 31)) == []


def test_of_what_is_past_due_weight_leads_then_the_days_it_is_late_then_the_number() -> None:
    past = date(2026, 9, 30)
    rows = [
        action("A-06", planned_end=date(2026, 10, 31), progress=0.0),
        action("A-05", planned_end=past, progress=60.0),
        action("A-04", planned_end=past, progress=None),
        action("A-04", planned_end=past, progress=60.0, period=1),
        action("A-03", planned_end=date(2026, 8, 31), progress=90.0),
        action("A-02", planned_end=date(2026, 11, 22), progress=99.0, weight=2.0),
    ]
    ids = [(item.id, item.period) for item in listed(rows)]
    assert ids == [("A-02", 2), ("A-03", 2), ("A-04", 1), ("A-04", 2), ("A-05", 2), ("A-06", 2)]


def test_of_what_is_not_past_due_the_largest_gap_leads_and_a_missing_one_is_last() -> None:
    near = date(2027, 2, 1)
    rows = [
        on_plan("A-05", progress=99.0),
        on_plan("A-04", progress=95.0),
        on_plan("A-03", progress=95.0),
        on_plan("A-02", progress=98.0, weight=2.0),
        on_plan("A-01", progress=90.0),
    ]
    assert [item.id for item in listed(rows, as_of=near)] == ["A-02", "A-01", "A-03", "A-04", "A-05"]
    rows = [on_plan("A-02", status="見直し", progress=0.0), on_plan("A-01", status="見直し", progress=10.0)]
    assert [item.id for item in listed(rows)] == ["A-02", "A-01"]


def test_kpis_stand_between_the_late_and_the_unreported_actions() -> None:
    on: Row = {"baseline_on": date(2025, 3, 31), "target_2": 200.0}
    kpis = [
        kpi("K-1", baseline=100.0, **on),
        kpi("K-2", baseline=100.0, **on),
        kpi("K-3", baseline=100.0, **on),
        kpi("K-4", baseline=100.0, **on),
        kpi("K-5", baseline=200.0, **on),
        kpi("K-6", baseline=100.0, **on),
    ]
    actuals = [
        actual("K-1", date(2026, 3, 31), 130.0),  # pace 0.6
        *series("K-2", [150.0] * 6, first=date(2026, 5, 31)),  # flat at 150: short of 200
        actual("K-3", date(2026, 3, 31), 90.0),  # wrong side of 100
        actual("K-4", date(2026, 3, 31), 120.0),  # pace 0.4
        actual("K-5", date(2026, 3, 31), 190.0),  # T = B, not reached
        actual("K-6", date(2026, 3, 31), 145.0),  # やや遅れ: not listed
    ]
    rows = [on_plan("A-1", progress=None), on_plan("A-2", progress=0.0)]
    items = listed(rows, kpis, actuals)
    assert [(item.kind, item.id) for item in items] == [
        ("behind", "A-2"),
        ("kpi_worsened", "K-3"),
        ("kpi_forecast_short", "K-2"),
        ("kpi_behind", "K-4"),
        ("kpi_behind", "K-1"),
        ("kpi_behind", "K-5"),
        ("not_reported", "A-1"),
    ]
    by_id = {item.id: item for item in items}
    assert [item.kpi.kpi_id for item in items if item.kpi is not None] == ["K-3", "K-2", "K-4", "K-1", "K-5"]
    assert by_id["K-4"].gap == pytest.approx(-0.6)
    assert (by_id["K-5"].gap, by_id["K-5"].period, by_id["K-5"].row) == (None, None, 6)


def test_a_kpi_out_of_its_band_stands_after_those_that_fell_below_their_baseline() -> None:
    on: Row = {"baseline_on": date(2025, 3, 31), "target_2": 95.0}
    kpis = [
        kpi("K-1", direction="維持", baseline=95.0, tolerance=1.0, **on),
        kpi("K-2", direction="以上", baseline=None, **on),
        kpi("K-3", baseline=90.0, **on),
        kpi("K-4", direction="以上", baseline=None, **on),
    ]
    day = date(2026, 3, 31)
    actuals = [actual("K-1", day, 80.0), actual("K-2", day, 94.9), actual("K-3", day, 89.0), actual("K-4", day, 95.0)]
    assert [(item.kind, item.id) for item in listed([], kpis, actuals)] == [
        ("kpi_worsened", "K-3"),
        ("kpi_deviated", "K-1"),
        ("kpi_deviated", "K-2"),
    ]


def test_an_item_appears_once_and_classes_follow_their_order() -> None:
    rows = [
        action("A-1", planned_end=date(2026, 9, 30), progress=0.0, status="見直し"),
        action("A-2", progress=0.0, status="見直し"),
        action("A-3", progress=None, status="見直し"),
        action("A-4", progress=97.0, status="見直し"),
        action("A-5", progress=97.0, status="見直し", period=3),
    ]
    items = listed(rows, as_of=date(2027, 3, 1))
    assert [(item.kind, item.id) for item in items] == [
        ("past_due", "A-1"),
        ("behind", "A-2"),
        ("not_reported", "A-3"),
        ("period_end", "A-4"),
        ("under_review", "A-5"),
    ]
    places = [KINDS.index(item.kind) for item in items]
    assert places == sorted(places)


def test_nothing_to_decide_gives_an_empty_list() -> None:
    assert listed([]) == []
    assert listed([on_plan()]) == []
