"""回収状況, the reports of each 所管課 since the 時点 before."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kdx_metrics.numbers.meeting.reporting_status import Return, Waiting, coming_day, returns
from tests.factories import action, summary

SINCE, NOW = date(2026, 1, 7), date(2026, 10, 31)


def rated(*rows: tuple[str, str, float | None, str | None]) -> pd.DataFrame:
    """Frame of rows given as 所管課, rating, actual and 更新日."""
    frame = pd.DataFrame(rows, columns=["department", "rating", "actual", "updated_on"])
    named = frame.assign(action_id=[f"A-{number}" for number in range(len(frame))], title="名称", assessment="")
    return named.assign(updated_on=pd.to_datetime(frame["updated_on"]).astype("datetime64[s]"))


def test_a_department_has_reported_when_every_row_that_owes_one_was_updated_since() -> None:
    departments = returns(
        rated(("市民課", "behind", 40, "2026-10-20"), ("市民課", "on_track", 60, "2026-01-07")), SINCE, NOW
    )
    assert departments == [
        Return("市民課", owed=2, given=1, last=date(2026, 10, 20), waiting=(Waiting("A-1", "名称"),))
    ]
    assert departments[0].state == "partial"


@pytest.mark.parametrize("rating", ["completed", "excluded", "not_started"])
def test_settled_rows_owe_nothing(rating: str) -> None:
    (department,) = returns(rated(("会計課", rating, None, None)), SINCE, NOW)
    assert (department.owed, department.state, department.is_done) == (0, "nothing_owed", True)


def test_a_report_without_an_actual_or_after_the_date_is_none() -> None:
    departments = returns(
        rated(("甲課", "not_reported", None, "2026-10-20"), ("乙課", "behind", 10, "2026-11-01")), SINCE, NOW
    )
    assert [(status.department, status.state) for status in departments] == [("甲課", "none"), ("乙課", "none")]


def test_zero_progress_is_a_report() -> None:
    (department,) = returns(rated(("甲課", "behind", 0, "2026-10-20")), None, NOW)
    assert (department.state, department.is_done) == ("complete", True)


def test_an_assessment_is_a_report() -> None:
    rows = rated(("甲課", "on_track", None, "2026-10-20")).assign(assessment="A")
    (department,) = returns(rows, SINCE, NOW)
    assert department.is_done


def test_a_row_not_begun_has_reported_by_its_status() -> None:
    row = action(status="未着手", progress=None, updated_on=date(2026, 10, 20))
    (department,) = returns(summary([row], as_of=NOW).actions, SINCE, NOW)
    assert (department.owed, department.given) == (1, 1)


def test_those_who_owe_most_come_first() -> None:
    departments = returns(
        rated(("甲課", "behind", 1, "2026-10-20"), ("乙課", "behind", 1, None), ("乙課", "behind", 1, None)), SINCE, NOW
    )
    assert [status.department for status in departments] == ["乙課", "甲課"]


@pytest.mark.parametrize(
    ("newest", "today", "coming"),
    [
        ("2026-10-31", "2026-11-28", "2026-11-30"),  # October is published: November is being collected
        ("2026-09-30", "2026-11-02", "2026-10-31"),  # October is over and not yet published
        (None, "2026-11-02", "2026-10-31"),
        ("2026-10-30", "2026-11-28", "2026-10-31"),
        ("2026-11-20", "2026-11-28", "2026-11-30"),
        ("2026-10-31", "2026-11-30", "2026-11-30"),
        ("2026-11-30", "2026-11-30", "2026-11-30"),
        ("2023-11-30", "2023-12-31", "2023-12-31"),
        ("2024-01-31", "2024-02-10", "2024-02-29"),
        ("2025-12-31", "2026-01-05", "2026-01-31"),
    ],
)
def test_reports_are_of_the_end_of_a_month(newest: str | None, today: str, coming: str) -> None:
    published = None if newest is None else date.fromisoformat(newest)
    assert coming_day(published, date.fromisoformat(today)) == date.fromisoformat(coming)
