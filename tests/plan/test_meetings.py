"""The meetings of the 年表."""

from __future__ import annotations

from datetime import date

from kdx_metrics.plan.meetings import days_of_meetings, first_from, last_before
from tests.factories import milestone, snapshot

FIRST, SECOND = date(2026, 1, 7), date(2026, 10, 31)


def test_a_meeting_is_an_event_of_the_word_that_the_strategy_has_for_it() -> None:
    events = [milestone(SECOND, "第2回"), milestone(FIRST, "第1回"), milestone(SECOND, "計画の改定", category="計画")]
    assert days_of_meetings(snapshot(milestones=events)) == [FIRST, SECOND]
    assert days_of_meetings(snapshot()) == []


def test_the_last_meeting_is_strictly_before() -> None:
    assert last_before([FIRST, SECOND], SECOND) == FIRST
    assert last_before([FIRST, SECOND], FIRST) is None


def test_the_next_meeting_may_be_on_the_day_itself() -> None:
    assert first_from([FIRST, SECOND], SECOND) == SECOND
    assert first_from([FIRST, SECOND], date(2026, 11, 1)) is None
