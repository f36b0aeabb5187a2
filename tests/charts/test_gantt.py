"""The Gantt chart of 取組."""

from __future__ import annotations

from datetime import date
from html import unescape

import pandas as pd
import pytest

from kdx_metrics.charts.gantt import gantt
from kdx_metrics.numbers.assessment import BY_BOARD, nobody
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.happenings import Happening
from tests.charts.drawn import everything_written, hover, labels, names, trace
from tests.factories import Row, action, frame
from tests.shipped import NOW, summary

AS_OF, TODAY = date(2026, 10, 31), date(2026, 11, 23)
DAY = 86_400_000


def rated(strategy: Strategy, rows: list[Row]) -> pd.DataFrame:
    return rate(frame("action_plan", rows), AS_OF, strategy.rating)


def test_the_bar_is_the_planned_time_and_its_filling_the_share_done(strategy: Strategy) -> None:
    drawn = gantt(rated(strategy, [action(progress=80.0)]), strategy, AS_OF, TODAY)
    planned, done = trace(drawn, "順調の予定"), trace(drawn, "順調の実績")
    assert planned.x[0] == 730 * DAY
    assert done.x[0] == 0.8 * 730 * DAY
    assert done.base[0] == planned.base[0]
    assert list(planned.customdata[0]) == ["A-01", 2]


def test_an_unreported_row_is_hatched_and_has_no_filling(strategy: Strategy) -> None:
    drawn = gantt(rated(strategy, [action(progress=None)]), strategy, AS_OF, TODAY)
    assert names(drawn) == ["未報告の予定"]
    assert drawn.data[0].marker.pattern.shape == "/"


def test_a_late_row_without_a_report_is_late_and_hatched_inside(strategy: Strategy) -> None:
    drawn = gantt(rated(strategy, [action(progress=None, planned_end=date(2026, 9, 30))]), strategy, AS_OF, TODAY)
    assert names(drawn) == ["遅れの予定", "未報告"]
    assert "進捗率は未報告" in hover(drawn)[0]


def assessed(strategy: Strategy, row: Row, word: str, means: str) -> pd.DataFrame:
    """One row of which the headquarters say this word for 令和7年度."""
    rows = frame("action_plan", [row])
    people = nobody(rows).assign(assessment=word, assessment_year=2025, assessed_by=BY_BOARD, means=means)
    return rate(rows, AS_OF, strategy.rating, people=people)


@pytest.mark.parametrize(
    ("word", "means", "end", "bar"),
    [
        ("×", "behind", date(2027, 3, 31), "遅れの予定"),
        ("○", "on_track", date(2027, 3, 31), "順調の予定"),
        ("済", "completed", date(2026, 3, 31), "完了の予定"),
        ("○", "on_track", date(2026, 9, 30), "遅れの予定"),
    ],
)
def test_a_row_that_people_have_rated_has_their_word_in_a_plain_bar_and_no_percentage(
    strategy: Strategy, word: str, means: str, end: date, bar: str
) -> None:
    drawn = gantt(assessed(strategy, action(progress=None, planned_end=end), word, means), strategy, AS_OF, TODAY)
    assert names(drawn) == [bar]
    planned = trace(drawn, bar)
    assert planned.marker.pattern.shape is None
    assert list(planned.text) == [f"本部評価「{word}」"]
    assert f"本部評価「{word}」(令和7年度)" in hover(drawn)[0]
    assert "未報告" not in hover(drawn)[0]
    assert any("自己・本部評価のみ" in text for text in labels(drawn))


def test_a_percentage_is_drawn_in_place_of_a_word(strategy: Strategy) -> None:
    drawn = gantt(assessed(strategy, action(progress=90.0), "○", "on_track"), strategy, AS_OF, TODAY)
    assert names(drawn) == ["順調の予定", "順調の実績"]
    assert not any(trace(drawn, "順調の予定").text or ())
    assert not any("自己・本部評価のみ" in text for text in labels(drawn))


def test_what_people_cannot_judge_keeps_its_hatching_and_says_so(strategy: Strategy) -> None:
    rows = assessed(strategy, action(progress=None), "評価不能", "not_evaluable")
    drawn = gantt(rows, strategy, AS_OF, TODAY)
    assert names(drawn) == ["評価不能の予定"]
    assert drawn.data[0].marker.pattern.shape == "x"
    assert "本部評価「評価不能」(令和7年度)" in hover(drawn)[0]


