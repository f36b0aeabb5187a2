"""The strip of the plan's years: bands, marks, names of meetings and the days in view."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.tables.plan_strip import plan_strip
from pages.tables.time_rows import BESIDE, Days, Event, extent, merged
from tests.factories import group_of
from tests.shipped import NOW, strategy

TODAY = date(2026, 11, 23)
GROUPS = {
    1: group_of(100.0, 97.7, completed=9, behind=1),
    2: group_of(81.0, 72.7, behind=4),
    3: group_of(),
    4: group_of(),
}


def drawn(*events: Event, as_of: date = NOW, today: date = TODAY) -> str:
    """The strip of the shipped strategy with these events."""
    return plan_strip(
        GROUPS, (3, 4), events, strategy(), as_of=as_of, today=today, address=lambda number: f"actions?period={number}"
    )


def meeting(*day: int) -> Event:
    """A meeting of the headquarters."""
    return Event(date(*day), "本部会議", is_meeting=True)


def test_each_period_is_a_link_with_its_progress_and_what_is_hardly_planned_is_hatched() -> None:
    first, second, third, _ = drawn().split("<a ")[1:]
    assert "href='actions?period=1'" in first
    assert "<b>97.7%</b>" in first
    assert "kdx-now-in-force" in second
    assert "kdx-plan" in second
    assert "kdx-unplanned" in third
    assert "<b>計画策定前</b>" in third
    assert "kdx-plan" not in third


def texts(row: str) -> list[tuple[str, str]]:
    """Labels of a row with their styles."""
    return [(text, style) for style, text in re.findall(r"<span style='([^']*)'>([^<]*)</span>", row)]


def above(*events: Event) -> list[tuple[str, str]]:
    """Labels above the marks."""
    return texts(drawn(*events).partition("<div class='kdx-marks'")[0])


def below(as_of: date, today: date) -> list[tuple[str, str]]:
    """Labels below the bands."""
    return texts(drawn(as_of=as_of, today=today).rpartition("<div class='kdx-named'>")[2])


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ([meeting(2026, 1, 7), meeting(2028, 1, 20)], ["前回 令和8年1月", "次回 令和10年1月"]),
        ([meeting(2026, 1, 7), meeting(2026, 12, 10)], ["前回 令和8年1月", "次回 令和8年12月"]),
        ([meeting(2024, 4, 16), meeting(2026, 1, 7)], ["前回 令和8年1月"]),
        ([meeting(2023, 5, 1), meeting(2027, 1, 20)], ["前回 令和5年5月", "次回 令和9年1月"]),
        ([meeting(2027, 1, 20)], ["次回 令和9年1月"]),
        ([Event(date(2026, 1, 7), "計画の公表", is_meeting=False)], []),
    ],
)
def test_the_last_and_the_next_meeting_are_named_by_year_and_month(events: list[Event], named: list[str]) -> None:
    assert [text for text, _ in above(*events)] == named


def test_a_label_stands_over_its_mark() -> None:
    style = "left:34.65%"  # 7 January 2026 within 1 April 2023 to 31 March 2031
    assert above(meeting(2026, 1, 7)) == [("前回 令和8年1月", f"{style};transform:translateX(-50%)")]
    assert f"style='{style}'" in drawn(meeting(2026, 1, 7))


def test_labels_of_meetings_near_each_other_stand_on_both_sides() -> None:
    (_, last), (_, coming) = above(meeting(2026, 10, 7), meeting(2026, 12, 10))
    assert last.startswith("right:")
    assert coming.startswith("left:")
    assert "transform" not in last + coming


def test_at_an_end_of_the_strip_two_near_labels_are_one() -> None:
    end = below(date(2031, 3, 1), date(2031, 3, 20))
    assert [text for text, _ in end] == ["時点 令和13年3月・今日 令和13年3月"]
    assert end[0][1].startswith("right:")


def test_every_event_is_named_on_hover_and_aloud() -> None:
    assert "title='令和8年1月7日 本部会議' aria-label='令和8年1月7日 本部会議'" in drawn(meeting(2026, 1, 7))


def test_marks_that_would_touch_are_one_with_their_number_and_all_their_names() -> None:
    near, far = [meeting(2024, 4, day) for day in (1, 10, 20)], meeting(2026, 1, 7)
    html = drawn(*near, far)
    assert html.count("class='kdx-mark kdx-meeting'") == 1
    assert html.count("class='kdx-mark kdx-several'") == 1
    assert ">3件</i>" in html
    assert "title='令和6年4月1日 本部会議、令和6年4月10日 本部会議、令和6年4月20日 本部会議'" in html


@given(st.lists(st.dates(strategy().first_day, strategy().last_day), max_size=40))
def test_no_mark_touches_another_and_none_is_lost(days: list[date]) -> None:
    span = Days(strategy().first_day, strategy().last_day)
    groups = merged([Event(day, "会議", is_meeting=True) for day in sorted(days)], span)
    assert [event.day for group in groups for event in group] == sorted(days)
    ends = [extent(group, span) for group in groups]
    assert all(start - end >= BESIDE for (_, end), (start, _) in pairwise(ends))


@pytest.mark.parametrize(
    ("as_of", "today", "named"),
    [
        (NOW, TODAY, ["時点 令和8年10月", "今日 令和8年11月"]),
        (TODAY, TODAY, ["今日・時点 令和8年11月"]),
        (date(2027, 3, 31), TODAY, ["今日 令和8年11月", "時点 令和9年3月"]),
        (NOW, date(2040, 1, 1), ["時点 令和8年10月"]),
    ],
)
def test_the_days_in_view_are_named_below(as_of: date, today: date, named: list[str]) -> None:
    assert [text for text, _ in below(as_of, today)] == named


def test_the_days_in_view_have_ticks_outside_of_the_bands() -> None:
    bands, _, rest = drawn().partition("<div class='kdx-ticks'>")
    assert rest.count("<i class='kdx-day") == 2
    assert "kdx-day" not in bands
