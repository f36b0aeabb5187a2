"""意見と反映: what was said, what was answered and what is owed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kdx_metrics.numbers.voices import overall, received
from kdx_metrics.wording import voices
from tests.pages.screen import Screen
from tests.shipped import NOW, core_folder, summary

ROWS = received(summary(NOW).snapshot.table("voices"), NOW)


def test_the_page_says_first_what_became_of_the_opinions(screen: Screen) -> None:
    screen.open("voices")
    assert screen.findings[0] == voices.finding(overall(ROWS))
    assert screen.titles == ["寄せられた機会ごとの意見と対応", "柱ごとの意見と対応", "意見と市の考え方"]


def test_each_opinion_stands_with_its_answer_and_the_actions_it_touches(screen: Screen) -> None:
    screen.open("voices")
    for opinion, answer in zip(ROWS["opinion"], ROWS["answer"], strict=True):
        assert opinion in screen.html
        assert (answer or voices.NO_ANSWER) in screen.html
    assert "P1-11 水道DX(使用開始・中止手続きのオンライン化)" in screen.html
    assert screen.html.count(f">{voices.PRIVATE_HERE}<") == int((ROWS["public"] == "否").sum()) > 0


def test_what_is_unanswered_is_one_choice_away(screen: Screen) -> None:
    screen.open("voices", response="未回答")
    unanswered = ROWS["response"] == "未回答"
    assert all(opinion in screen.html for opinion in ROWS.loc[unanswered, "opinion"])
    assert not any(opinion in screen.html for opinion in ROWS.loc[~unanswered, "opinion"])


def test_opinions_are_found_by_kind_and_pillar(screen: Screen) -> None:
    screen.open("voices", kind="外部評価", pillar="業務の効率化")
    assert "生まれた時間" in screen.html
    assert "水道の使用開始" not in screen.html


def test_a_word_finds_opinions_and_answers(screen: Screen) -> None:
    screen.open("voices", q="紙の窓口")
    assert "高齢の家族" in screen.html


@pytest.mark.parametrize("chosen", [{}, {"kind": "議会", "pillar": "市民の利便性向上"}], ids=["alone", "among none"])
def test_a_word_that_stands_nowhere_is_said(chosen: dict[str, str], screen: Screen) -> None:
    screen.open("voices", q="どこにもない語", **chosen)
    assert voices.NONE_CHOSEN in screen.html


def test_the_counts_behind_a_bar_are_explained(screen: Screen) -> None:
    screen.open("voices").numbers("voice-calls")
    assert voices.RULE in screen.text
    assert "DX推進に関する意見募集: 反映4 + 既に記載1 + 対象外1 = 6件" in screen.text


def test_a_city_without_opinions_has_no_such_page(screen_of: Callable[[Path], Screen], tmp_path: Path) -> None:
    screen = screen_of(core_folder(tmp_path / "core")).open("voices")
    assert "意見と市の考え方" not in screen.titles
    assert screen.findings == []
