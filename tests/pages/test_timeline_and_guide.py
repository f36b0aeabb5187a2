"""年表 and データの見方 as they are shown."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.plan.tables import tables
from kdx_metrics.wording.glossary import glossary
from kdx_metrics.wording.groups import headlines
from tests.pages.screen import Screen, column
from tests.shipped import NOW, strategy, summary

LIST = "年表の一覧"


def test_the_events_are_drawn_and_listed_newest_first(screen: Screen) -> None:
    screen.open("timeline")
    events = summary(NOW).snapshot.milestones
    assert screen.findings == [headlines.milestones(events, strategy(), date(2026, 11, 23))]
    shown = screen.table(LIST)
    assert column(shown, "名称") == events["title"].tolist()[::-1]
    named = screen.table("出典").set_index("出典の番号")["出典"]
    assert [named[number] for number in column(shown, "出典の番号")] == events["source"].tolist()[::-1]
    assert named.is_unique  # many events have one source
    assert column(shown, "終了日").count(None) == int(events["end_date"].isna().sum())
    drawn = str(screen.figure("timeline"))
    assert all(title in drawn for title in events["title"])


def test_a_category_shows_its_events_alone(screen: Screen) -> None:
    screen.open("timeline", category="意見募集")
    assert set(screen.table(LIST)["区分"]) == {"意見募集"}
    assert "出来事は2件。" in screen.alt("timeline")


def test_planned_ends_of_actions_can_be_laid_over(screen: Screen) -> None:
    screen.open("timeline")
    before = len(str(screen.figure("timeline")))
    screen.at.toggle(key="overlay").set_value(True)
    screen.run()
    assert len(str(screen.figure("timeline"))) > before


def test_the_terms_are_explained_with_their_marks(screen: Screen) -> None:
    screen.open("guide")
    assert screen.titles == list(glossary(strategy(), summary(NOW).snapshot.uses))
    for terms in glossary(strategy(), summary(NOW).snapshot.uses).values():
        for term, meaning in terms.items():
            assert f"<dt>{term}</dt><dd>{meaning}</dd>" in screen.html
    assert "■\u00a0遅れ" in screen.text, "no line ends between a mark and its word"


def test_the_formulas_stand_in_words_with_the_thresholds_in_force(screen: Screen) -> None:
    screen.open("guide", part="計算のしかた")
    assert screen.titles == [
        "取組の計画・実績・評価",
        "完了の見込み",
        "指標の達成率・進度・評価",
        "指標の見込み",
        "管理図(XmR)",
        "お金",
        "効果",
        "費用と効果",
        "ご判断・ご報告・要注意の順番",
    ]
    for rule in ("10ポイントまでの遅れは順調、25ポイントまではやや遅れ", "進度 0.95 以上は順調", "平均 ± 2.66 ×"):
        assert rule in screen.text


def test_the_data_dictionary_names_every_column_of_every_table(screen: Screen) -> None:
    screen.open("guide", part="データ項目")
    shown = "\n".join(each.value for each in screen.at.markdown)
    for table in tables(strategy()).values():
        assert table.file_name in shown
        assert [each.header for each in table.columns if f"| {each.header} |" not in shown] == []


@pytest.mark.parametrize("page", ["timeline", "guide", "history"])
def test_a_page_that_shows_no_samples_does_not_say_so(screen: Screen, page: str) -> None:
    assert "サンプルデータ" not in screen.open(page).text


def test_ends_of_actions_over_the_timeline_name_their_source(screen: Screen) -> None:
    screen.open("timeline", overlay="true")
    assert "出典は年表の行ごとに示します。完了予定の出典 取組CSV(サンプルを含む)" in screen.text