def test_rows_keep_the_plans_order_from_top_to_bottom(strategy: Strategy) -> None:
    rows = [action("B-2", progress=10.0), action("A-1", progress=90.0), action("C-3", status="完了", progress=100.0)]
    axis = gantt(rated(strategy, rows), strategy, AS_OF, TODAY).layout.yaxis
    assert [text.split()[0] for text in axis.ticktext] == ["B-2", "A-1", "C-3"]
    assert list(axis.tickvals) == [0, 1, 2]
    assert axis.range[0] > axis.range[1]


def test_the_periods_of_an_action_stand_in_line(strategy: Strategy) -> None:
    early = {"planned_start": date(2023, 4, 1), "planned_end": date(2025, 3, 31)}
    rows = [action(progress=10.0), action("B-2", progress=10.0), action(period=1, progress=100.0, **early)]
    drawn = gantt(rated(strategy, rows), strategy, AS_OF, TODAY)
    assert len(drawn.layout.yaxis.tickvals) == 2
    assert {(data[0], y) for bar in drawn.data for data, y in zip(bar.customdata, bar.y, strict=True)} == {
        ("A-01", 0),
        ("B-2", 1),
    }


def test_a_period_that_overlaps_another_has_a_row_of_its_own(strategy: Strategy) -> None:
    rows = [action(progress=10.0), action(period=1, progress=10.0)]
    assert len(gantt(rated(strategy, rows), strategy, AS_OF, TODAY).layout.yaxis.tickvals) == 2


def test_the_first_published_end_of_what_was_put_off_is_marked(strategy: Strategy) -> None:
    rows = rated(strategy, [action(progress=10.0), action("B-2", progress=10.0)])
    rows.loc[rows["action_id"] == "B-2", "first_end"] = pd.Timestamp(2026, 3, 31)
    drawn = gantt(rows, strategy, AS_OF, TODAY)
    first = trace(drawn, "当初の完了予定")
    assert (list(first.x), list(first.y)) == (["2026-03-31"], [1])
    assert "当初より+365日" in first.hovertext[0]
    assert any("当初の完了予定" in text for text in labels(drawn))


def test_a_label_carries_the_mark_and_a_title_of_the_shipped_plan_stands_whole_on_two_lines(strategy: Strategy) -> None:
    for title in sorted(set(summary(NOW).actions["title"]), key=len):
        (tick,) = gantt(
            rated(strategy, [action(progress=10.0, title=title)]), strategy, AS_OF, TODAY
        ).layout.yaxis.ticktext
        assert tick.count("<br>") <= 1, title
        assert title in unescape(tick.replace("<br>", "")), title
        assert "■" in tick


def test_a_row_with_two_lines_makes_room_for_them(strategy: Strategy) -> None:
    short, long = (
        gantt(
            rated(strategy, [action(title=title), action("A-02"), action("A-03")]), strategy, AS_OF, TODAY
        ).layout.height
        for title in ("窓口", "防災DX(避難所の開設・混雑状況の配信と被害情報の共有)")
    )
    assert long > short


def test_a_title_longer_than_two_lines_is_cut_but_whole_on_hover(strategy: Strategy) -> None:
    title = "防災DX(避難所の開設・混雑状況の配信と被害情報の共有)" * 2
    drawn = gantt(rated(strategy, [action(progress=10.0, title=title)]), strategy, AS_OF, TODAY)
    (tick,) = drawn.layout.yaxis.ticktext
    assert "…" in tick
    assert "■" in tick
    assert title in hover(drawn)[0].replace("<br>", "")


def test_the_legend_says_what_each_mark_means(strategy: Strategy) -> None:
    drawn = gantt(rated(strategy, [action(progress=10.0), action("A-2", progress=90.0)]), strategy, AS_OF, TODAY)
    legend = labels(drawn)[-1]
    assert "遅れ" in legend
    assert "順調" in legend
    assert "完了" not in legend


