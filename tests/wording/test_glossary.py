"""Every word on screen is explained in データの見方; the words are gathered from the pages' code."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from kdx_metrics.plan.strategy import STATUSES, Strategy, Theme
from kdx_metrics.settings import ROOT
from kdx_metrics.wording.glossary import glossary
from kdx_metrics.wording.words import (
    ATTENTION_WORDS,
    KPI_RATING_WORDS,
    NO_DATA,
    NOT_EVALUABLE,
    PROVISIONAL,
    RATING_WORDS,
    STALE,
    STATE_WORDS,
    UNDER_REVIEW,
    VERDICT_WORDS,
)
from tests.shipped import strategy

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
UNIT = re.compile(r"\([^()]*\)$")  # 「計画(%)」
# Headers that say what they hold to anyone.
EVERYDAY = """
順 種類 番号 名称 理由 日付 終了日 区分 内容 項目 値 前 後 前回 今回 変化 ファイル 表 行数 日時 だれが 操作 対象 詳細
担当 単位 公開日時 元の値 読んだ値 まだ 現在 状態 最後の更新日 直し方 会議日 期限 更新 なぜ 目安 取組の数
今 当初 当初から 前回から 報告・数値 番号・名称 はじめて公開
"""
PLAIN = frozenset(EVERYDAY.split())
# Header → the term under which データの見方 explains it.
UNDER: Mapping[str, str] = {
    "指標の評価": "評価",
    "報告が必要な取組": "回収状況",
    "報告済み": "回収状況",
    "まだの取組": "回収状況",
    "出典の番号": "出典",
    "誤り・注意": "誤り",
    "取組名": "取組",
    "指標番号": "指標",
    "指標名": "指標",
    "前の評価": "評価",
    "前回の評価": "評価",
    "今回の評価": "評価",
    "後の評価": "評価",
    "取組・指標": "取組",
    "計算に入れる": "評価できる取組",
    "最初の受付日": "意見",
    "受付日": "意見",
    "課題・見通し": "課題",
    "期末の見通し": "見通し",
    "一覧に載った時点": "ご判断いただきたいこと",
    "前回 → 今回": "前回会議からの変化",
    "実績 前回 → 今回": "前回会議からの変化",
    "予算額のある取組": "予算額",
    "決算額のある取組": "決算額",
    "決算額の累計": "決算額",
    "交付金等": "うち交付金等",
    "交付金等のある取組": "うち交付金等",
    "執行率に入れた取組": "執行率",
    "事業": "事業費",
    "事業費の別": "事業費",
    "指標(KPI)": "指標",
    "見込のある取組": "見込",
    "実績のある取組": "効果",
    "割合に入れた取組": "見込みに対する割合",
    "金額にした効果の累計": "金額にした効果",
    "効果 − 決算": "費用1円あたりの効果",
    "今後": "今後の対応",
    "自己・本部評価": "評価の食い違い",
    "食い違い": "評価の食い違い",
    "進捗率による評価": "評価",
    "評価・目標・訂正": "前回会議からの変化",
}
# Special words in titles of cards, findings, tiles, filters and buttons; each must still be in use.
KEY_TERMS = (
    "計画対比",
    "出来高スケジュール",
    "SPI(t)",
    "完了見込み",
    "報告率",
    "管理図",
    "工程表",
    "数値と根拠",
    "サンプル",
    "残り日数",
    "版",
    "時点",
    "所管課",
    "試算",
    "課の一枚",
    "次期の案",
    "後ろ倒しによる好転",
    "日付だけ進めた場合",
    "このファイルを反映",
    "公開サイト",
    "取り込み",
    "ひな形",
    "回収状況",
    "全体置換",
    "部分更新",
    "公開",
    "差し戻し",
    "抹消",
    "監査ログ",
    "読み替え",
)
IN_OTHER_WORDS = {"残り日数": "残り"}  # as the header says it: 「第2期 残り128日」


@lru_cache(maxsize=1)
def sources() -> dict[Path, str]:
    """The code that writes on the screen."""
    rooms = (ROOT / "pages", ROOT / "kdx_metrics" / "views", ROOT / "kdx_metrics" / "wording")
    files = [file for room in rooms for file in sorted(room.rglob("*.py"))]
    return {file: file.read_text(encoding="utf-8") for file in files if file.name != "glossary.py"}


def headers_in(code: str) -> Iterator[str]:
    """Headers of the listings that this code makes: the second argument of every column."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
            header = node.args[1]
            if isinstance(header, ast.Constant) and JAPANESE.search(str(header.value)):
                yield str(header.value)


