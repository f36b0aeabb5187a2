"""柱・期別の進捗 as it is shown: by pillar, by period, by department, and the course over time."""

from __future__ import annotations

from kdx_metrics.plan.formats import format_percent
from kdx_metrics.wording import headlines, standing
from tests.pages.screen import Screen, column
from tests.shipped import NOW, SETS, strategy, summary


def test_progress_and_ratings_stand_by_pillar_by_period_and_by_department(screen: Screen) -> None:
    screen.open("progress")
    now = summary(NOW)
    pillars = [(pillar.name, now.pillars[pillar.id]) for pillar in strategy().pillars]
    periods = [(period.name, now.periods[period.number]) for period in strategy().periods]
    departments = list(now.departments.items())
    assert screen.titles == [
        "柱別の進捗率(全期・計画対比)",
        "柱別の評価の件数(全期・取組数)",
        "期別の進捗率(全柱・計画対比)",
        "期別の評価の件数(全柱・取組数)",
        "全体の進み方と完了見込み(計画・実績・出来高スケジュール)",
        "所管課別の進捗率(全柱・全期・計画対比)",
        "所管課別の評価の件数(全柱・全期・取組数)",
    ]
    assert screen.findings == [
        standing.groups(pillars),
        standing.ratings(pillars),
        standing.groups(periods),
        standing.ratings(periods),
        headlines.course("全体", now.earned),
        standing.groups(departments),
        standing.ratings(departments),
    ]


def test_the_bars_are_drawn_from_the_groups(screen: Screen) -> None:
    screen.open("progress")
    drawn = str(screen.figure("pillar-bars"))
    for pillar in strategy().pillars:
        assert pillar.name in drawn
        assert format_percent(summary(NOW).pillars[pillar.id].actual) in drawn
    assert "総務課は実績48.5%、計画53.8%、計画との差−5.3ポイント" in screen.alt("dept-bars")


def test_choosing_a_pillar_narrows_the_periods_and_the_course(screen: Screen) -> None:
    screen.open("progress", pillar="業務の効率化")
    now = summary(NOW)
    periods = [(period.name, now.cells["P2", period.number]) for period in strategy().periods]
    assert "期別の進捗率(業務の効率化・計画対比)" in screen.titles
    assert standing.groups(periods) in screen.findings
    assert headlines.course("業務の効率化", now.earned_pillars["P2"]) in screen.findings
    screen.numbers("period-bars")
    shown = screen.table("期別の進捗率(業務の効率化・計画対比)の数値")
    assert column(shown, "取組数") == [group.actions for _, group in periods]


def test_choosing_a_period_narrows_the_pillars(screen: Screen) -> None:
    screen.open("progress", period="第2期")
    pillars = [(pillar.name, summary(NOW).cells[pillar.id, 2]) for pillar in strategy().pillars]
    assert standing.groups(pillars) in screen.findings
    assert standing.ratings(pillars) in screen.findings


def test_the_course_knows_every_published_date_up_to_the_one_in_view(screen: Screen) -> None:
    screen.open("progress").numbers("course")
    shown = screen.table("全体の進み方と完了見込み(計画・実績・出来高スケジュール)の数値")
    assert column(shown, "時点") == [day.isoformat() for day in SETS]
    assert column(shown, "実績(%)") == [round(summary(day).overall.actual or 0, 1) for day in SETS]
    assert "SPI(t) = ES" in screen.text
    screen.at_date(SETS[1])
    assert len(screen.table("全体の進み方と完了見込み(計画・実績・出来高スケジュール)の数値")) == 2


def test_a_department_sees_no_other_department(screen: Screen) -> None:
    screen.open("progress", dept="水道課")
    assert screen.heading == "柱・期別の進捗 水道課"
    assert not any(title.startswith("所管課別") for title in screen.titles)
    screen.numbers("pillar-bars")
    assert set(screen.table("計算に使った元の行")["所管課"]) == {"水道課"}


def test_before_all_data_the_course_says_why_there_is_none(screen: Screen) -> None:
    screen.open("progress", as_of="2022-04-01")
    assert "評価できる取組がありません。" in screen.findings
    assert "取組がありません。" in screen.findings
    assert "全体: 評価できる取組がないため、計算しません。" in screen.findings
