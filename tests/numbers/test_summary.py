"""The whole summary against a case worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.strategy import Strategy
from tests.factories import Row, action, actual, kpi, milestone, series, summary

# On 2027-01-10, the 30th of the 100 days from START to END; 第2期 ends 80 days later.
AS_OF = date(2027, 1, 10)
START, END = date(2026, 12, 12), date(2027, 3, 21)


def scheduled(
    action_id: str, pillar: str, start: date, end: date, progress: float | None, **values: str | float
) -> Row:
    """A row planned from `start` to `end`."""
    return action(action_id, pillar=pillar, planned_start=start, planned_end=end, progress=progress, **values)


def in_course(action_id: str, pillar: str, progress: float | None, **values: str | float) -> Row:
    """A row planned at 30 %."""
    return scheduled(action_id, pillar, START, END, progress, **values)


ACTIONS: list[Row] = [
    # 柱1: weights 2, 1, 1, 1
    in_course("A-01", "P1", 30.0, weight=2.0),  # gap 0: on_track
    in_course("A-02", "P1", 15.0, department="企画課"),  # gap −15: slightly_behind
    in_course("A-03", "P1", 4.0),  # gap −26: behind
    # completed: 100 of 100
    scheduled("A-04", "P1", date(2024, 4, 1), date(2025, 3, 31), None, period=1, status="完了"),
    # 柱2
    scheduled("A-05", "P2", date(2027, 2, 1), date(2027, 2, 28), None, status="未着手"),  # not_started: 0 of 0
    in_course("A-06", "P2", None),  # not_reported
    in_course("A-07", "P2", 10.0, status="中止"),  # excluded, gap −20
    scheduled("A-08", "P2", date(2026, 12, 1), date(2026, 12, 31), None),  # behind: 10 days past due, unreported
    # 柱3
    scheduled("A-09", "P3", date(2027, 4, 1), date(2028, 3, 31), 0.0, period=3, status="未着手"),  # not_started: 0 of 0
    in_course("A-10", "P3", 25.0, status="見直し"),  # gap −5: on_track
    # 10 of 20 days, gap 0: on_track
    scheduled("A-11", "P3", date(2027, 1, 1), date(2027, 1, 20), 50.0, period=3, status="見直し"),
]

# Paths of two years from 2025-03-31 (day 0) to 2027-03-31 (day 730); HALF is day 365.
BASE, HALF = date(2025, 3, 31), date(2026, 3, 31)
KPIS: list[Row] = [
    kpi("K-01", baseline_on=BASE, baseline=100.0, target_2=200.0),
    kpi("K-02", baseline_on=BASE, baseline=120.0, target_2=60.0, direction="減少"),
    kpi("K-03", baseline_on=BASE, baseline=95.0, target_2=95.0, direction="維持", tolerance=2.0),
    kpi("K-04", baseline_on=BASE, baseline=95.0, target_2=95.0, direction="維持", tolerance=2.0),
    kpi("K-05", baseline_on=BASE, baseline=0.0, target_2=1000.0, aggregation="累計"),
    kpi("K-06", baseline_on=date(2024, 3, 31), baseline=10.0, target_2=40.0, aggregation="単年度"),
    kpi("K-07", baseline_on=BASE, baseline=0.0, target_2=10.0),
    kpi("K-08", baseline_on=BASE, baseline=50.0, target_2=40.0, direction="減少"),
    kpi("K-09", baseline_on=BASE, baseline=100.0, target_2=100.0),
    kpi("K-10", baseline_on=BASE, baseline=50.0, target_2=10.0, direction="減少"),
    kpi("K-11", baseline_on=BASE, baseline=0.0, target_2=1000.0),
]
ACTUALS: list[Row] = [
    actual("K-01", HALF, 145.0),
    actual("K-01", date(2027, 1, 11), 9999.0),  # tomorrow: not used
    actual("K-02", HALF, 75.0),
    actual("K-03", HALF, 94.0),
    actual("K-04", HALF, 92.0),
    actual("K-05", HALF, 300.0),
    actual("K-06", HALF, 28.0),
    actual("K-06", date(2026, 12, 31), 35.0),  # running year
    actual("K-07", HALF, None, value_missing="未集計"),
    actual("K-08", HALF, 55.0),
    actual("K-09", HALF, 100.0),
    actual("K-10", HALF, 0.0),
    *series("K-11", [600.0] * 6, first=date(2026, 7, 31)),  # flat, to 2026-12-31: day 640
]


@lru_cache(maxsize=1)
def hand_made() -> Summary:
    """The hand-made case."""
    return summary(ACTIONS, KPIS, ACTUALS, [milestone(date(2023, 3, 1), "策定")], as_of=AS_OF)


def number(value: Fraction | int | None) -> Any:  # noqa: ANN401  # pytest.approx has no public type
    return None if value is None else pytest.approx(float(value), rel=1e-12, abs=1e-12)


def check(group: Group, actions: int, evaluable: int, *values: Fraction | int | None, worst: str | None) -> None:
    """Counts, then planned, actual, reporting rate and SPI(t) as fractions."""
    planned, achieved, reporting, spi = values
    assert (group.actions, group.evaluable, group.worst) == (actions, evaluable, worst)
    means = group.means or (None, None)
    assert means[:2] == (number(planned), number(achieved))
    gap = None if group.means is None else group.means.gap
    assert gap == number(None if planned is None or achieved is None else achieved - planned)
    assert group.reporting_rate == number(reporting)
    assert group.spi_t == number(spi)


def test_every_row_of_the_hand_made_case_is_rated_as_worked_out() -> None:
    rows = hand_made().actions[["action_id", "period", "planned", "actual", "gap", "rating"]]
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy().tolist()] == [
        ("A-01", 2, 30.0, 30.0, 0.0, "on_track"),
        ("A-02", 2, 30.0, 15.0, -15.0, "slightly_behind"),
        ("A-03", 2, 30.0, 4.0, -26.0, "behind"),
        ("A-04", 1, 100.0, 100.0, 0.0, "completed"),
        ("A-05", 2, 0.0, 0.0, 0.0, "not_started"),
        ("A-06", 2, 30.0, None, None, "not_reported"),
        ("A-07", 2, 30.0, 10.0, -20.0, "excluded"),
        ("A-08", 2, 100.0, None, None, "behind"),
        ("A-09", 3, 0.0, 0.0, 0.0, "not_started"),
        ("A-10", 2, 30.0, 25.0, -5.0, "on_track"),
        ("A-11", 3, 50.0, 50.0, 0.0, "on_track"),
    ]


def test_the_whole_of_the_hand_made_case() -> None:
    # planned (2·30 + 30 + 30 + 100 + 0 + 0 + 30 + 50)/9, actual (60 + 15 + 4 + 100 + 0 + 0 + 25 + 50)/9.
    # PD starts 2024-04-01, so AT = 1015. 9·PV is 100 after A-04, rises by 5 a day from τ = 985 (START) and by 10
    # from τ = 1005 (A-11 too): 100 + 20·5 + 10·5.4 = 254, so ES = 1010.4.
    check(
        hand_made().overall,
        11,
        8,
        Fraction(300, 9),
        Fraction(254, 9),
        Fraction(8, 10),
        Fraction(10104, 10150),
        worst="behind",
    )
    assert hand_made().overall.ratings == {
        "completed": 1,
        "on_track": 3,
        "slightly_behind": 1,
        "behind": 2,
        "not_started": 2,
        "not_reported": 1,
        "not_evaluable": 0,
        "excluded": 1,
    }
    assert hand_made().overall.reported == 8
    assert hand_made().overall.on_track_share == number(Fraction(4, 7))
    assert (hand_made().period, hand_made().earned.spi_t) == (2, hand_made().overall.spi_t)


def test_the_pillars_of_the_hand_made_case() -> None:
    first, second, third = hand_made().pillars.values()
    # 柱1: planned (120 + 100)/5, actual (79 + 100)/5; PV is 20 until τ = 985, then 4/5 a day: ES = 985 + 19.75.
    check(first, 4, 4, 44, Fraction(179, 5), 1, Fraction(100475, 101500), worst="behind")
    # 柱2: only A-05 is evaluable, and it has not begun.
    check(second, 4, 1, 0, 0, Fraction(1, 3), None, worst="behind")
    # 柱3: EV = 75/3. 3·PV = τ + 5(τ − 20) = 75, so ES = 175/6 of AT = 30.
    check(third, 3, 3, Fraction(80, 3), 25, 1, Fraction(175, 180), worst="on_track")
    assert list(hand_made().earned_pillars) == ["P1", "P2", "P3"]
    assert [earned.spi_t for earned in hand_made().earned_pillars.values()] == [first.spi_t, second.spi_t, third.spi_t]


def test_the_periods_of_the_hand_made_case() -> None:
    first, second, third, fourth = hand_made().periods.values()
    check(first, 1, 1, 100, 100, 1, None, worst="completed")
    # 第2期: evaluable A-01 (2), 02, 03, 05, 10: EV = 104/6, PV = 5τ/6, so ES = 20.8 of AT = 30.
    check(second, 8, 5, 25, Fraction(104, 6), Fraction(5, 7), Fraction(208, 300), worst="behind")
    # 第3期, AT = 10; EV = 25 = 5τ/2.
    check(third, 2, 2, 25, 25, 1, 1, worst="on_track")
    check(fourth, 0, 0, None, None, None, None, worst=None)


def test_the_cells_of_the_hand_made_case() -> None:
    cells = hand_made().cells
    assert list(cells) == [(pillar, period) for pillar in ("P1", "P2", "P3") for period in (1, 2, 3, 4)]
    check(cells["P1", 2], 3, 3, 30, Fraction(79, 4), 1, Fraction(79, 120), worst="behind")
    check(cells["P3", 2], 1, 1, 30, 25, 1, Fraction(25, 30), worst="on_track")
    for empty in (("P1", 3), ("P1", 4), ("P2", 1), ("P2", 3), ("P2", 4), ("P3", 1), ("P3", 4)):
        check(cells[empty], 0, 0, None, None, None, None, worst=None)
        assert cells[empty].ratings == dict.fromkeys(RATINGS, 0)
    assert sum(group.actions for group in cells.values()) == 11


def test_the_departments_of_the_hand_made_case() -> None:
    departments = hand_made().departments
    assert {name: group.actions for name, group in departments.items()} == {"総務課": 10, "企画課": 1}
    check(departments["企画課"], 1, 1, 30, 15, 1, Fraction(1, 2), worst="slightly_behind")


@pytest.mark.parametrize(
    ("kpi_id", "value", "on", "target", "attainment", "expected", "pace", "rating"),
    [
        ("K-01", 145, HALF, 200, 45, 150, Fraction(45, 50), "slightly_behind"),
        ("K-02", 75, HALF, 60, 75, 90, Fraction(45, 30), "on_track"),
        ("K-03", 94, HALF, 95, None, 95, None, "maintained"),
        ("K-04", 92, HALF, 95, None, 95, None, "deviated"),
        ("K-05", 300, HALF, 1000, 30, 500, Fraction(3, 5), "behind"),
        # complete year 令和7年度; E at day 730 of 1,095: 10 + 30·2/3
        ("K-06", 28, HALF, 40, 60, 30, Fraction(18, 20), "slightly_behind"),
        ("K-07", None, None, 10, None, None, None, "not_evaluable"),
        ("K-08", 55, HALF, 40, -50, 45, -1, "worsened"),
        ("K-09", 100, HALF, 100, None, 100, None, "achieved"),
        ("K-10", 0, HALF, 10, 125, 30, Fraction(50, 20), "achieved"),
        ("K-11", 600, date(2026, 12, 31), 1000, 60, Fraction(640000, 730), Fraction(600 * 730, 640000), "behind"),
    ],
)
def test_the_kpis_of_the_hand_made_case(  # one argument per value
    kpi_id: str,
    value: int | None,
    on: date | None,
    target: int,
    attainment: int | None,
    expected: Fraction | int | None,
    pace: Fraction | int | None,
    rating: str,
) -> None:
    (result,) = (result for result in hand_made().kpis if result.kpi_id == kpi_id)
    assert (result.actual, result.as_of, result.target, result.rating) == (value, on, target, rating)
    assert (result.attainment, result.expected, result.pace) == (number(attainment), number(expected), number(pace))


def test_the_attention_list_of_the_hand_made_case() -> None:
    assert [(item.kind, item.id, item.period) for item in hand_made().attention] == [
        ("past_due", "A-08", 2),
        ("behind", "A-03", 2),
        ("kpi_worsened", "K-08", None),
        ("kpi_deviated", "K-04", None),
        ("kpi_forecast_short", "K-11", None),
        ("kpi_behind", "K-05", None),
        ("not_reported", "A-06", 2),
        ("period_end", "A-01", 2),  # weight 2
        ("period_end", "A-02", 2),  # gap −15
        ("period_end", "A-10", 2),  # gap −5
        ("period_end", "A-05", 2),  # gap 0
        ("under_review", "A-11", 3),
    ]


def test_an_empty_plan_has_every_group_and_no_number() -> None:
    empty = summary()
    assert list(empty.pillars) == ["P1", "P2", "P3"]
    assert len(empty.cells) == 12
    assert {group.planned for group in (empty.overall, *empty.cells.values())} == {None}
    assert (dict(empty.departments), empty.kpis, empty.attention) == ({}, [], [])
    assert empty.actions.empty


def test_a_single_dropped_row_and_a_single_unreported_row_work_everywhere() -> None:
    for status in ("中止", "実施中"):
        whole = summary([action(status=status, progress=None)]).overall
        assert (whole.actions, whole.actual) == (1, None)


def test_another_citys_pillars_and_periods_are_used() -> None:
    town = Strategy.model_validate(
        {
            "strategy": {"title": "町DX", "organization": "町"},
            "pillar": [{"id": "X", "name": "暮らし"}],
            "period": [{"number": 1, "name": "第1期", "first_fiscal_year": 2022, "last_fiscal_year": 2026}],
        }
    )
    result = summary([action("A-1", pillar="X", period=1)], [kpi("K-1", pillar="X", target_1=800.0)], of=town)
    assert list(result.cells) == [("X", 1)]
    assert result.pillars["X"].actions == 1
    assert result.kpis[0].target_on == date(2027, 3, 31)


def test_the_token_changes_with_content_and_date() -> None:
    tokens = {
        summary([action()]).token,
        summary([action(progress=51.0)]).token,
        summary([action()], as_of=date(2026, 11, 24)).token,
    }
    assert len(tokens) == 3
