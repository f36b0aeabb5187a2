"""The strip of the plan's years: bands, marks, names of meetings and the days in view."""

from __future__ import annotations

from datetime import date

import pytest

from pages.tables.plan_strip import Event, plan_strip
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


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ([meeting(2026, 1, 7), meeting(2027, 1, 20)], ["前回 1月7日", "次回 1月20日"]),
        ([meeting(2024, 4, 16), meeting(2026, 1, 7)], ["前回 1月7日"]),
        ([meeting(2023, 5, 1), meeting(2027, 1, 20)], ["前回 5月1日・次回 1月20日"]),
        ([meeting(2027, 1, 20)], ["次回 1月20日"]),
        ([Event(date(2026, 1, 7), "計画の公表", is_meeting=False)], []),
    ],
)
def test_the_last_and_the_next_meeting_are_named_in_one_label_where_an_end_is_near(
    events: list[Event], named: list[str]
) -> None:
    line = drawn(*events).partition("<div class='kdx-marks'>")[0]
    assert [text.partition("</span>")[0].partition(">")[2] for text in line.split("<span")[1:]] == named


def test_every_event_is_named_on_hover_and_aloud() -> None:
    assert "title='令和8年1月7日 本部会議' aria-label='令和8年1月7日 本部会議'" in drawn(meeting(2026, 1, 7))


@pytest.mark.parametrize(
    ("as_of", "today", "named"),
    [
        (NOW, TODAY, ("時点 10月31日", "今日 11月23日")),
        (TODAY, TODAY, ("今日・時点 11月23日",)),
        (date(2027, 3, 31), TODAY, ("今日 11月23日", "時点 3月31日")),
        (date(2023, 5, 1), date(2023, 6, 1), ("時点 5月1日・今日 6月1日",)),
        (date(2031, 3, 1), date(2031, 3, 20), ("時点 3月1日・今日 3月20日",)),
        (NOW, date(2040, 1, 1), ("時点 10月31日",)),
    ],
)
def test_the_days_in_view_are_named_below(as_of: date, today: date, named: tuple[str, ...]) -> None:
    line = drawn(as_of=as_of, today=today).rpartition("<div class='kdx-named'>")[2].partition("</div>")[0]
    assert tuple(text.partition("</span>")[0].partition(">")[2] for text in line.split("<span")[1:]) == named
