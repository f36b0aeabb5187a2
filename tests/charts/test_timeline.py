"""The timeline: periods as bands, events in lanes without overlaps, the lines of today and the status date."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kdx_metrics.charts.drawing.lanes import Event, TimeAxis, numbered, placements
from kdx_metrics.charts.drawing.text import ems
from kdx_metrics.charts.timeline import timeline
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import Strategy
from tests.charts.drawn import everything_written, hover, labels, names, trace
from tests.factories import action, frame, milestone

TODAY, AS_OF = date(2026, 11, 23), date(2026, 10, 31)
DENSE = [
    (date(2023, 1, 10), "意見募集"),
    (date(2023, 1, 16), "ワーキンググループ"),
    (date(2023, 2, 2), "ワーキンググループ"),
    (date(2023, 2, 3), "本部会議"),
    (date(2023, 2, 24), "ワーキンググループ"),
    (date(2023, 3, 17), "ワーキンググループ"),
]


def events(count: int = 0) -> pd.DataFrame:
    rows = [milestone(day, f"出来事{number}", category=category) for number, (day, category) in enumerate(DENSE)]
    rows += [milestone(date(2024 + number // 12, number % 12 + 1, 10), f"会議{number}") for number in range(count)]
    return frame("milestones", rows)


def test_every_event_is_a_numbered_mark_in_the_lane_of_its_category(strategy: Strategy) -> None:
    drawn = timeline(events(), strategy, TODAY, AS_OF)
    lane = trace(drawn, "ワーキンググループ")
    assert list(lane.x) == ["2023-01-16", "2023-02-02", "2023-02-24", "2023-03-17"]
    assert list(lane.text) == ["2", "3", "5", "6"]
    assert [list(data) for data in lane.customdata] == [[2], [3], [5], [6]]
    assert drawn.layout.yaxis.ticktext == ("本部会議", "ワーキング<br>グループ", "意見募集")


def test_the_dense_months_stand_on_rows_of_their_own(strategy: Strategy) -> None:
    lane = trace(timeline(events(), strategy, TODAY, AS_OF), "ワーキンググループ")
    assert len(set(lane.y)) == len(lane.y)


@pytest.mark.parametrize("width", [320, 640, 1240])
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("count", [0, 1, 30])
def test_no_mark_or_label_of_a_lane_covers_another(
    strategy: Strategy, width: int, count: int, *, compact: bool
) -> None:
    meetings = [event for event in numbered(events(count)) if event.category == "本部会議"]
    levels = 5 if compact else 8
    axis = TimeAxis(strategy.first_day, strategy.last_day, width, 14, 11 if compact else 20)
    placed_marks = placements(meetings, [event.title for event in meetings], axis, levels)
    taken: dict[int, float] = {}
    for event, placement in zip(meetings, placed_marks, strict=True):
        words = ems(placement.label) * axis.letter
        start = axis.position(event.day) - axis.mark / 2 - (words if placement.leftwards else 0)
        end = axis.position(event.day) + axis.mark / 2 + (0 if placement.leftwards else words)
        crowded = count > 1 and width < 1240
        assert crowded or start >= taken.get(placement.level, float("-inf"))
        assert not placement.label or start >= taken.get(placement.level, float("-inf"))
        taken[placement.level] = end


def test_a_label_near_the_end_of_the_axis_stands_left_of_its_mark() -> None:
    last = Event(1, date(2031, 3, 1), None, "本部会議", "最後の会議", "")
    (placement,) = placements([last], [last.title], TimeAxis(date(2023, 4, 1), date(2031, 3, 31), 1000, 14, 20), 3)
    assert placement.leftwards


def test_a_label_keeps_clear_of_the_line_of_today() -> None:
    event = Event(1, date(2026, 1, 7), None, "本部会議", "令和7年度第2回DX推進本部会議", "")
    axis = TimeAxis(date(2022, 10, 1), date(2031, 4, 30), 1000, 14, 20)
    near = TimeAxis(axis.first, axis.last, axis.width, 14, 20, (axis.position(TODAY),))
    assert placements([event], [event.title], axis, 3)[0].leftwards is False
    assert placements([event], [event.title], near, 3)[0].leftwards is True


def test_an_event_of_many_days_is_a_bar(strategy: Strategy) -> None:
    rows = [milestone(date(2023, 1, 10), "意見募集", category="意見募集", end_date=date(2023, 2, 28))]
    bar = trace(timeline(frame("milestones", rows), strategy, TODAY, AS_OF), "意見募集の期間")
    assert bar.x[0] == 50 * 86_400_000
    assert bar.base[0] == (date(2023, 1, 10) - date(1970, 1, 1)).days * 86_400_000


def test_periods_years_today_and_the_status_date_are_written_in_japanese(strategy: Strategy) -> None:
    drawn = timeline(events(), strategy, TODAY, AS_OF)
    written = labels(drawn)
    assert {"第1期 令和5・6年度", "<b>第2期(現在) 令和7・8年度</b>", "今日 11月23日", "時点 10月31日"} <= set(written)
    assert drawn.layout.xaxis.ticktext[0] == "令和5年度<br>(2023)"
    assert drawn.layout.xaxis.ticktext[-1] == "令和12年度<br>(2030)"
    upright = [shape.x0 for shape in drawn.layout.shapes if shape.type == "line" and shape.line.width == 2]
    assert upright == ["2026-11-23", "2026-10-31"]


def test_today_and_the_same_status_date_are_one_line(strategy: Strategy) -> None:
    drawn = timeline(events(), strategy, TODAY, TODAY)
    assert "今日・時点 11月23日" in labels(drawn)


def test_a_day_outside_the_plan_has_no_line(strategy: Strategy) -> None:
    drawn = timeline(events(), strategy, date(2040, 1, 1), None)
    assert not [text for text in labels(drawn) if text.startswith("今日") or "(現在)" in text]


def test_no_line_crosses_the_words_that_there_is_nothing_to_show(strategy: Strategy) -> None:
    drawn = timeline(frame("milestones", []), strategy, TODAY, AS_OF)
    assert not [text for text in labels(drawn) if text.startswith(("今日", "時点"))]


def test_hover_texts_are_sentences_with_both_ways_of_counting_years(strategy: Strategy) -> None:
    rows = [milestone(date(2023, 7, 7), "策定", detail="戦略を策定")]
    (text,) = [t for t in hover(timeline(frame("milestones", rows), strategy, TODAY, AS_OF)) if t]
    assert text == "<b>策定</b><br>本部会議 令和5年7月7日(2023-07-07)<br>戦略を策定"


def test_the_compact_timeline_is_low_and_names_only_the_headquarters(strategy: Strategy) -> None:
    drawn = timeline(events(), strategy, TODAY, AS_OF, compact=True)
    assert drawn.layout.height <= 235
    assert drawn.layout.yaxis.ticktext == ("本部会議", "そのほか")
    assert list(trace(drawn, "名称").text) == ["令和5年2月"]
    assert set(trace(drawn, "そのほか").text) == {""}


def test_the_name_of_a_lane_of_two_kinds_is_broken_between_them(strategy: Strategy) -> None:
    words = strategy.milestones.model_copy(update={"meeting": "推進本部会議"})
    named = strategy.model_copy(update={"milestones": words})
    rows = [milestone(TODAY, "会議", category="推進本部会議"), milestone(TODAY, "開始", category="計画")]
    drawn = timeline(frame("milestones", rows), named, TODAY, AS_OF, compact=True)
    assert drawn.layout.yaxis.ticktext == ("推進本部会議<br>計画",)


def test_without_events_the_periods_still_stand(strategy: Strategy) -> None:
    drawn = timeline(events().iloc[:0], strategy, TODAY, AS_OF)
    assert "表示する出来事がありません" in labels(drawn)
    assert "<b>第2期(現在) 令和7・8年度</b>" in labels(drawn)


def test_planned_completions_can_be_laid_over(strategy: Strategy) -> None:
    rows = [
        action("A-1", planned_end=date(2026, 9, 30)),
        action("A-2", planned_end=date(2026, 9, 1), status="完了", progress=100.0),
        action("A-3", planned_end=date(2027, 3, 31), status="中止", progress=None),
        action("A-4", planned_end=date(2027, 3, 31), progress=95.0),
    ]
    rated = rate(frame("action_plan", rows), AS_OF, strategy.rating)
    drawn = timeline(events(), strategy, TODAY, AS_OF, actions=rated)
    over = trace(drawn, "取組の完了予定")
    assert list(over.text) == ["2", "1"]
    assert list(over.customdata[0]) == ["actions", "2026-07-01", "2026-09-30"]
    assert "■ 遅れ 取組 A-1" in over.hovertext[0]
    assert drawn.layout.yaxis.ticktext[-1] == "取組の<br>完了予定"


def test_titles_with_markup_show_as_typed(strategy: Strategy) -> None:
    rows = [milestone(date(2024, 7, 7), "<img src=x> $E=mc^2$", detail="<a href='x'>")]
    for text in everything_written(timeline(frame("milestones", rows), strategy, TODAY, AS_OF)):
        assert "<img" not in text
        assert "<a " not in text
        assert "$" not in text


def test_another_strategys_years_are_the_axis(strategy: Strategy) -> None:
    period = strategy.periods[0].model_copy(update={"first_fiscal_year": 2019, "last_fiscal_year": 2023})
    drawn = timeline(events().iloc[:0], strategy.model_copy(update={"periods": (period,)}), TODAY, None)
    assert drawn.layout.xaxis.ticktext[0] == "令和元年度<br>(2019)"
    assert names(drawn) == [None]


@pytest.mark.parametrize("width", [320, 640, 1240])
def test_whole_years_are_labelled_however_narrow_the_axis(strategy: Strategy, width: int) -> None:
    drawn = timeline(events().iloc[:0], strategy, TODAY, AS_OF, width=width)
    assert len(drawn.layout.xaxis.ticktext) == 8
