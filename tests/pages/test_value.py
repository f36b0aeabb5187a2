"""お金と効果 as it is shown: what it cost and brought in one look, the sums behind it, and the report on grants."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.pages.screen import Screen, column

Look = Callable[[Path], Screen]
EFFECTS = """取組番号,年度,種類,見込,実績,単位
P2-02,令和6年度,削減時間,800,860,
P2-02,令和7年度,削減時間,1300,1380,
P2-03,令和7年度,削減時間,1200,未集計,
P2-02,令和8年度,削減時間,1700,,
"""
YEARS = """取組番号,年度,予算額,決算額,うち交付金等,交付金等の名称
P2-02,令和6年度,3100,3000,1500,推進交付金
P2-02,令和7年度,3400,3300,,
P2-07,令和7年度,38000,36500,30000,推進交付金
P2-07,令和8年度,42000,,35000,推進交付金
"""
PRICE = "\n[effects]\nhourly_yen = 2000\n"
GRANT = """
[[grant]]
name = "構想交付金"
published_on = 2024-04-16
total = 219541
subsidy = 118948
source = "https://example.jp/"
"""
SILENT = "終わった年度に見込みがあって実績のない取組は1件 「生成AI(LoGoチャット)の活用」です。"
WIDEST = "費用が効果を最も上回るのは「RPA・AI-OCRによる定型業務の自動化」で、差は1,820千円です。"
FACTS = ["effects.csv", "action_years.csv"]


@pytest.fixture
def valued(folder: Path) -> Path:
    """A folder with money, effects, the price of an hour and a published grant."""
    (folder / "effects.csv").write_text(EFFECTS, encoding="utf-8-sig")
    (folder / "action_years.csv").write_text(YEARS, encoding="utf-8-sig")
    text = (folder / "strategy.toml").read_text(encoding="utf-8").split("[effects]")[0]
    (folder / "strategy.toml").write_text(text + PRICE + GRANT, encoding="utf-8")
    return folder


def large(screen: Screen) -> list[str]:
    """The large figures with their units."""
    figures = re.findall(r"<p class='kdx-big'>(.*?)</p>", screen.html)
    return [re.sub(r"<[^>]*>", "", text) for text in figures]


def test_cost_effect_and_effect_per_cost_stand_large(valued: Path, screen_of: Look) -> None:
    screen = screen_of(valued).open("value")
    assert screen.heading == "お金と効果"
    assert large(screen) == ["42,800千円", "4,480千円", "0.71円"]  # (860 + 1,380) h × 2,000 円 over 3,000 + 3,300
    assert screen.findings == [
        "費用1円あたりの効果は0.71円です(決算と効果の両方がある1件の取組で計算。どちらかがある取組は2件)。",
        "令和6年度~令和7年度の決算は42,800千円、うち交付金等は31,500千円です。令和8年度の予算は42,000千円です。",
        f"削減時間は2,240時間(見込み2,100の106.7%)です。{SILENT}",
        f"{WIDEST}決算があって金額にした効果のない取組は1件です。",
    ]


def test_the_actions_stand_by_the_gap_between_cost_and_effect(valued: Path, screen_of: Look) -> None:
    shown = screen_of(valued).open("value").table("取組ごとの費用と効果")
    assert column(shown, "取組番号") == ["P2-02", "P2-07"]
    assert column(shown, "決算額の累計(千円)") == [6300, 36500]
    assert column(shown, "金額にした効果の累計(千円)") == [4480, None]
    assert column(shown, "効果 − 決算(千円)") == [-1820, None]


def test_the_numbers_of_a_card_show_each_year_and_its_counts(valued: Path, screen_of: Look) -> None:
    screen = screen_of(valued).open("value").numbers("costs")
    shown = screen.table("年度ごとの費用(棒は決算、縦線は予算)の数値")
    assert column(shown, "決算額(千円)") == [3000, 39800, None]
    assert column(shown, "決算額のある取組") == [1, 2, 0]
    assert "令和6年度の執行率 = 3,000(決算) ÷ 3,100(予算) × 100 = 96.8%" in screen.text


def test_the_report_on_grants_is_a_table_a_csv_and_a_workbook(valued: Path, screen_of: Look) -> None:
    screen = screen_of(valued).open("value")
    shown = screen.table("交付金の報告")
    assert column(shown, "事業費(千円)") == [42000, 36500, 3000]
    assert column(shown, "事業費の別") == ["予算", "決算", "決算"]
    assert column(shown, "うち国費(千円)") == [35000, 30000, 1500]
    assert [button.proto.label for button in screen.at.get("download_button")] == [
        "CSVをダウンロード",
        "Excelをダウンロード",
    ]


def test_a_published_grant_is_told_with_its_source_and_never_summed(valued: Path, screen_of: Look) -> None:
    screen = screen_of(valued).open("value")
    assert "構想交付金: 事業費219,541千円、うち国費118,948千円(令和6年4月16日公表)" in screen.text
    assert "出典 https://example.jp/" in screen.text
    assert "219,541" not in " ".join(large(screen) + screen.findings)
    assert "構想交付金" not in screen.at_date(date(2024, 4, 15)).text


def test_without_the_price_of_an_hour_no_effect_is_turned_into_money(valued: Path, screen_of: Look) -> None:
    path = valued / "strategy.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(PRICE, ""), encoding="utf-8")
    screen = screen_of(valued).open("value")
    assert large(screen) == ["42,800千円", "2,240時間"]
    assert "取組ごとの費用と効果" not in " ".join(screen.titles)


def test_a_city_with_effects_alone_is_told_of_no_money(valued: Path, screen_of: Look) -> None:
    (valued / "action_years.csv").unlink()
    screen = screen_of(valued).open("value")
    assert [title for title in screen.titles if "費用(棒" in title or "交付金の報告" in title] == ["交付金の報告"]
    assert screen.tables == ["取組ごとの費用と効果"]


def test_money_without_effects_opens_the_page_too(valued: Path, screen_of: Look) -> None:
    (valued / "effects.csv").unlink()
    screen = screen_of(valued).open("value")
    assert screen.told("info") == []
    assert "年度ごとの費用(棒は決算、縦線は予算)" in screen.titles


def test_a_city_without_both_has_no_such_page_and_its_address_says_why(valued: Path, screen_of: Look) -> None:
    for name in FACTS:
        (valued / name).unlink()
    (why,) = screen_of(valued).open("value").told("info")
    assert why == (
        "この画面は「効果」の表(effects.csv)か、「年度評価」の表(action_years.csv)の予算額・決算額・うち交付金等を"
        "もとにしますが、まだ公開されていません。使う場合は「データ更新」から公開してください。"
        "使わない表は、ないままで構いません。"
    )


def test_a_department_sees_its_own_cost_and_effect(valued: Path, screen_of: Look) -> None:
    screen = screen_of(valued).open("value", dept="市民課")
    assert "この時点までの予算額・決算額と効果は、まだありません。" in screen.text
