"""Drawings of the deck that no other page has."""

from __future__ import annotations

import re
from datetime import date

from kdx_metrics.numbers.changes import compare
from kdx_metrics.numbers.meeting.carry_over import period_end_outlook
from kdx_metrics.wording.groups import spans
from pages.deck.period_end import MONTHS, months_chart
from pages.tables.tracks import gap_tracks
from tests import shipped
from tests.factories import action, summary


def columns(html: str) -> list[tuple[str, str]]:
    """Number and month of each column."""
    return re.findall(r"<b>(\d+)</b>.*?<span><span>(.*?)</span></span>", html.replace("</span><span>", ""))


def test_the_months_in_which_open_actions_are_due_are_columns_in_their_order() -> None:
    outlook = period_end_outlook(shipped.summary(shipped.NOW))
    assert columns(months_chart(outlook)) == [
        ("1", "令和8年8月"),
        ("1", "令和8年9月"),
        ("2", "令和8年12月"),
        ("1", "令和9年2月"),
        ("15", "令和9年3月"),
    ]
    assert sum(map(len, outlook.due.values())) == 20


def test_where_open_actions_are_due_in_more_months_than_have_room_the_earliest_are_one_column() -> None:
    ends = [date(2026, month, 28) for month in range(7, 13)]
    rows = [action(f"A-{end.month}", progress=10.0, planned_end=end) for end in ends]
    shown = columns(months_chart(period_end_outlook(summary(rows, as_of=date(2026, 10, 31)))))
    assert shown == [("2", "令和8年8月以前"), *(("1", f"令和8年{month}月") for month in range(9, 13))]
    assert len(shown) == MONTHS


def test_where_nothing_is_open_there_is_no_column() -> None:
    closed = [action(status="完了")]
    assert columns(months_chart(period_end_outlook(summary(closed, as_of=date(2026, 10, 31))))) == []


def test_a_gap_that_unreported_actions_leave_open_is_drawn_and_told_from_end_to_end() -> None:
    now, before = shipped.summary(shipped.NOW), shipped.summary(date(2026, 1, 7))
    drawn = gap_tracks(compare(before, now), now.snapshot.strategy)
    assert "前回 −5.5、今回 −20.7 ~ −16.6" in drawn
    assert "11.1~15.2悪化" in drawn
    assert drawn.count("tracks-line tracks-open") == 2, "of the 期 and of the one 柱 with rows that are not reported"
    assert spans.OPEN_PART in drawn


def test_where_every_action_is_reported_a_gap_has_one_end_and_the_key_says_nothing_of_another() -> None:
    before, now = (summary([action(progress=done)], as_of=date(2026, 10, 31)) for done in (60.0, 70.0))
    drawn = gap_tracks(compare(before, now), now.snapshot.strategy)
    assert "10.0改善" in drawn
    assert "tracks-open" not in drawn


def test_changes_are_read_out_on_both_sides_and_a_missing_one_as_missing() -> None:
    grown, begun = action(progress=50.0), action("A-02", pillar="P2", progress=None)
    before = summary([grown, begun], as_of=date(2026, 10, 31))
    now = summary([action(progress=70.0), action("A-02", pillar="P2", progress=10.0)], as_of=date(2026, 10, 31))
    drawn = gap_tracks(compare(before, now), now.snapshot.strategy)
    assert "前回 −29.3、今回 −9.3" in drawn
    assert "20.0改善" in drawn
    assert "前回 評価不能、今回 −69.3" in drawn
    assert "前回は評価不能" in drawn
