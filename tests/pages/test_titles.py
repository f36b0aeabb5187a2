"""The list of pages is the only one: files, both READMEs and the navigation agree with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import streamlit as st
from streamlit.navigation.page import Page

from kdx_metrics.plan.tables import tables
from kdx_metrics.settings import ROOT
from pages.titles import ADDRESSES, PAGES
from tests.cities.cities import city_folder
from tests.pages.screen import Screen
from tests.shipped import strategy

Menus = dict[str, list[str]]

MODULES_BESIDE = {"html", "shell", "titles"}  # what else lies in pages/


def test_every_file_of_a_page_is_listed_and_every_page_has_its_file() -> None:
    files = {file.stem for file in (ROOT / "pages").glob("*.py")} - MODULES_BESIDE
    assert {page.name for page in PAGES} == files


def test_the_first_page_is_at_the_root_and_each_other_at_its_name() -> None:
    assert ADDRESSES[:2] == ("/", "/actions")
    assert len(set(ADDRESSES)) == len(PAGES)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_a_readme_names_every_page_with_its_address_in_their_order(name: str) -> None:
    rows = re.findall(r"^\| ([^|]+) \| `(/\w*)` \|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(page.title, page.address) for page in PAGES]


def test_a_page_shows_its_title_where_it_has_the_common_header(screen: Screen) -> None:
    assert screen.open("timeline").heading == "年表"
    assert "表示する時点" not in [date.label for date in screen.open("meeting").at.date_input]


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> Menus:
    """The titles that the navigation of the last run shows, by menu."""
    shown: Menus = {}
    draw = st.navigation

    def remember(pages: Mapping[str, Sequence[Page]], *, position: str) -> Page:
        assert position == "top"
        shown.clear()
        for menu, entries in pages.items():
            shown[menu] = [entry.title for entry in entries if entry.visibility == "visible"]
        return draw({menu: list(entries) for menu, entries in pages.items()}, position="top")

    monkeypatch.setattr(st, "navigation", remember)
    return shown


def test_each_table_of_a_page_is_one_of_the_plan() -> None:
    assert {page.about for page in PAGES if page.about} <= set(tables(strategy()))


def test_what_a_meeting_opens_is_one_click_away_and_the_rest_in_menus(menus: Menus, screen: Screen) -> None:
    screen.open()
    assert menus == {
        "": ["全体概況", "取組", "指標", "会議モード"],
        "見る": ["柱・期別", "戦略の体系", "お金と効果", "意見と反映", "年表", "データの見方"],
        "会議": ["変化と決定"],
        "報告と更新": ["更新履歴"],
    }


def test_an_editor_has_the_update_one_click_away(menus: Menus, seat: Callable[[str], Screen]) -> None:
    seat("hanako").open()
    assert menus[""][-1] == "データ更新"


def test_a_visitor_at_the_address_of_the_update_is_told_who_may_and_how(screen: Screen) -> None:
    assert screen.open("update").told("info") == [
        "この画面は編集者・管理者の方がお使いいただけます。サインインしてください。"
    ]


def test_a_page_of_an_absent_table_is_in_no_menu_and_its_address_says_why(
    menus: Menus, screen_of: Callable[[Path], Screen]
) -> None:
    screen = screen_of(city_folder("only_kpis")).open("progress")
    assert "柱・期別" not in menus["見る"]
    assert "取組" not in menus[""]
    [why] = screen.told("info")
    assert why == (
        "この画面は「取組」の表(action_plan.csv)をもとにしますが、まだ公開されていません。"
        "使う場合は「データ更新」から公開してください。使わない表は、ないままで構いません。"
    )
