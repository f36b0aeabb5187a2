"""The meeting in a real browser: the deck by keyboard at three sizes, in a hand, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.harness import NOW_AND_THEN, VIEWPORT, printed, screenshot, settle
from tests.shipped import NOW, summary

Visit = Callable[[str], Page]
SIZES: tuple[ViewportSize, ...] = (VIEWPORT, {"width": 1920, "height": 1080}, {"width": 1024, "height": 768})
# Texts smaller than 20 px or ended with …, and whatever is larger than the window or its place on the screen.
FAULTS = """() => {
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        const box = element.getBoundingClientRect();
        const written = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (written && box.width && box.height && parseFloat(getComputedStyle(element).fontSize) < 20) {
            found.push(`small: ${element.textContent.slice(0, 30)}`);
        }
    }
    for (const name of ['html', '[data-testid="stMain"]', '.st-key-deck', '.st-key-deck-body']) {
        const element = document.querySelector(name);
        if (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1) {
            found.push(`scrolls: ${name}`);
        }
    }
    for (const element of document.querySelectorAll('.deck-title, .deck-finding, .deck-text, .deck-points li')) {
        if (element.scrollHeight > element.clientHeight + 2) found.push(`cut: ${element.textContent.slice(0, 60)}`);
    }
    const floor = document.querySelector('.st-key-deck-body').getBoundingClientRect().bottom + 1;
    for (const element of document.querySelectorAll('.st-key-deck-body *')) {
        if (element.getBoundingClientRect().bottom > floor) found.push(`below: ${element.className}`);
    }
    return [...new Set(found)];
}"""


def press(page: Page, key: str, place: str) -> None:
    """Press a key and wait until the deck is at `place` (`3 /`)."""
    page.keyboard.press(key)
    expect(page.locator(".st-key-deck-top")).to_contain_text(f"{place} /")
    settle(page)


def settled_faults(page: Page) -> list[str]:
    """What does not fit once plotly has drawn the figure for its place: first it draws it at its own height."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({FAULTS})().length === 0", timeout=5_000, polling=NOW_AND_THEN)
    found: list[str] = page.evaluate(FAULTS)
    return found


def count(page: Page) -> int:
    """How many screens the deck has."""
    found = re.search(r"/ (\d+)", page.locator(".st-key-deck-top").inner_text())
    assert found
    return int(found.group(1))


def test_every_screen_of_the_deck_fits_its_window_in_letters_of_20_px(page: Page, visit: Visit) -> None:
    visit("/meeting")
    screens = count(page)
    assert screens > 15
    faults = {}
    for place in range(1, screens + 1):
        if place > 1:
            press(page, "ArrowRight", str(place))
        # Each size is the first that some screen is drawn at, and one that others are changed to.
        for turn in range(len(SIZES)):
            page.set_viewport_size(SIZES[(place - 1 - turn) % len(SIZES)])
            if found := settled_faults(page):
                faults[page.url, turn] = found
            if page.viewport_size == VIEWPORT:
                screenshot(page, f"meeting-{place:02}")
    assert faults == {}
    expect(page.get_by_role("button", name="次へ")).to_be_disabled()


def test_in_a_hand_the_deck_shortens_nothing_and_its_figures_are_moved_sideways(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    for screen in ("overall", "slips", "decide-1"):
        visit(f"/meeting?screen={screen}")
        texts = page.locator(".deck-title, .deck-finding, .deck-points li")
        assert texts.count() >= 3
        assert texts.evaluate_all("all => all.filter(e => e.scrollHeight > e.clientHeight + 2).length") == 0, screen
        figure, points = (page.locator(place).first for place in ("[class*='st-key-chart-']", ".deck-points"))
        assert figure.evaluate("e => e.scrollWidth > e.clientWidth"), screen
        above, below = figure.bounding_box(), points.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"], screen
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), screen


def test_a_screen_of_the_deck_is_printed_whole_on_one_sheet(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=overall")
    (sheet,) = printed(page)
    said = "".join(sheet.text.split())
    for group in (summary(NOW).overall, *summary(NOW).pillars.values()):
        assert group.planned is not None
        assert f"計画{group.planned:.1f}" in said
    assert "95%" in said, "the points below the figure"


def test_keyboard_and_clicker_go_through_the_deck_and_the_address_holds_the_place(page: Page, visit: Visit) -> None:
    visit("/meeting")
    for key, place in (("ArrowRight", "2"), ("Space", "3"), ("PageDown", "4"), ("PageUp", "3"), ("ArrowLeft", "2")):
        press(page, key, place)
    assert page.url.endswith("screen=homework")
    press(page, "End", str(count(page)))
    assert page.url.endswith("screen=timeline")
    page.reload()
    settle(page)
    expect(page.locator(".deck-title")).to_have_text("年表と今後の予定")
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
    expect(page.get_by_text("全体: 実績 65.2% − 計画 70.4% = −5.2ポイント").first).to_be_visible()
