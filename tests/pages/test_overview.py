"""全体概況 as it is shown: numbers, sentences, figures and the attention list."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.wording.groups import spans, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import board
from pages.cards.groups import pillars_worst_first
from pages.frame.words import plain
from tests.pages.screen import Screen, column
from tests.shipped import MEETINGS, NOW, SETS, reasons, strategy, summary

BEFORE = MEETINGS[-1]


def test_the_three_large_figures_say_gap_late_and_kpis_then_and_now(screen: Screen) -> None:
    screen.open()
    now, before = summary(NOW), summary(BEFORE)
    gap, late, kpis = screen.html.split("<section>")[1:4]
    assert (
        "計画との差</a> <b class='kdx-slightly-behind'>注意~順調</b> <span class='kdx-then'>前回から悪化</span>" in gap
    )
    assert "<p class='kdx-big kdx-slightly-behind'>−10.5<small> ~ −8.3ポイント</small></p>" in gap
    assert "href='progress?period=" in gap
    assert "href='actions?period=" in late
    assert f"実績70.5~72.7%・未報告2件・計画{format_percent(now.current.planned)}" in gap
    of_first_deadlines = "<span>8<small>件(当初の期限なら)</small></span>"
    assert f"<p class='kdx-big kdx-behind'>4<small>/27件</small> {of_first_deadlines}</p>" in late
    assert f"前回 {before.periods[2].ratings['behind']}件から増加" in late
    alarms = [len(of.kpi_alarms) for of in (now, before)]
    assert f"<p class='kdx-big kdx-behind'>{alarms[0]}<small>/15件</small></p>" in kpis
    assert f"前回 {alarms[1]}件から増加" in kpis
    assert all("data:image/svg+xml" in figure for figure in (gap, late, kpis))


def test_the_worst_of_the_late_actions_are_named_with_whose_they_are_and_how_late(screen: Screen) -> None:
    screen.open()
    late = screen.html.split("<section>")[2]
    assert "P1-11 水道課 61日超過</a>・<a" in late
    assert "href='actions?action=P1-09'" in late
    assert "P1-09 総務課 31日超過" in late
    assert "ほか2件</a>" in late


def test_the_headline_has_the_colour_of_the_state_that_it_names(screen: Screen) -> None:
    screen.open()
    assert "<p class='kdx-finding kdx-slightly-behind'>注意~順調: 第2期は" in screen.html


def test_the_findings_are_those_of_the_numbers(screen: Screen) -> None:
    screen.open()
    now = summary(NOW)
    assert screen.findings == [
        (
            "注意~順調: 第2期は計画を8.3~10.5ポイント下回っています(27件中、遅れ4件・やや遅れ5件・未報告2件)。"
            "前回(−6.4ポイント)から悪化しました。"
        ),
        "最も遅れているのは市民の利便性向上です。",
        "次の本部会議は未定です。",
        kpi_sentences.alarms(now),
        board.finding(now.board, by_kind=False),
    ]


def test_the_pillars_of_the_period_in_force_stand_worst_first_with_their_gaps(screen: Screen) -> None:
    screen.open()
    assert [name for name, _ in pillars_worst_first(summary(NOW))] == ["市民の利便性向上", "業務の効率化", "人財育成"]
    rows = screen.html.partition("kdx-short-chart")[2].split("<tr>")[2:5]
    assert ["市民の利便性向上" in rows[0], "業務の効率化" in rows[1], "人財育成" in rows[2]] == [True] * 3
    whole = ("64.7~68.8%", "注意</span> <b>−20.7<small> ~ −16.6</small></b><small>ポイント", "遅れ 4件", "未報告 2件")
    assert all(text in rows[0] for text in whole)
    assert "順調</span> <b>−4.2</b><small>ポイント" in rows[1]
    assert "−10まで順調" in rows[1]
    assert "順調</span> <b>+1.9</b>" in rows[2]
    assert "<a class='kdx-page' href='actions?" in rows[0]


def test_every_period_stands_beside_the_milestones_and_the_unplanned_are_said(screen: Screen) -> None:
    screen.open()
    assert screen.figures == []
    bands = screen.html.partition("kdx-bands")[2].partition("<h2")[0].split("<a ")[1:]
    for (number, group), band in zip(summary(NOW).periods.items(), bands, strict=True):
        shown = "計画策定前" if number in summary(NOW).unplanned else spans.span(group)
        assert f" {group.actions}件</span>" in band
        assert f"<b>{shown}</b>" in band
    assert "title='令和8年1月7日 令和7年度第2回DX推進本部会議'" in screen.html  # a mark, named on hover
    assert ">前回 令和8年1月</span>" in screen.html


def test_the_worst_kpis_are_one_click_from_themselves(screen: Screen) -> None:
    screen.open()
    assert screen.links[:2] == ["コピー用紙の年間使用枚数", "DX研修で「業務に生かせる」と答えた職員の割合"]
    assert (
        "<b class='kdx-worsened'>後退</b> <strong>3,260千枚</strong> "
        "<small><span class='kdx-when'>令和7年度・</span>目標 2,500千枚</small>" in screen.html
    )
    assert "指標(悪い順・ほか13件)</a></h2>" in screen.html


def test_the_questions_to_decide_stand_first_each_with_what_it_is_about(screen: Screen) -> None:
    screen.open()
    questions = [board.question(item.ask_text) for item in summary(NOW).board.decide]
    *items, rest = screen.links[2:]
    assert len(items) == len(questions) == 3
    for link, question in zip(items, questions, strict=True):
        assert link.startswith(f"**{plain(question.text)}**(2案・")
    assert items[0].endswith("(2案・完了予定 令和7年3月・都市建設課)")
    of = summary(NOW).board
    assert rest == f"**ほか{len(of.report) + len(of.check)}件と決定の記録を見る**", "the counts above it come out"


def test_where_nobody_asks_anything_the_rule_based_list_is_called_so(screen: Screen) -> None:
    screen.open(as_of=str(MEETINGS[-1]))
    assert "要注意" in screen.titles
    assert screen.reasons == reasons(summary(MEETINGS[-1]))[:3]


def test_the_line_under_the_title_says_what_is_in_view_and_how_old_it_is(screen: Screen) -> None:
    screen.open()
    assert screen.heading == "全体概況"
    for fact in (
        "令和8年10月31日時点",
        "今日は第2期 残り128日",
        "報告は10月31日(23日前)の40件",
    ):
        assert fact in screen.text
    assert "サンプルデータ" in screen.text


@pytest.mark.parametrize("day", SETS)
def test_each_published_date_shows_its_own_state(screen: Screen, day: date) -> None:
    screen.open().at_date(day)
    then = summary(day)
    assert screen.findings[0].startswith(standing.headline(then))
    if not then.board.decide:
        assert screen.reasons == reasons(then)[:3]
    assert f"{wareki(day)}時点" in screen.text


def test_looking_back_on_purpose_is_not_warned_of_as_old_data(screen: Screen) -> None:
    screen.open().at_date(date(2026, 1, 7))
    assert "報告は1月7日(320日前)の41件" in screen.text
    assert not screen.at.warning


def test_today_is_one_click_away(screen: Screen) -> None:
    screen.open()
    screen.at.button(key="to-today").click()
    screen.run()
    assert screen.at.date_input(key="as_of").value == date(2026, 11, 23)
    assert "令和8年11月23日時点" in screen.text
    assert screen.findings[0] != standing.overall(summary(NOW))  # the plan has grown since


def test_the_numbers_behind_the_figures_are_a_table_with_its_rule_and_its_worked_sum(screen: Screen) -> None:
    screen.open()
    assert screen.tables == []
    screen.numbers("now")
    shown = screen.table("第2期の進捗と前回会議(令和8年1月7日)からの変化の数値")
    groups = [summary(NOW).current, *(summary(NOW).cells[pillar.id, 2] for pillar in strategy().pillars)]
    assert column(shown, "区分") == ["第2期", *(pillar.name for pillar in strategy().pillars)]
    assert column(shown, "実績(%)") == [round(group.actual or 0, 1) for group in groups]
    assert column(shown, "遅れ") == [4, 4, 0, 0]
    assert "第2期: 実績 72.7% − 計画 81.0% = −8.3ポイント(評価できる取組 24件 / 全27件)" in screen.text
    assert "実績 = 完了なら100、それ以外は報告された進捗率。" in screen.text
    assert screen.at.download_button[0].label == "CSVをダウンロード"
    rows = screen.table("計算に使った元の行")
    assert len(rows) == 43
    assert column(rows, "元の行")[:2] == [2, 3]
    assert column(rows, "実績(%)").count(None) == 2  # unreported is no number


def test_dark_figures_are_drawn_for_a_dark_screen(screen: Screen) -> None:
    screen.open()
    light = screen.html
    dark = Screen()
    dark.at.context["theme"] = "dark"
    dark.open()
    drawn = re.compile('<img class="[^>]*>')
    assert drawn.findall(dark.html) != drawn.findall(light)
