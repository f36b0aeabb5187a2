"""柱・期別 as it is shown: by pillar, by period, by department, and the course over time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.groups import headlines, spans, standing
from tests.pages.screen import Screen, column
from tests.shipped import NOW, SETS, strategy, summary


def said(named: Sequence[standing.Named]) -> str:
    return standing.groups(named) + standing.ratings(named)


def test_progress_and_ratings_stand_by_pillar_by_period_and_by_department(screen: Screen) -> None:
    screen.open("progress")
    now = summary(NOW)
    pillars = [(pillar.name, now.pillars[pillar.id]) for pillar in strategy().pillars]
    periods = [(period.name, now.periods[period.number]) for period in strategy().periods]
    departments = list(now.departments.items())
    assert screen.titles == [
        "柱別の進捗と評価(全期・計画との差)",
        "期別の進捗と評価(全柱・計画との差)",
        "全体の進み方と完了見込み(計画・実績・出来高スケジュール)",
        "終わっていない取組の完了予定(第2期・月ごとの取組数)",
        "所管課別の進捗と評価(全柱・全期・計画との差)",
        "柱×期の進捗率と計画との差",
    ]
    assert screen.findings == [
        said(pillars),
        said(periods),
        headlines.course("全体", now.earned),
        "終わっていない取組20件のうち15件の完了予定が令和9年3月です。",
        said(departments),
        standing.cells(now),
    ]


def test_the_rows_say_actual_plan_and_gap_and_lead_to_their_actions(screen: Screen) -> None:
    screen.open("progress")
    assert screen.figures == ["course", "matrix"]
    for pillar in strategy().pillars:
        group = summary(NOW).pillars[pillar.id]
        done, _, plan = spans.means(group, strategy().rating.rounding, plan=" ").partition(" ")
        assert f"<b>{done.removeprefix('実績')}</b><span> 計画 {plan}</span>" in screen.html
    assert f"<a href='actions?{urlencode({'dept': '総務課'})}' target='_self'>総務課</a>" in screen.html


@pytest.mark.parametrize("order", ["悪い順", "番号順"])
def test_the_department_furthest_behind_stands_first_and_the_file_s_order_is_kept_on_request(
    screen: Screen, order: str
) -> None:
    names = list(summary(NOW).departments)
    furthest = min(names, key=lambda name: summary(NOW).departments[name].gap or 0.0)
    html = screen.open("progress", order=order).html
    last = html.rindex("<table class='kdx-chart'>")
    first = min(names, key=lambda name: html.index(f">{name}</a>", last))
    assert first == (furthest if order == "悪い順" else names[0])


def test_the_periods_that_are_hardly_planned_yet_are_said_to_be_so(screen: Screen) -> None:
    screen.open("progress")
    assert [f">{p.name}(計画策定前)</a>" in screen.html for p in strategy().periods] == [False, False, True, True]


def test_choosing_a_pillar_narrows_the_periods_and_the_course(screen: Screen) -> None:
    screen.open("progress", pillar="業務の効率化")
    now = summary(NOW)
    periods = [(period.name, now.cells["P2", period.number]) for period in strategy().periods]
    assert "期別の進捗と評価(業務の効率化・計画との差)" in screen.titles
    assert said(periods) in screen.findings
    assert headlines.course("業務の効率化", now.earned_pillars["P2"]) in screen.findings
    screen.numbers("period")
    shown = screen.table("期別の進捗と評価(業務の効率化・計画との差)の数値")
    assert column(shown, "取組数") == [group.actions for _, group in periods]


def test_choosing_a_period_narrows_the_pillars(screen: Screen) -> None:
    screen.open("progress", period="第2期")
    pillars = [(pillar.name, summary(NOW).cells[pillar.id, 2]) for pillar in strategy().pillars]
    assert said(pillars) in screen.findings


def test_the_course_knows_every_published_date_up_to_the_one_in_view(screen: Screen) -> None:
    screen.open("progress").numbers("course")
    shown = screen.table("全体の進み方と完了見込み(計画・実績・出来高スケジュール)の数値")
    assert column(shown, "時点") == [wareki(day) for day in SETS]
    assert column(shown, "実績(%)") == [round(summary(day).overall.actual or 0, 1) for day in SETS]
    assert "SPI(t) = ES" in screen.text
    screen.at_date(SETS[1])
    assert len(screen.table("全体の進み方と完了見込み(計画・実績・出来高スケジュール)の数値")) == 2


def test_a_department_sees_no_other_department(screen: Screen) -> None:
    screen.open("progress", dept="水道課")
    assert screen.heading == "柱・期別 水道課"
    assert not any(title.startswith("所管課別") for title in screen.titles)
    screen.numbers("pillar")
    assert set(screen.table("計算に使った元の行")["所管課"]) == {"水道課"}
