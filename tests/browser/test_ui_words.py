"""Streamlit's own English, phrase by phrase, is Japanese on screen: an upgrade that rewords one fails here."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from kdx_metrics.web.ui_words import PHRASES
from tests.browser.opened import Opened, on

TABLE = "/actions"


@on(TABLE)
def test_an_empty_choice_asks_in_japanese_and_says_when_nothing_fits(opened: Opened) -> None:
    page = opened.look()
    page.get_by_label("評価", exact=True).first.click()
    page.get_by_label("評価", exact=True).first.fill("zzz")
    expect(page.get_by_text(PHRASES["No results"])).to_be_visible()
    for _ in range(2):  # what was typed, then the list
        page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


@on(TABLE)
def test_the_table_tools_are_named_in_japanese(opened: Opened) -> None:
    page = opened.look()
    page.get_by_test_id("stDataFrame").first.hover()
    for phrase in ("Show/hide columns", "Search", "Fullscreen"):
        expect(page.get_by_role("button", name=PHRASES[phrase]).first).to_be_attached()


@on(TABLE)
def test_what_the_table_tools_open_is_japanese(opened: Opened) -> None:
    page = opened.look()
    page.get_by_test_id("stDataFrame").first.hover()
    page.get_by_role("button", name=PHRASES["Show/hide columns"]).first.click()
    expect(page.get_by_text(PHRASES["(index)"])).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("stDataFrame").first.hover()
    page.get_by_role("button", name=PHRASES["Search"]).first.click()
    expect(page.get_by_text(PHRASES["Type to search"])).to_be_visible()
    page.keyboard.type("窓口DX")
    expect(page.get_by_test_id("search-result-area")).to_have_text(re.compile(r"^\d+件$"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("search-result-area")).to_have_text(re.compile(r"^\d+件中 1件目$"))
    page.keyboard.press("Escape")


@on(TABLE)
def test_streamlits_own_csv_button_is_hidden_since_it_does_not_guard_formulas(opened: Opened) -> None:
    page = opened.look()
    page.get_by_test_id("stDataFrame").first.hover()
    button = page.get_by_role("button", name=PHRASES["Download as CSV"], include_hidden=True)
    expect(button.first).to_be_attached()
    expect(button.first).to_be_hidden()


@on("/")
def test_the_link_is_copied_by_a_button_with_a_japanese_name(opened: Opened) -> None:
    page = opened.look()
    page.get_by_role("button", name="リンク").click()
    page.get_by_test_id("stCode").hover()
    expect(page.get_by_role("button", name=PHRASES["Copy to clipboard"])).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stCode")).to_be_hidden()


@on("/")
def test_the_calendar_is_japanese(opened: Opened) -> None:
    page = opened.look()
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    calendar = page.get_by_role("dialog")
    expect(calendar).to_contain_text(re.compile("2026年|10月"))
    assert not re.search("October|Oct|Mon|Su", calendar.inner_text())
    page.keyboard.press("Escape")
    expect(calendar).to_be_hidden()


@on("/")
def test_the_parts_of_a_date_are_named_in_japanese(opened: Opened) -> None:
    page = opened.look()
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    for part, name in enumerate(("年", "月", "日")):
        expect(parts.nth(part)).to_have_accessible_name(re.compile(f"表示する時点の{name}"))
    expect(parts.nth(1)).to_have_attribute("aria-valuetext", "10月")


@on("/guide")
def test_pages_that_find_no_room_in_the_navigation_are_counted_in_japanese(opened: Opened) -> None:
    page = opened.look(size={"width": 768, "height": 1024})
    narrow = page.add_style_tag(content='[data-testid="stTopNav"] { max-width: 15rem !important }')
    expect(page.get_by_test_id("stTopNav")).to_contain_text(re.compile(r"ほか\d+画面"))
    narrow.evaluate("style => style.remove()")
