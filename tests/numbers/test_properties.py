"""Invariants of the formulas for any plan, for which hypothesis searches counterexamples."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from kdx_metrics.numbers.changes import compare
from kdx_metrics.numbers.earned_schedule import earned_schedule, planned_curve
from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.groups import Group, roll_up
from kdx_metrics.numbers.meeting.attention import KINDS
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.strategy import STATUSES, Assessment, RatingBands
from tests.factories import Row, action, frame, strategy, summary

few = settings(max_examples=40, deadline=None)

BANDS = RatingBands()
AS_OF = date(2026, 11, 23)
dates = st.dates(date(2023, 4, 1), date(2031, 3, 31))
percents = st.one_of(st.none(), st.integers(0, 100).map(float), st.floats(0, 100))
weights = st.sampled_from([0.1, 0.5, 1.0, 2.0, 3.7])


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A valid 取組, whose number is set by `plans`."""
    start = draw(dates)
    status = draw(st.sampled_from(STATUSES))
    progress = draw(percents)
    if status == "完了":
        progress = draw(st.sampled_from([None, 100.0]))
    if status == "未着手":
        progress = draw(st.sampled_from([None, 0.0]))
    return action(
        pillar=draw(st.sampled_from(["P1", "P2", "P3"])),
        period=draw(st.integers(1, 4)),
        planned_start=start,
        planned_end=min(start + timedelta(days=draw(st.integers(0, 900))), date(2031, 3, 31)),
        status=status,
        progress=progress,
        weight=draw(weights),
        title=draw(st.sampled_from(["窓口", "電算"])),
    )


plans = st.lists(rows(), max_size=8).map(
    lambda plan: [row | {"action_id": f"A-{number:02d}"} for number, row in enumerate(plan)]
)


def same(first: Group, second: Group) -> None:
    """Assert equal counts, and numbers that are equal but for rounding."""
    assert (first.actions, first.evaluable, first.worst, first.ratings) == (
        second.actions,
        second.evaluable,
        second.worst,
        second.ratings,
    )
    for name in ("planned", "actual", "reporting_rate", "spi_t"):
        left, right = getattr(first, name), getattr(second, name)
        assert left == (None if right is None else pytest.approx(right, rel=1e-6, abs=1e-9)), name


@few
@given(plans, dates)
def test_every_row_has_exactly_one_of_the_ratings_and_counts_add_up(plan: list[Row], as_of: date) -> None:
    result = summary(plan, as_of=as_of)
    assert set(result.actions["rating"]) <= set(RATINGS)
    assert sum(result.overall.ratings.values()) == result.overall.actions == len(plan)
    for groups in (result.pillars, result.periods, result.cells, result.departments):
        assert sum(group.actions for group in groups.values()) == len(plan)
        assert sum(group.evaluable for group in groups.values()) == result.overall.evaluable
        for word in RATINGS:
            assert sum(group.ratings[word] for group in groups.values()) == result.overall.ratings[word]


@few
@given(st.floats(0, 100), st.floats(0, 60), st.floats(0, 60), st.integers(0, 99))
def test_the_bands_leave_no_gap(progress: float, first: float, second: float, day: int) -> None:
    bands = RatingBands(slightly_behind=min(first, second), behind=max(first, second))
    start = date(2026, 4, 1)
    row = action(planned_start=start, planned_end=start + timedelta(days=99), progress=progress)
    rated = rate(frame("action_plan", [row]), start + timedelta(days=day), bands).iloc[0]
    late = (day + 1) - exact(progress)  # points behind plan
    slightly, far = exact(bands.slightly_behind), exact(bands.behind)
    expected = "on_track" if late <= slightly else "slightly_behind" if late <= far else "behind"
    assert rated["rating"] == expected


@few
@given(
    st.integers(1, 3000).flatmap(lambda days: st.tuples(st.just(days), st.integers(1, days))),
    st.sampled_from([10.0, 25.0]),
)
def test_gaps_near_an_edge_are_rated_as_exactly_as_all_others(course: tuple[int, int], edge: float) -> None:
    days, elapsed = course
    start = date(2023, 4, 1)
    progress = round(100 * elapsed / days - edge, 12)
    row = action(planned_start=start, planned_end=start + timedelta(days=days - 1), progress=progress)
    rated = rate(frame("action_plan", [row]), start + timedelta(days=elapsed - 1), BANDS).iloc[0]
    is_within = exact(progress) - Fraction(100 * elapsed, days) >= -exact(edge)
    expected = {10.0: ("on_track", "slightly_behind"), 25.0: ("slightly_behind", "behind")}[edge]
    assert rated["rating"] == expected[0 if is_within else 1]


@few
@given(plans, dates, st.integers(0, 400))
def test_planned_never_falls_as_time_passes(plan: list[Row], as_of: date, later: int) -> None:
    frames = frame("action_plan", plan)
    now, then = rate(frames, as_of, BANDS), rate(frames, as_of + timedelta(days=later), BANDS)
    assert (then["planned"] >= now["planned"]).all()
    assert now["planned"].between(0, 100).all()


@few
@given(plans, dates, st.sampled_from([0.01, 0.3, 7.0, 1000.0]))
def test_weights_scale_out(plan: list[Row], as_of: date, factor: float) -> None:
    scaled = [row | {"weight": float(str(row["weight"])) * factor} for row in plan]
    original, rescaled = summary(plan, as_of=as_of), summary(scaled, as_of=as_of)
    same(original.overall, rescaled.overall)
    for cell, group in original.cells.items():
        same(group, rescaled.cells[cell])


