"""全体概況 as it is shown: numbers, sentences, figures and the attention list."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.progress import roll_up
from kdx_metrics.plan.formats import format_percent, format_points
from kdx_metrics.wording import board, headlines, standing
from pages.frame.words import plain
from tests.pages.screen import Screen, column
from tests.shipped import MEETINGS, NOW, SETS, reasons, strategy, summary


def test_the_headline_holds_actual_plan_gap_counts_and_reporting_rate(screen: Screen) -> None:
    screen.open()
    whole = summary(NOW).current
    first = screen.html.split("<section class='kdx-tile'>")[1]
    assert f"{format_percent(whole.actual)} <small>計画 {format_percent(whole.planned)}</small>" in first
    assert f"差 {format_points(whole.gap)}" in first
    assert f"{whole.actions}件・報告率92.3%" in first
    for word, count in (
        ("遅れ", 4),
        ("やや遅れ", 5),
        ("未報告", 1),
        ("順調", 9),
        ("完了", 6),
        ("開始前", 1),
        ("対象外", 1),
    ):
        assert f">{word} {count}</span></li>" in first


def test_every_pillar_has_a_tile_with_a_mark_for_the_plan(screen: Screen) -> None:
    screen.open()
    tiles = screen.html.split("<section class='kdx-tile'>")[2:]
    assert len(tiles) == len(strategy().pillars)
    for tile, pillar in zip(tiles, strategy().pillars, strict=True):
        group = summary(NOW).cells[pillar.id, 2]
        assert f"<h3>{pillar.name}</h3>" in tile
        assert f"style='width:{group.actual:.2f}%'" in tile
        assert f"style='left:{group.planned:.2f}%'" in tile


def test_the_findings_are_those_of_the_numbers(screen: Screen) -> None:
    screen.open()
    now = summary(NOW)
    assert screen.findings == [
        standing.overall(now),
        headlines.milestones(now.snapshot.milestones, strategy(), date(2026, 11, 23)),
        standing.cells(now),
        board.finding(now.board),
    ]


def test_the_questions_to_decide_stand_first_each_with_what_it_is_about(screen: Screen) -> None:
    screen.open()
    questions = [board.question(item.ask_text) for item in summary(NOW).board.decide]
    *items, rest = screen.links
    assert len(items) == len(questions) == 3
    for link, question in zip(items, questions, strict=True):
        assert link == f"**{plain(question.text)}**(2案)"
    assert screen.reasons[0] == ("P1-08 公共交通DX(運行情報の見える化と予約のデジタル化)(第1期・都市建設課)")
    assert rest == "**ご報告9件・事務局で確認2件と決定の記録を見る**"


def test_where_nobody_asks_anything_the_rule_based_list_is_called_so(screen: Screen) -> None:
    screen.open(as_of=str(MEETINGS[-1]))
    assert "要注意" in screen.titles
    assert screen.reasons == reasons(summary(MEETINGS[-1]))[:5]


def test_the_matrix_shows_every_pillar_in_every_period(screen: Screen) -> None:
    screen.open()
    assert screen.figures == ["milestones", "matrix"]
    drawn = str(screen.figure("matrix"))
    for group in summary(NOW).cells.values():
        assert format_percent(group.actual) in drawn
    assert "市民の利便性向上の第2期は実績64.7~68.8%・未報告2件、計画85.4%、計画との差−16.6ポイント" in screen.alt(
        "matrix"
    )


def test_the_line_under_the_title_says_what_is_in_view_and_how_old_it_is(screen: Screen) -> None:
    screen.open()
    assert screen.heading == "全体概況"
    for fact in (
        "令和8年10月31日(2026-10-31)時点を表示しています",
        "今日は第2期 残り128日",
        "データは23日前の時点です",
    ):
        assert fact in screen.text
    assert "サンプルデータを表示しています" in screen.text


@pytest.mark.parametrize("day", SETS)
def test_each_published_date_shows_its_own_state(screen: Screen, day: date) -> None:
    screen.open().at_date(day)
    then = summary(day)
    assert screen.findings[0] == standing.overall(then)
    assert len(screen.reasons) == min(len(then.board.decide if then.board.asks else then.attention), 5)
    assert f"({day})時点を表示しています" in screen.text


def test_looking_back_on_purpose_is_not_warned_of_as_old_data(screen: Screen) -> None:
    screen.open().at_date(date(2026, 1, 7))
    assert "データは320日前の時点です" in screen.text
    assert not screen.at.warning


def test_today_is_one_click_away(screen: Screen) -> None:
    screen.open()
    screen.at.button(key="to-today").click()
    screen.run()
    assert screen.at.date_input(key="as_of").value == date(2026, 11, 23)
    assert "令和8年11月23日(2026-11-23)時点を表示しています" in screen.text
    assert screen.findings[0] != standing.overall(summary(NOW))  # the plan has grown since


def test_a_date_before_all_data_says_so_and_shows_no_number(screen: Screen) -> None:
    screen.open().at_date(date(2022, 4, 1))
    assert "この時点のデータはまだありません" in screen.text
    assert "第1期: 取組がありません。" in screen.findings
    assert screen.html.count("評価不能") == 1 + len(strategy().pillars)
    assert "いま要注意はありません。" in screen.reasons
    assert "%" not in screen.findings[0]


def test_the_numbers_behind_the_tiles_are_a_table_with_its_rule_and_its_worked_sum(screen: Screen) -> None:
    screen.open()
    assert screen.tables == []
    screen.numbers("overall")
    shown = screen.table("全体と柱別の進捗率(計画対比)の数値")
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


def test_a_department_sees_its_own_numbers_alone(screen: Screen) -> None:
    screen.open(dept="総務課")
    rows = summary(NOW).running
    group = roll_up(rows[rows["department"] == "総務課"], NOW)
    assert screen.heading == "全体概況 総務課"
    tile = screen.html.split("<section class='kdx-tile'>")[1]
    assert format_percent(group.actual) in tile
    assert f"{group.actions}件" in tile
    *items, _rest = screen.links
    assert len(items) == 1
    assert screen.reasons == ["P2-06 文書管理・電子決裁システムの導入(第2期・総務課)"]


def test_dark_figures_are_drawn_for_a_dark_screen(screen: Screen) -> None:
    screen.open()
    light = screen.figure("matrix")
    dark = Screen()
    dark.at.context["theme"] = "dark"
    dark.open()
    assert dark.figure("matrix")["layout"] != light["layout"]
