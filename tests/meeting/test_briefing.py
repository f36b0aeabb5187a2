"""The meeting that the data is for, and the one before it."""

from __future__ import annotations

from datetime import date

from kdx_metrics.meeting.briefing import Meeting, meeting_of
from tests.factories import milestone, snapshot
from tests.shipped import NOW

TODAY = date(2026, 11, 23)


def test_the_meeting_is_the_next_in_the_timeline_and_the_previous_one_lies_before_the_data() -> None:
    events = [
        milestone(date(2027, 2, 1), "第3回"),
        milestone(date(2026, 1, 7), "第2回"),
        milestone(date(2026, 10, 1), "計画の改定", category="計画"),
        milestone(date(2025, 5, 1), "第1回"),
    ]
    of_now = snapshot(milestones=events, as_of=NOW)
    assert meeting_of(of_now, TODAY) == Meeting("第3回", date(2027, 2, 1), date(2026, 1, 7), "第2回")
    on_its_day = meeting_of(snapshot(milestones=events, as_of=date(2026, 1, 7)), date(2026, 1, 7))
    assert (on_its_day.title, on_its_day.previous_title) == ("第2回", "第1回")


def test_without_a_meeting_ahead_it_is_todays_and_without_one_behind_nothing_is_compared() -> None:
    assert meeting_of(snapshot(as_of=NOW), TODAY) == Meeting("本部会議", TODAY, None, "")
