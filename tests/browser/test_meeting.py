"""The meeting in a real browser: the deck by keyboard at three sizes, in a hand, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.deck import SIZES, press, settled_faults
from tests.browser.harness import VIEWPORT, printed, screenshot, settle
from tests.shipped import NOW, summary

Visit = Callable[[str], Page]

OPTIONAL = ("value", "voices")  # only in the deck of a city that has them
# Puts a leader's name into the head; true where it ends before the number of the screen.
HEAD_OF_A_SHARED_SCREEN = """() => {
    const [, clock, number] = [...document.querySelectorAll('.st-key-deck-top p')];
    clock.textContent = '進行 鹿島 花子さん・経過 0分';
    return clock.getBoundingClientRect().right <= number.getBoundingClientRect().left;
}"""


def count(page: Page) -> int:
    """The number of the deck's screens."""
    total = re.search(r"/ (\d+)", page.locator(".st-key-deck-top").inner_text())
    assert total
    return int(total.group(1))


def test_every_screen_of_the_deck_fits_its_window_in_letters_of_20_px(page: Page, visit: Visit) -> None:
    visit("/meeting")
    screens = count(page)
    assert screens == 14
    faults = {}
    for number in range(1, screens + 1):
        if number > 1:
            press(page, "ArrowRight", str(number))
        # Each size is the first that some screen is drawn at, and one that others are changed to.
        for turn in range(len(SIZES)):
            page.set_viewport_size(SIZES[(number - 1 - turn) % len(SIZES)])
            if misfits := settled_faults(page):
                faults[page.url, turn] = misfits
            if page.viewport_size == VIEWPORT:
                screenshot(page, f"meeting-{number:02}")
    assert faults == {}
    expect(page.get_by_role("button", name="次へ")).to_be_disabled()


def test_the_appendix_fits_too(page: Page, visit: Visit) -> None:
    for screen in ("pillar-P1", "course", "kpi-K03", "kpi-K05", "check", "timeline"):
        for size in SIZES:
            page.set_viewport_size(size)
            visit(f"/meeting?screen={screen}")
            assert settled_faults(page) == [], (screen, size)


@pytest.mark.parametrize(("width", "height"), [(375, 812), (768, 1024)])
def test_in_a_hand_the_deck_shortens_nothing_and_keeps_its_controls_in_reach(
    page: Page, visit: Visit, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    screens = ("overall", "pillars", "changes", "slips", "outlook", "kpis", *OPTIONAL, "decide-1", "decide-2", "report")
    for screen in screens:
        visit(f"/meeting?screen={screen}")
        texts = page.locator(".deck-title, .deck-finding, .deck-points li")
        assert texts.count() >= 1
        assert texts.evaluate_all("all => all.filter(e => e.scrollHeight > e.clientHeight + 2).length") == 0, screen
        marks = page.locator(".tracks-way span")
        assert marks.count() == {"changes": 8, "slips": 8}.get(screen, 0)
        assert marks.evaluate_all("all => all.filter(e => e.getBoundingClientRect().left < 0).length") == 0, screen
        bar = page.locator(".st-key-deck-bar").bounding_box()
        assert bar
        assert bar["y"] + bar["height"] <= height, "the controls are in reach without scrolling"
        assert bar["height"] <= 64, "and take one row"
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), screen
    assert page.evaluate(HEAD_OF_A_SHARED_SCREEN), "the leader stands beside the number of the screen, not over it"


def test_a_screen_of_the_deck_is_printed_whole_on_one_sheet(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=overall")
    (sheet,) = printed(page)
    text = "".join(sheet.text.split())
    now = summary(NOW)
    for group in (now.current, *(now.cells[pillar, now.period] for pillar in now.pillars)):
        assert group.planned is not None
        assert f"計画{group.planned:.1f}" in text
    assert "92.3%" in text, "the points below the figure"


def test_keyboard_and_clicker_go_through_the_deck_and_the_address_holds_the_screen(page: Page, visit: Visit) -> None:
    visit("/meeting")
    for key, number in (("ArrowRight", "2"), ("Space", "3"), ("PageDown", "4"), ("PageUp", "3"), ("ArrowLeft", "2")):
        press(page, key, number)
    assert page.url.endswith("screen=overall")
    press(page, "End", str(count(page)))
    assert page.url.endswith("screen=closing")
    page.reload()
    settle(page)
    expect(page.locator(".deck-title")).to_have_text("本日の決定と宿題")
    press(page, "2", "3")
    press(page, "Home", "1")
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
    # A finger finds the buttons, and a key pressed after a click still goes one screen only.
    box = page.get_by_role("button", name="次へ").bounding_box()
    assert box
    assert box["height"] >= 44
    page.get_by_role("button", name="次へ").click()
    expect(page.locator(".st-key-deck-top")).to_contain_text("2 /")
    settle(page)
    press(page, "Space", "3")
    page.wait_for_timeout(500)
    expect(page.locator(".st-key-deck-top")).to_contain_text("3 /")


def test_every_screen_says_why(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=overall")
    page.get_by_role("button", name="根拠").click()
    expect(page.get_by_text("第2期: 実績 72.7% − 計画 81.0% = −8.3ポイント").first).to_be_visible()


def test_a_bar_opens_the_thing_like_its_name(page: Page, visit: Visit) -> None:
    for screen, row, drawn, opened in (
        ("overall", ".kdx-chart tbody tr", ".kdx-track", "/actions?"),
        ("kpis", ".kdx-kpi", "img", "/kpis?"),
    ):
        visit(f"/meeting?screen={screen}")
        bar = page.locator(row).nth(1).locator(drawn).bounding_box()
        assert bar
        page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        page.wait_for_url(re.compile(re.escape(opened)))


def test_a_name_opens_the_thing_by_keyboard_and_the_way_back_leads_to_the_screen(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=pillars")
    name = page.locator(".deck-rows a").first
    title = name.inner_text()
    name.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions?action=*")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile(re.escape(title))).first).to_be_visible()
    page.get_by_role("link", name="会議の画面に戻る").click()
    expect(page.locator(".deck-title")).to_have_text("柱ごとの第2期")
    settle(page)
