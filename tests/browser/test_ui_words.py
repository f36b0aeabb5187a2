"""Streamlit's own English, phrase by phrase, is Japanese on screen: an upgrade that rewords one fails here."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from kdx_metrics.web.ui_words import PHRASES

Visit = Callable[[str], Page]

LATIN_WORD = re.compile(r"[A-Za-z]{3,}(?: [a-z]+)+|\b(?:Upload|None|Search|Open|Close|Settings|Fullscreen)\b")


def test_an_empty_choice_asks_in_japanese_and_says_when_nothing_fits(visit: Visit) -> None:
    page = visit("/actions")
    page.get_by_label("評価", exact=True).first.click()
    page.get_by_label("評価", exact=True).first.fill("zzz")
    expect(page.get_by_text(PHRASES["No results"])).to_be_visible()


def test_the_table_tools_are_named_in_japanese(visit: Visit) -> None:
    page = visit("/actions")
    page.get_by_test_id("stDataFrame").first.hover()
    for phrase in ("Show/hide columns", "Search", "Fullscreen"):
        expect(page.get_by_role("button", name=PHRASES[phrase]).first).to_be_attached()


def test_streamlits_own_csv_button_is_hidden_since_it_does_not_guard_formulas(visit: Visit) -> None:
    page = visit("/actions")
    page.get_by_test_id("stDataFrame").first.hover()
    button = page.get_by_role("button", name=PHRASES["Download as CSV"], include_hidden=True)
    expect(button.first).to_be_attached()
    expect(button.first).to_be_hidden()


def test_the_link_is_copied_by_a_button_with_a_japanese_name(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="リンク").click()
    page.get_by_test_id("stCode").hover()
    expect(page.get_by_role("button", name=PHRASES["Copy to clipboard"])).to_be_attached()


def test_the_calendar_is_japanese(visit: Visit) -> None:
    page = visit("/")
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    calendar = page.get_by_role("dialog")
    expect(calendar).to_contain_text(re.compile("2026年|10月"))
    assert not re.search("October|Oct|Mon|Su", calendar.inner_text())


def test_pages_that_find_no_room_in_the_navigation_are_counted_in_japanese(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    visit("/guide")
    expect(page.get_by_test_id("stTopNav")).to_contain_text(re.compile(r"ほか\d+画面"))
