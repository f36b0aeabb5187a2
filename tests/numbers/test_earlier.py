"""First deadlines and last reports: what earlier 時点 said still counts (formulas.md, "Saying how we are doing")."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.groups import Group, roll_up
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import RatingBands
from tests.factories import Row, action, frame, summary
from tests.numbers.test_properties import plans

# 60 days of 200 have passed on AS_OF: planned 30 %.
AS_OF, START, END = date(2027, 1, 10), date(2026, 11, 12), date(2027, 5, 30)
BANDS = RatingBands()
few = settings(max_examples=40, deadline=None)


def row(progress: float | None, number: int = 1, **values: str | float | date) -> Row:
    """A row of 第2期 in course."""
    return action(f"A-{number:02d}", **({"planned_start": START, "planned_end": END, "progress": progress} | values))


def group(rows: list[Row], earlier: Earlier = NOTHING_EARLIER) -> Group:
    """The group of these rows."""
    return roll_up(rate(frame("action_plan", rows), AS_OF, BANDS, earlier), AS_OF)


def test_the_low_end_counts_an_unreported_row_at_nothing() -> None:
    halves = group([row(60.0, 1, weight=2.0), row(None, 2)])
    assert (halves.actual, halves.actual_low, halves.unreported) == (60.0, 40.0, 1)
    assert halves.gap_low == 10.0


def test_the_low_end_counts_an_unreported_row_at_its_last_report() -> None:
    assert group([row(60.0, 1), row(None, 2)], Earlier({}, {("A-02", 2): 30.0})).actual_low == 45.0


def test_where_everything_is_reported_the_low_end_is_the_actual_itself() -> None:
    dropped = row(None, 3, status="中止")
    waiting = row(None, 4, planned_start=date(2027, 2, 1))
    reported = group([row(33.3, 1, weight=0.1), row(None, 2, status="未着手"), dropped, waiting])
    assert reported.actual_low == reported.actual
    assert reported.unreported == 0


def test_without_an_evaluable_row_there_is_no_low_end() -> None:
    silent = group([row(None)])
    assert (silent.actual, silent.actual_low, silent.gap_low, silent.unreported) == (None, None, None, 1)


def test_an_overdue_row_without_a_report_is_late_and_unreported() -> None:
    late = group([row(100.0, 1), row(None, 2, planned_end=date(2026, 12, 31))])
    assert (late.ratings["behind"], late.unreported, late.actual_low) == (1, 1, 50.0)


def test_a_moved_deadline_stays_visible() -> None:
    first = Earlier({("A-01", 2): date(2027, 1, 9)}, {})
    moved = rate(frame("action_plan", [row(25.0)]), AS_OF, BANDS, first).iloc[0]
    assert (moved["rating"], moved["first_rating"]) == ("on_track", "behind")
    assert moved["first_end"].date() == date(2027, 1, 9)
    assert group([row(25.0)], first).behind_by_first == 1
    assert group([row(25.0)]).behind_by_first == 0


def test_a_first_deadline_before_a_start_that_was_moved_too_is_not_judged() -> None:
    """There is no planned course between the two; the row keeps its rating."""
    moved = rate(frame("action_plan", [row(25.0)]), AS_OF, BANDS, Earlier({("A-01", 2): date(2026, 11, 1)}, {}))
    assert moved["first_rating"].tolist() == ["on_track"]


def test_what_is_known_grows_with_each_date() -> None:
    first = rate(frame("action_plan", [row(10.0, 1), row(None, 2)]), AS_OF, BANDS)
    later = rate(frame("action_plan", [row(None, 1, planned_end=date(2027, 9, 30)), row(5.0, 3)]), AS_OF, BANDS)
    known = NOTHING_EARLIER.then(first).then(later)
    assert known.first_ends == {("A-01", 2): END, ("A-02", 2): END, ("A-03", 2): END}
    assert known.reports == {("A-01", 2): 10.0, ("A-03", 2): 5.0}


@few
@given(plans, st.booleans())
def test_an_unreported_row_never_raises_what_is_said(plan: list[Row], is_overdue: bool) -> None:  # noqa: FBT001
    end = date(2026, 12, 31) if is_overdue else END
    before, after = group(plan), group([*plan, row(None, 99, planned_end=end)])
    if before.means is None or after.means is None:
        assert before.means == after.means
    else:
        assert after.means.low <= before.means.low
    assert after.actual_low is None or before.actual_low is not None


def _later(each: Row, days: int) -> date:
    end = each["planned_end"]
    assert isinstance(end, date)
    return end + timedelta(days=days)


@few
@given(plans, st.integers(0, 900))
def test_moving_deadlines_never_lowers_the_count_by_first_deadlines(plan: list[Row], days: int) -> None:
    first = NOTHING_EARLIER.then(rate(frame("action_plan", plan), AS_OF, BANDS))
    moved = [each | {"planned_end": _later(each, days)} for each in plan]
    assert group(moved, first).behind_by_first >= group(plan, first).behind_by_first


@few
@given(plans)
def test_rows_of_a_later_period_never_change_the_headline(plan: list[Row]) -> None:
    later = [each | {"action_id": f"Z-{number}", "period": 4} for number, each in enumerate(plan)]
    before, after = summary(plan, as_of=AS_OF), summary([*plan, *later], as_of=AS_OF)
    assert before.current == after.current


def test_a_period_with_hardly_any_row_is_not_planned_yet_and_ends_every_forecast() -> None:
    now = [row(40.0, number) for number in range(1, 5)]
    written = [row(None, n, period=3, planned_start=date(2027, 4, 1), planned_end=date(2028, 3, 31)) for n in (5, 6, 7)]
    assert summary(now, as_of=AS_OF).unplanned == (3, 4)
    whole = summary([*now, *written], as_of=AS_OF)
    assert whole.unplanned == (4,)
    slow = summary([row(10.0, 1), row(None, 5, period=3, planned_start=date(2027, 4, 1))], as_of=AS_OF)
    assert (slow.earned.forecast_end, slow.earned.missing) == (None, "not_planned")
    assert slow.earned.spi_t is not None