@few
@given(plans, dates, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(plan: list[Row], as_of: date, dice: random.Random) -> None:
    shuffled = list(plan)
    dice.shuffle(shuffled)
    ordered, reordered = summary(plan, as_of=as_of), summary(shuffled, as_of=as_of)
    same(ordered.overall, reordered.overall)
    assert [item._replace(row=0) for item in ordered.attention] == [
        item._replace(row=0) for item in reordered.attention
    ]


@few
@given(plans, dates)
def test_the_attention_list_holds_each_open_row_at_most_once_in_the_order_of_classes(
    plan: list[Row], as_of: date
) -> None:
    result = summary(plan, as_of=as_of)
    keys = [(item.id, item.period) for item in result.attention]
    assert len(keys) == len(set(keys))
    positions = [KINDS.index(item.kind) for item in result.attention]
    assert positions == sorted(positions)
    closed = result.actions[result.actions["status"].isin(["完了", "中止"])]["action_id"]
    assert not {item.id for item in result.attention} & set(closed)
    behind = result.actions[result.actions["rating"] == "behind"]["action_id"]
    assert {item.id for item in result.attention if item.kind in {"past_due", "behind"}} == set(behind)


@few
@given(plans.filter(bool), dates)
def test_a_group_exactly_on_plan_has_an_index_of_1(plan: list[Row], as_of: date) -> None:
    frames = frame("action_plan", [row | {"status": "実施中"} for row in plan])
    frames["progress"] = rate(frames, as_of, BANDS)["planned"]
    earned = earned_schedule(rate(frames, as_of, BANDS), as_of)
    assert earned.spi_t is None if earned.missing else earned.spi_t == 1.0


@few
@given(plans, dates)
def test_the_curve_rises_to_100_and_meets_the_roll_up_at_the_date(plan: list[Row], as_of: date) -> None:
    rated = rate(frame("action_plan", plan), as_of, BANDS)
    group = roll_up(rated, as_of)
    if group.planned is None:
        return
    start, curve = planned_curve(rated)
    elapsed = min(max((as_of - start).days + 1, 0), len(curve) - 1)
    assert curve[0] == 0
    assert curve[-1] == 100
    assert (curve[1:] >= curve[:-1]).all()
    assert curve[elapsed] == pytest.approx(group.planned, abs=1e-9)


@few
@given(plans, plans, st.sets(st.integers(0, 7)))
def test_changes_reconcile_to_the_last_row(before: list[Row], after: list[Row], dropped: set[int]) -> None:
    remaining = [row for index, row in enumerate(after) if index not in dropped]
    old, new = summary(before, as_of=date(2026, 1, 7)), summary(remaining, as_of=AS_OF)
    changes = compare(old, new)
    assert len(before) - len(changes.removed) + len(changes.added) == len(remaining)
    assert len(changes.actions) + changes.unchanged == len(before) + len(changes.added)
    assert changes.overall.before.actions == sum(row["period"] == changes.period for row in before)
    assert changes.overall.after.actions == sum(row["period"] == changes.period for row in remaining)
    back = compare(new, old)
    assert (len(back.added), len(back.removed)) == (len(changes.removed), len(changes.added))


sheets = st.lists(
    st.fixed_dictionaries(
        {
            "action_id": st.sampled_from([f"A-{number:02d}" for number in range(8)]),
            "fiscal_year": st.integers(2023, 2030),
            "self_rating": st.sampled_from(["", "A", "C", "－"]),
            "board_rating": st.sampled_from(["", "A", "C"]),
            "budget": st.one_of(st.none(), st.floats(0, 1e6)),
            "direction": st.sampled_from(["", "継続"]),
        }
    ),
    max_size=12,
    unique_by=lambda row: (row["action_id"], row["fiscal_year"]),
)
RATED_BY_PEOPLE = strategy().model_copy(
    update={
        "assessments": (
            Assessment(word="A", means="on_track"),
            Assessment(word="C", means="behind"),
            Assessment(word="－", means="not_evaluable"),
        )
    }
)


@few
@given(plans, sheets, dates)
def test_a_year_without_a_rating_changes_no_number_of_progress(plan: list[Row], sheet: list[Row], as_of: date) -> None:
    unrated = [row | {"self_rating": "", "board_rating": ""} for row in sheet]
    before = summary(plan, as_of=as_of, of=RATED_BY_PEOPLE)
    after = summary(plan, more={"action_years": unrated}, as_of=as_of, of=RATED_BY_PEOPLE)
    assert before.overall == after.overall
    assert before.attention == after.attention
    own = [column for column in before.actions.columns if not column.startswith("direction")]
    assert_frame_equal(before.actions[own], after.actions[own])


@few
@given(plans, sheets, dates)
def test_an_assessment_changes_neither_planned_actual_nor_gap(plan: list[Row], sheet: list[Row], as_of: date) -> None:
    before = summary(plan, as_of=as_of, of=RATED_BY_PEOPLE)
    after = summary(plan, more={"action_years": sheet}, as_of=as_of, of=RATED_BY_PEOPLE)
    numbers = ["planned", "actual", "gap", "counted"]
    assert_frame_equal(before.actions[numbers], after.actions[numbers])
    assert (before.overall.evaluable, before.overall.spi_t) == (after.overall.evaluable, after.overall.spi_t)
    assert sum(after.overall.ratings.values()) == len(plan)