@pytest.mark.parametrize("count", [1, 5, 120])
def test_the_figure_grows_with_its_rows(strategy: Strategy, count: int) -> None:
    rows = [action(f"A-{number:03}") for number in range(count)]
    drawn = gantt(rated(strategy, rows), strategy, AS_OF, TODAY)
    assert drawn.layout.height >= 25 * count
    assert len(drawn.layout.yaxis.tickvals) == count


def test_all_late_and_all_complete(strategy: Strategy) -> None:
    late = [action(f"A-{number}", progress=1.0) for number in range(5)]
    done = [action(f"A-{number}", status="完了", progress=None) for number in range(5)]
    assert names(gantt(rated(strategy, late), strategy, AS_OF, TODAY)) == ["遅れの予定", "遅れの実績"]
    drawn = gantt(rated(strategy, done), strategy, AS_OF, TODAY)
    assert names(drawn) == ["完了の予定", "完了の実績"]
    assert list(trace(drawn, "完了の実績").x) == [730 * DAY] * 5


def test_today_and_the_status_date_stand_as_lines(strategy: Strategy) -> None:
    drawn = gantt(rated(strategy, [action()]), strategy, AS_OF, TODAY)
    assert {"今日 11月23日", "時点 10月31日"} <= set(labels(drawn))


def test_lines_too_near_the_right_edge_share_one_label(strategy: Strategy) -> None:
    drawn = gantt(
        rated(strategy, [action(planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31))]), strategy, AS_OF, TODAY
    )
    assert "時点 10月31日・今日 11月23日" in labels(drawn)


def test_no_rows_are_said_in_words(strategy: Strategy) -> None:
    assert "取組なし" in labels(gantt(rated(strategy, []), strategy, AS_OF, TODAY))


def test_titles_and_departments_show_as_typed(strategy: Strategy) -> None:
    row = action(title="<b>太</b> $a$ <br>", department="<i>課</i>", progress=10.0)
    for text in everything_written(gantt(rated(strategy, [row]), strategy, AS_OF, TODAY)):
        assert "<b>太" not in text
        assert "<i>" not in text
        assert "$" not in text


MEETING, OPENING = date(2026, 1, 7), date(2026, 5, 20)


def test_an_event_that_names_an_action_is_a_ring_on_its_row_and_a_meeting_a_line_behind_the_bars(
    strategy: Strategy,
) -> None:
    rows = rated(strategy, [action(progress=80.0), action("B-2", progress=10.0)])
    meeting = Happening(MEETING, "本部会議", is_named=False)
    events = {"A-01": [meeting], "B-2": [meeting, Happening(OPENING, "窓口の<b>開設</b>", is_named=True)]}
    drawn = gantt(rows, strategy, AS_OF, TODAY, events=events)
    ring = trace(drawn, "出来事")
    assert (list(ring.x), list(ring.y)) == ([OPENING.isoformat()], [1.0])
    assert ring.hovertext == ("令和8年5月20日(2026-05-20) 窓口の&lt;b&gt;開設&lt;/b&gt;",)
    assert list(trace(drawn, "会議").x) == [MEETING.isoformat()]
    (line,) = [shape for shape in drawn.layout.shapes if shape.x0 == MEETING.isoformat()]
    assert line.layer == "below"  # behind the bars
    legend = next(text for text in labels(drawn) if "順調" in text)
    assert "年表の出来事" in legend
    assert "本部会議" in legend


def test_an_event_outside_the_days_in_view_is_not_drawn(strategy: Strategy) -> None:
    events = {
        "A-01": [
            Happening(date(2001, 1, 1), "市制", is_named=True),
            Happening(date(2001, 1, 2), "会議", is_named=False),
        ]
    }
    drawn = gantt(rated(strategy, [action(progress=80.0)]), strategy, AS_OF, TODAY, events=events)
    assert {"出来事", "会議"}.isdisjoint(names(drawn))


def test_an_event_stands_on_the_bar_of_its_day(strategy: Strategy) -> None:
    early = {"planned_start": date(2023, 4, 1), "planned_end": date(2025, 6, 30)}  # overlaps the other 期
    rows = rated(strategy, [action(period=1, progress=100.0, **early), action(progress=10.0)])
    events = {"A-01": [Happening(day, "開設", is_named=True) for day in (date(2024, 1, 1), OPENING)]}
    assert list(trace(gantt(rows, strategy, AS_OF, TODAY, events=events), "出来事").y) == [0.0, 1.0]
