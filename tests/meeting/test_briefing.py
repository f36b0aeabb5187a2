"""The meeting that the data is for, and the one before it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kdx_metrics.meeting.briefing import Meeting, meeting_of
from tests.shipped import NOW

TODAY = date(2026, 11, 23)


def milestones(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "category", "title"])
    return frame.assign(date=frame["date"].astype("datetime64[s]"))


def test_the_meeting_is_the_next_in_the_timeline_and_the_previous_one_lies_before_the_data() -> None:
    events = milestones(
        ("2027-02-01", "本部会議", "第3回"),
        ("2026-01-07", "本部会議", "第2回"),
        ("2026-10-01", "計画", "計画の改定"),
        ("2025-05-01", "本部会議", "第1回"),
    )
    assert meeting_of(events, NOW, TODAY) == Meeting("第3回", date(2027, 2, 1), date(2026, 1, 7), "第2回")
    on_its_day = meeting_of(events, date(2026, 1, 7), date(2026, 1, 7))
    assert (on_its_day.title, on_its_day.previous_title) == ("第2回", "第1回")


def test_without_a_meeting_ahead_it_is_todays_and_without_one_behind_nothing_is_compared() -> None:
    assert meeting_of(milestones(), NOW, TODAY) == Meeting("本部会議", TODAY, None, "")