def words_on_screen() -> set[str]:
    """Ratings, classes, verdicts, table headers without their units, and the declared key terms."""
    groups = (RATING_WORDS, KPI_RATING_WORDS, ATTENTION_WORDS)
    words = {word.word for group in groups for word in group.values()} | set(VERDICT_WORDS.values())
    words |= {*STATE_WORDS.values(), NO_DATA, NOT_EVALUABLE, PROVISIONAL, STALE, UNDER_REVIEW, *KEY_TERMS}
    tables = {header for code in sources().values() for header in headers_in(code)}
    return words | {UNIT.sub("", header) if header != "SPI(t)" else header for header in tables}


def full_strategy() -> Strategy:
    """The shipped strategy with all that a city may have."""
    return strategy().model_copy(update={"themes": (Theme(id="T1", pillar="P1", name="窓口"),)})


def terms(of: Strategy) -> dict[str, str]:
    """Every term of データの見方 with its explanation."""
    return {term: meaning for part in glossary(of).values() for term, meaning in part.items()}


def unexplained(explained: Collection[str]) -> set[str]:
    """Words on screen that are neither plain nor a term, nor made of a term and 「指標が」."""
    asked = {UNDER.get(word, word).removeprefix("指標が") for word in words_on_screen() - PLAIN}
    return asked - set(explained)


def test_every_word_on_screen_is_plain_or_explained() -> None:
    assert unexplained(terms(full_strategy())) == set(), "a term of wording/glossary.py, or PLAIN or UNDER above"


def test_the_headers_are_really_gathered_from_the_pages() -> None:
    assert {"報告率", "達成率", "進度", "読み替え", "実績の時点", "SPI(t)"} <= words_on_screen()


@pytest.mark.parametrize("term", ["進度", "SPI(t)", "未報告", "後退", "報告率", "読み替え", "期限超過", "差し戻し"])
def test_a_term_that_is_removed_is_missed(term: str) -> None:
    assert unexplained(terms(full_strategy()).keys() - {term}) == {term}


def test_the_declared_key_terms_are_in_use() -> None:
    everything = "\n".join(sources().values())
    assert [term for term in KEY_TERMS if IN_OTHER_WORDS.get(term, term) not in everything] == []


def test_every_status_is_named_where_status_is_explained() -> None:
    explained = terms(strategy())["状況"]
    assert [status for status in STATUSES if status not in explained] == []


def test_thresholds_periods_and_pillars_are_those_of_the_strategy() -> None:
    now = terms(strategy())
    other = terms(strategy().model_copy(update={"rating": strategy().rating.model_copy(update={"behind": -40.0})}))
    assert now["やや遅れ"] == "計画からの遅れが10ポイントを超え25ポイントまでの取組です。"
    assert other["やや遅れ"] != now["やや遅れ"]
    assert all(pillar.name in now["柱"] for pillar in strategy().pillars)
    assert "第2期は令和7年度~令和8年度" in now["期"]


def test_an_explanation_is_a_plain_sentence_or_two() -> None:
    meanings = terms(strategy())
    assert [term for term, meaning in meanings.items() if not meaning.endswith("。") or len(meaning) > 120] == []
