"""取組 as it is shown: filters, search, Gantt and one 取組 in full."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.numbers.ordering import actions_worst_first
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.words import rating_label
from tests.pages.screen import Screen, column
from tests.shipped import NOW, SETS, strategy, summary

LIST = "取組の一覧"
YEARS = "年度ごとの予定・実績・評価"


def test_the_list_shows_every_row_with_its_numbers(screen: Screen) -> None:
    screen.open("actions")
    rated, shown = actions_worst_first(summary(NOW).actions), screen.table(LIST)
    assert column(shown, "取組番号") == rated["action_id"].tolist()
    assert column(shown, "取組名") == rated["title"].tolist()
    assert column(shown, "評価") == [rating_label(rating) for rating in rated["rating"]]
    assert column(shown, "元の行") == rated.index.tolist()
    unreported = shown[shown["評価"] == "？ 未報告"]
    assert column(unreported, "実績(%)") == [None]
    assert column(unreported, "差(ポイント)") == [None]
    whole = summary(NOW).overall
    assert screen.findings == [standing.group("該当する43件(全43件中)", whole)]


def test_the_plan_s_order_is_kept_on_request(screen: Screen) -> None:
    screen.open("actions", order="番号順")
    assert column(screen.table(LIST), "元の行") == summary(NOW).actions.index.tolist()


@pytest.mark.parametrize(
    ("query", "column_name", "wanted"),
    [
        ({"pillar": "人財育成"}, "pillar", ["P3"]),
        ({"period": "第3期"}, "period", [3]),
        ({"rating": ["■ 遅れ", "◐ やや遅れ"]}, "rating", ["behind", "slightly_behind"]),
        ({"status": "中止"}, "status", ["中止"]),
        ({"dept": "市民課"}, "department", ["市民課"]),
    ],
)
def test_each_filter_of_the_address_narrows_the_list(
    screen: Screen, query: dict[str, str | list[str]], column_name: str, wanted: list[object]
) -> None:
    screen.open("actions", **query)
    rated = summary(NOW).actions
    rows = rated[rated[column_name].isin(wanted)]
    assert column(screen.table(LIST), "元の行") == actions_worst_first(rows).index.tolist()
    assert 0 < len(rows) < len(rated)


def test_filters_work_together(screen: Screen) -> None:
    screen.open("actions", pillar="市民の利便性向上", period="第2期", rating="■ 遅れ")
    rated = summary(NOW).actions
    rows = rated[(rated["pillar"] == "P1") & (rated["period"] == 2) & (rated["rating"] == "behind")]
    assert column(screen.table(LIST), "元の行") == actions_worst_first(rows).index.tolist()
    assert screen.findings == [standing.group(f"該当する{len(rows)}件(全43件中)", roll_up(rows, NOW))]


@pytest.mark.parametrize("word", ["ＬＩＮＥ", "line", " LINE "])
def test_search_finds_words_in_any_width_and_case(screen: Screen, word: str) -> None:
    screen.open("actions", q=word)
    titles = column(screen.table(LIST), "取組名")
    assert titles
    rated = summary(NOW).actions
    fields = rated[["title", "goal", "issue", "next_step"]]
    assert len(titles) == int(fields.apply(lambda text: text.str.contains("LINE")).any(axis=1).sum())


def test_search_takes_signs_literally_and_says_when_nothing_is_found(screen: Screen) -> None:
    screen.open("actions", q="(.*")
    assert screen.findings == ["該当する取組はありません(全43件)。"]


def test_filters_that_leave_nothing_are_taken_away_in_one_click(screen: Screen) -> None:
    screen.open("actions", q="(.*", pillar="人財育成", rating="■ 遅れ")
    next(button for button in screen.at.button if button.label == "絞り込みを解除").click()
    screen.run()
    assert len(screen.table(LIST)) == 43
    assert set(screen.at.query_params) & {"q", "pillar", "rating"} == set()


def test_an_action_in_full_has_the_opinions_that_touched_it_and_links_to_what_else_they_touch(screen: Screen) -> None:
    screen.open("actions", action="P1-02")
    assert "この取組への意見" in screen.text
    assert "公式LINEのお知らせが多すぎる。" in screen.text
    assert "仕事を休まないと市役所に行けない。" in screen.text
    assert screen.html.count("class='kdx-voice'") == 2
    assert "actions?action=P1-14" in screen.html
    assert "actions?action=P1-02" not in screen.html
    screen.open("actions", action="P3-01")
    assert "この取組への意見" not in screen.text


def test_one_action_is_shown_in_full_with_all_its_periods_and_its_history(screen: Screen) -> None:
    screen.open("actions", action="P1-01")
    rated = summary(NOW).actions
    mine = rated[rated["action_id"] == "P1-01"]
    assert screen.titles == [f"P1-01 {mine['title'].iloc[0]}"]
    assert "窓口での手続き1件あたりの所要時間" in screen.links
    assert "● 順調 13.6分" in screen.text
    second, first = screen.text.index("第2期: ◐ やや遅れ"), screen.text.index("第1期: ✓ 完了")
    assert second < first
    for name in ("goal", "issue", "next_step", "remarks", "source"):
        for text in mine[name]:
            assert text in screen.text
    assert "実績 55%・計画 79.3%・差 −24.3ポイント" in screen.text
    assert screen.terms["状況"].endswith("(更新日 令和7年4月10日)")  # of the other 期, which stands below
    past = screen.table("時点ごとの推移")
    assert set(column(past, "時点")) == {wareki(day) for day in SETS}
    assert column(past, "実績(%)")[-1] == 55
    assert "第2期: 計画 = 579日 ÷ 730日 × 100 = 79.3%、差 = 55.0 − 79.3 = −24.3ポイント" in screen.text


def test_the_years_of_an_action_tell_what_was_planned_done_and_rated(screen: Screen) -> None:
    screen.open("actions", action="P1-09")
    years = screen.table(YEARS)
    assert column(years, "年度") == ["令和7年度", "令和8年度(途中)"]
    assert column(years, "自己評価") == ["B", "C"]
    assert column(years, "本部評価") == ["C", None]
    assert column(years, "進捗率による評価") == ["● 順調(1月7日)", "■ 遅れ(10月31日)"]
    assert column(years, "食い違い") == ["進捗率からは順調・本部評価が自己評価と違う", None]
    assert screen.findings == [
        "完了予定 令和8年9月30日を31日過ぎて未完了です(進捗率75%)。",
        "令和8年度(途中)の自己評価は「C」(やや遅れ)です(理由: 訓練が残る4地区の日程を調整している)。",
    ]


def test_the_money_and_the_effects_of_an_action_stand_under_their_years(screen: Screen) -> None:
    screen.open("actions", action="P1-01")
    assert (
        "令和6年度~令和7年度の決算は28,400千円、うち交付金等は14,200千円です。令和8年度の予算は12,600千円です。"
        "削減時間は1,000時間(見込み2,000の50.0%)です。"
    ) in screen.text
    screen.open("actions", action="P1-03")
    assert "うち交付金等" not in screen.text  # none of its years has any


@pytest.mark.parametrize(
    ("number", "said"), [("P2-01", "進捗率からは順調ですが、"), ("P1-10", "進捗率からは遅れですが、")]
)
def test_where_people_and_the_progress_differ_the_page_says_so(screen: Screen, number: str, said: str) -> None:
    screen.open("actions", action=number)
    assert screen.findings[-1].startswith(said)


def test_an_action_that_nobody_has_assessed_has_no_years(screen: Screen) -> None:
    screen.open("actions", action="P1-07")
    assert screen.tables == ["時点ごとの推移"]
    assert screen.findings == ["進捗率が報告されていません(この時点の計画は79.3%)。"]


def test_choosing_an_action_puts_its_number_into_the_address(screen: Screen) -> None:
    screen.open("actions")
    screen.at.selectbox(key="action-choice").set_value("P2-03")
    screen.run()
    assert screen.at.query_params["action"] == "P2-03"
    assert screen.titles[0].startswith("P2-03 ")


def test_one_action_stands_first_and_the_list_is_one_click_away(screen: Screen) -> None:
    screen.open("actions", action="P1-09", period="第2期")
    assert screen.tables == [YEARS, "時点ごとの推移"]
    next(button for button in screen.at.button if button.label == "一覧に戻る").click()
    screen.run()
    assert "action" not in screen.at.query_params
    assert len(screen.table(LIST)) == len(summary(NOW).running)


def test_an_unknown_number_in_the_address_shows_the_list_alone(screen: Screen) -> None:
    screen.open("actions", action="X-99")
    assert screen.titles == []
    assert len(screen.table(LIST)) == 43


def test_the_gantt_shows_dates_progress_and_its_numbers(screen: Screen) -> None:
    screen.open("actions", view="工程表", period="第1期")
    rated = summary(NOW).actions
    rows = rated[rated["period"] == 1]
    assert screen.titles == [f"取組の工程と進捗(10取組・{len(rows)}件を表示 / 該当{len(rows)}件)"]
    links = [parse_qs(unescape(query)) for query in re.findall(r"href='actions\?([^']*)'", screen.html)]
    assert {query["action"][0] for query in links} == set(rows["action_id"])
    assert {(query["view"][0], query["period"][0]) for query in links} == {("工程表", "第1期")}, "the filters stay"
    assert f"aria-label='取組{len(rows)}件の予定期間と進捗の工程表。" in screen.html
    screen.numbers("gantt")
    assert len(screen.table(f"{screen.titles[0]}の数値")) == len(rows)


def test_the_pillars_of_the_filter_are_the_strategys(screen: Screen) -> None:
    screen.open("actions")
    assert screen.at.segmented_control(key="pillar").options == [pillar.name for pillar in strategy().pillars]
