"""The 年表 in rows: its numbers are those of the figures."""

from __future__ import annotations

from datetime import date

from kdx_metrics.charts.drawing.lanes import numbered
from kdx_metrics.views.milestones import coming, milestones
from tests.factories import action, milestone, snapshot, summary

EVENTS = [milestone(date(2026, 1, 7), "乙"), milestone(date(2025, 5, 1), "甲"), milestone(date(2026, 1, 7), "丙")]


def test_the_newest_comes_first_under_the_number_that_figures_give_it() -> None:
    frame = snapshot(milestones=EVENTS).milestones
    listed = [(row["number"], row["title"]) for row in milestones(frame).records]
    assert listed == [("3", "丙"), ("2", "乙"), ("1", "甲")]
    assert listed[::-1] == [(str(event.number), event.title) for event in numbered(frame)]


def test_what_lies_ahead_are_events_and_open_ends_of_the_running_period_by_date() -> None:
    rows = [
        action("A-1", planned_end=date(2027, 3, 31)),
        action("A-2", planned_end=date(2027, 3, 31), status="完了"),
        action("A-3", planned_end=date(2028, 3, 31)),
    ]
    of = summary(rows, [], [], [milestone(date(2026, 12, 1), "次の会議"), *EVENTS], as_of=date(2026, 11, 23))
    listed = [(row["category"], row["title"].split()[0]) for row in coming(of, date(2026, 11, 23)).records]
    assert listed == [("本部会議", "次の会議"), ("完了予定", "A-1")]
