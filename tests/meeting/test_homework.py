"""決定・宿題 of a meeting: what is left, in which order, whose it is, and the one sentence that says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from kdx_metrics.meeting.decisions import Content, Decision
from kdx_metrics.meeting.homework import homework, homework_finding, open_before
from tests.shipped import MEETINGS

TODAY = date(2026, 11, 23)
WRITTEN = datetime(2026, 11, 23, 5, tzinfo=UTC)


def recorded(**fields: Any) -> Content:  # noqa: ANN401  # chosen by each test
    return Content(**{"kind": "宿題", "text": "調べる", "meeting_on": MEETINGS[-1], **fields})


LATE = recorded(due=date(2026, 6, 30))
SOMEDAY, SOON = recorded(), recorded(due=date(2026, 12, 1), state="対応中")
DONE, TODAYS = recorded(state="完了"), recorded(meeting_on=TODAY)
ALL = (SOMEDAY, SOON, LATE, DONE, TODAYS)


def finding(*contents: Content) -> str:
    return homework_finding(homework(contents, TODAY), TODAY)


def test_what_earlier_meetings_left_open_is_sorted_by_its_date_and_todays_is_not_among_it() -> None:
    of = homework(ALL, TODAY)
    assert (of.earlier, of.left, of.new) == (4, (LATE, SOON, SOMEDAY), (TODAYS,))


def test_the_deck_has_the_same_in_the_same_order_with_numbers_to_change_them_by() -> None:
    decisions = [Decision(number, 1, content, WRITTEN, "甲", WRITTEN, "甲") for number, content in enumerate(ALL)]
    assert [each.content for each in open_before(decisions, TODAY)] == [LATE, SOON, SOMEDAY]


def test_one_sentence_says_what_is_left_what_is_late_and_what_is_new() -> None:
    left = "前回までの決定・宿題4件のうち、残りは3件です(うち期限切れ1件)。"
    assert finding(*ALL) == f"{left}この会議で記録したものは1件です。"
    assert finding(DONE) == "前回までの決定・宿題1件は、すべて完了しました。"
    assert finding(TODAYS).startswith("前回までの会議で記録された決定・宿題はありません。")
