"""The 工程表: names, bars and what is in them, years, lines and legend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from typing import NamedTuple

import pandas as pd
import pytest

from kdx_metrics.numbers.assessment import BY_BOARD, nobody
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.happenings import Happening
from pages.tables.gantt_chart import gantt_chart
from tests.factories import Row, action, frame, strategy

AS_OF, TODAY = date(2026, 10, 31), date(2026, 11, 23)
EARLY: Row = {"planned_start": date(2023, 4, 1), "planned_end": date(2025, 3, 31)}
UNREPORTED = "<i class='kdx-fill-not-reported' style='width:100%'></i>"


class Bar(NamedTuple):
    """A drawn bar: its classes, left and width in percent, sentence, and what is inside."""

    kind: str
    left: float
    width: float
    sentence: str
    inner: str


def rated(*rows: Row) -> pd.DataFrame:
    return rate(frame("action_plan", list(rows)), AS_OF, strategy().rating)


def assessed(row: Row, word: str, means: str) -> pd.DataFrame:
    """One row of which the headquarters say this word for 令和7年度."""
    rows = frame("action_plan", [row])
    people = nobody(rows).assign(assessment=word, assessment_year=2025, assessed_by=BY_BOARD, means=means)
    return rate(rows, AS_OF, strategy().rating, people=people)


def drawn(
    rows: pd.DataFrame,
    events: Mapping[str, Sequence[Happening]] | None = None,
    *,
    today: date = TODAY,
    by: Strategy | None = None,
) -> str:
    return gantt_chart(
        rows,
        by or strategy(),
        as_of=AS_OF,
        today=today,
        said="取組の工程表",
        address=lambda number: f"actions?action={number}",
        events=events,
    )


def lines(html: str) -> list[str]:
    """The rows of the table below its head."""
    return html.partition("<tbody>")[2].split("<tr>")[1:]


def bars(html: str) -> list[Bar]:
    pattern = (
        r"<i class='kdx-span ([^']*)' style='left:([\d.]+)%;width:([\d.]+)%' role='img' title='([^']*)'[^>]*>"
        r"(<i [^>]*></i>|<b>.*?</b>|)</i>"
    )
    return [
        Bar(kind, float(left), float(width), unescape(sentence), inner)
        for kind, left, width, sentence, inner in re.findall(pattern, html)
    ]


def legend(html: str) -> str:
    return re.sub("<[^>]*>", "", html.partition("<table")[0])


def test_the_bar_is_the_planned_time_in_whole_years_and_its_filling_the_share_done() -> None:
    html = drawn(rated(action(progress=80.0, planned_start=date(2025, 10, 1), planned_end=date(2026, 3, 31))))
    (bar,) = bars(html)
    assert bar.left == pytest.approx(100 * 183 / 730, abs=0.01)  # of 令和7年度 and 令和8年度, in which 今日 is
    assert bar.width == pytest.approx(100 * 182 / 730, abs=0.01)
    assert bar.inner == "<i class='kdx-fill-behind' style='width:80.00%'></i>"


def test_an_unreported_row_is_hatched_and_has_no_filling() -> None:
    (bar,) = bars(drawn(rated(action(progress=None))))
    assert bar.kind == "kdx-not-reported kdx-fill-not-reported"
    assert bar.inner == ""


def test_a_late_row_without_a_report_is_late_and_hatched_inside() -> None:
    (bar,) = bars(drawn(rated(action(progress=None, planned_end=date(2026, 9, 30)))))
    assert (bar.kind, bar.inner) == ("kdx-behind", UNREPORTED)
    assert "進捗率は未報告" in bar.sentence


def test_a_reported_0_is_neither_hatched_nor_filled() -> None:
    (bar,) = bars(drawn(rated(action(progress=0.0))))
    assert (bar.kind, bar.inner) == ("kdx-behind", "")


@pytest.mark.parametrize(
    ("word", "means", "end", "kind"),
    [
        ("×", "behind", date(2027, 3, 31), "kdx-behind"),
        ("○", "on_track", date(2027, 3, 31), "kdx-on-track"),
        ("済", "completed", date(2026, 3, 31), "kdx-completed"),
        ("○", "on_track", date(2026, 9, 30), "kdx-behind"),
    ],
)
def test_a_row_that_people_have_rated_has_their_word_in_a_plain_bar_and_no_percentage(
    word: str, means: str, end: date, kind: str
) -> None:
    html = drawn(assessed(action(progress=None, planned_end=end), word, means))
    (bar,) = bars(html)
    assert (bar.kind, bar.inner) == (kind, f"<b>本部<i>評価</i>「{word}」</b>")
    assert f"本部評価「{word}」(令和7年度)" in bar.sentence
    assert "未報告" not in html
    assert "「」 自己・本部評価のみ" in legend(html)


def test_a_percentage_is_drawn_in_place_of_a_word() -> None:
    html = drawn(assessed(action(progress=90.0), "○", "on_track"))
    (bar,) = bars(html)
    assert bar.inner == "<i class='kdx-fill-on-track' style='width:90.00%'></i>"
    assert "自己・本部評価のみ" not in legend(html)


def test_what_people_cannot_judge_keeps_its_hatching_and_says_so() -> None:
    (bar,) = bars(drawn(assessed(action(progress=None), "評価不能", "not_evaluable")))
    assert (bar.kind, bar.inner) == ("kdx-not-evaluable kdx-fill-not-evaluable", "")
    assert "本部評価「評価不能」(令和7年度)" in bar.sentence


def test_what_is_completed_is_filled_whole() -> None:
    (bar,) = bars(drawn(rated(action(status="完了", progress=None))))
    assert bar.inner == "<i class='kdx-fill-completed' style='width:100.00%'></i>"


def test_rows_keep_their_order_and_lead_to_their_action() -> None:
    html = drawn(rated(action("B-2", progress=10.0), action("A-1", title="窓口"), action("C-3")))
    assert [re.findall(r"href='([^']*)'", line) for line in lines(html)] == [
        ["actions?action=B-2"],
        ["actions?action=A-1"],
        ["actions?action=C-3"],
    ]
    assert "<span class='kdx-behind'>■</span>" in lines(html)[1]
    assert "A-1 窓口</a> <small>(総務課)</small>" in lines(html)[1]


def test_the_periods_of_an_action_stand_in_line() -> None:
    html = drawn(rated(action(progress=10.0), action("B-2"), action(period=1, progress=100.0, **EARLY)))
    assert [(line.count("kdx-spans"), len(bars(line))) for line in lines(html)] == [(1, 2), (1, 1)]


def test_a_period_that_overlaps_another_has_a_line_of_its_own_below_the_same_name() -> None:
    (line,) = lines(drawn(rated(action(), action(period=1))))
    assert line.count("kdx-spans") == 2
    assert line.count("<a ") == 1


def test_the_first_published_end_of_what_was_put_off_is_marked() -> None:
    rows = rated(action(progress=10.0), action("B-2", progress=10.0))
    rows.loc[rows["action_id"] == "B-2", "first_end"] = pd.Timestamp(2026, 3, 31)
    html = drawn(rows)
    first, second = lines(html)
    assert "kdx-first-end" not in first
    assert "title='当初の完了予定 令和8年3月31日(当初より+365日)'" in second
    assert "当初の完了予定" in legend(html)


def test_the_legend_names_the_ratings_that_occur() -> None:
    words = legend(drawn(rated(action(progress=10.0), action("A-2", progress=90.0))))
    assert words == "■ 遅れ● 順調"


def test_a_bar_tells_period_rating_progress_and_dates() -> None:
    (bar,) = bars(drawn(rated(action(progress=50.0))))
    assert bar.sentence == (
        "第2期 ■ 遅れ\n実績 50%、計画 79.3%、計画との差 −29.3ポイント\n令和7年4月1日から令和9年3月31日まで"
    )


def test_today_and_the_status_date_are_named_above_their_lines() -> None:
    html = drawn(rated(action(**EARLY), action("A-02", planned_end=date(2029, 3, 31))))
    assert all(f">{name}</span>" in html for name in ("今日 11月23日", "時点 10月31日"))
    assert "kdx-today" in html
    assert "kdx-as-of" in html


def test_days_that_are_far_from_all_rows_are_not_in_view() -> None:
    html = drawn(rated(action(**EARLY)), today=date(2036, 4, 1))
    assert "今日" not in html
    assert "kdx-today" not in html


def test_the_years_of_the_rows_are_whole_and_the_era_is_named_where_it_begins() -> None:
    html = drawn(rated(action(**EARLY), action("A-02", planned_start=date(2019, 1, 1), planned_end=date(2019, 12, 31))))
    years = re.findall(r"<span class='([^']*)'><i>(..)</i>(.+?)<i>年度</i> <small>\((\d+)\)</small></span>", html)
    assert [number for _, _, _, number in years] == [str(year) for year in range(2018, 2027)]
    assert [(era, number) for kind, era, number, _ in years if "kdx-opens" in kind] == [("平成", "30"), ("令和", "元")]


def test_no_rows_are_said_in_words() -> None:
    assert drawn(rated()) == "<p>取組なし</p>"


def test_titles_and_departments_show_as_typed() -> None:
    html = drawn(rated(action(title="<b>太</b>", department="<i>課</i>", progress=10.0)))
    assert "&lt;b&gt;太" in html
    assert "<b>太" not in html
    assert "<i>課" not in html


MEETING, OPENING = date(2026, 1, 7), date(2026, 5, 20)


def test_an_event_that_names_an_action_is_a_ring_on_its_row_and_a_meeting_a_line_behind_the_bars() -> None:
    rows = rated(action(progress=80.0), action("B-2", progress=10.0))
    meeting = Happening(MEETING, "第1回本部会議", is_named=False)
    without = drawn(rows)
    html = drawn(rows, {"A-01": [meeting], "B-2": [meeting, Happening(OPENING, "窓口の<b>開設</b>", is_named=True)]})
    first, second = lines(html)
    assert "kdx-mark" not in first
    assert "title='令和8年5月20日 窓口の&lt;b&gt;開設&lt;/b&gt;'" in second
    assert "title='令和8年1月7日 第1回本部会議'" in html.partition("<tbody>")[0]
    assert html.count("linear-gradient") == without.count("linear-gradient") + 1
    assert "年表の出来事" in legend(html)
    assert "本部会議" in legend(html)


def test_an_event_outside_the_days_in_view_is_not_drawn() -> None:
    events = [Happening(date(2001, 1, day), "出来事", is_named=day == 1) for day in (1, 2)]
    html = drawn(rated(action(progress=80.0)), {"A-01": events})
    assert "kdx-mark" not in html
    assert "年表" not in html


def test_an_event_stands_on_the_bar_of_its_day() -> None:
    early = EARLY | {"planned_end": date(2025, 6, 30)}  # overlaps the other 期
    rows = rated(action(period=1, progress=100.0, **early), action(progress=10.0))
    events = [Happening(day, "開設", is_named=True) for day in (date(2024, 1, 1), OPENING)]
    (line,) = lines(drawn(rows, {"A-01": events}))
    assert [track.count("kdx-mark") for track in line.split("kdx-spans")[1:]] == [1, 1]
