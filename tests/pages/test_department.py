"""課の一枚: what a 所管課 sees of itself on 全体概況 and 指標, and what the meeting says of its filter."""

from __future__ import annotations

from datetime import date

from kdx_metrics.database.actors import Actor
from kdx_metrics.meeting.decisions import Content, add
from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.publications.live import get_source
from pages.cards.attention import ALL_OF_THEM
from tests.pages.screen import Screen, column
from tests.shipped import NOW, summary

WELFARE = "福祉課"


def test_a_department_sees_its_own_sheet_and_nothing_of_the_city(screen: Screen) -> None:
    screen.open(dept="総務課")
    assert screen.heading == "課の一枚 総務課"
    assert screen.titles == ["取組(悪い順)", "本部に伝えること", "宿題", "答えを待つ意見", "指標(悪い順)"]
    assert screen.figures == []
    others = summary(NOW).departments.keys() - {"総務課"}
    assert not [other for other in others if other in screen.text]
    (said,) = screen.findings
    assert "全体" not in said
    rows = summary(NOW).running
    group = roll_up(rows[rows["department"] == "総務課"], NOW)
    assert f"実績{format_percent(group.actual)}" in said


def test_its_actions_stand_worst_first_with_what_is_in_the_way(screen: Screen) -> None:
    screen.open(dept="総務課")
    rows = screen.table("取組(悪い順)")
    assert column(rows, "評価")[0] == "■ 遅れ"
    assert "data-label='課題'" in screen.html
    assert "data-label='今後の対応'" in screen.html


def test_silence_does_not_shine_on_the_sheet(screen: Screen) -> None:
    screen.open(dept=WELFARE)
    (said,) = screen.findings
    assert said.startswith("福祉課の第2期は計画どおりとはまだ言えません")
    assert "まだ: P1-07 スマホ相談会の開催。" in screen.text


def test_its_open_homework_is_listed_and_that_of_others_is_not(screen: Screen) -> None:
    store, chair = get_source().store, Actor("管理 次郎", "admin", "192.0.2.9")
    for department in (WELFARE, "総務課"):
        add(store, chair, Content("宿題", f"{department}の宿題", date(2026, 1, 7), department=department))
    screen.open(dept=WELFARE)
    assert column(screen.table("宿題"), "内容") == ["福祉課の宿題"]


def test_the_opinions_on_its_actions_that_wait_for_an_answer_are_listed(screen: Screen) -> None:
    screen.open(dept="水道課")
    assert column(screen.table("答えを待つ意見"), "番号") == ["V012"]
    assert "答えを待つ意見" not in Screen().open(dept=WELFARE).titles


def test_a_department_without_an_indicator_is_led_to_those_of_the_city(screen: Screen) -> None:
    for page in ("overview", "kpis"):
        screen.open(page, dept="会計課")
        assert "会計課が所管する指標はありません。" in screen.text
        (link,) = (each.proto for each in screen.at.get("page_link") if "15指標" in each.proto.label)
        assert "dept" not in link.query_string
    assert screen.tables == []


def test_the_meeting_says_that_it_is_of_the_whole_city(screen: Screen) -> None:
    screen.open(dept=WELFARE)
    screen.open("meeting")
    assert "全庁の内容です(福祉課の絞り込みは外しています)" in screen.text
    other = Screen().open("meeting")
    assert "全庁の内容です" not in other.text


def test_every_name_on_the_sheet_leads_to_the_thing_itself(screen: Screen) -> None:
    screen.open(dept="総務課")
    assert "href='actions?dept=%E7%B7%8F%E5%8B%99%E8%AA%B2&amp;action=P1-09'" in screen.html
    assert "href='kpis?dept=%E7%B7%8F%E5%8B%99%E8%AA%B2&amp;kpi=K10'" in screen.html


def test_a_department_that_asks_nothing_reports_like_the_others_of_its_city(screen: Screen) -> None:
    assert not (summary(NOW).snapshot.of_department(WELFARE).actions["ask"] != "").any()
    screen.open("changes", dept=WELFARE, about=ALL_OF_THEM)
    assert screen.findings == ["ご判断は0件、ご報告は0件、事務局で確認は1件です。"]
    assert not [title for title in screen.titles if title.startswith("要注意")]
