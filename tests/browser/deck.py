"""The deck of 会議モード in a browser: its sizes, its keys, and texts that do not fit."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.harness import NOW_AND_THEN, VIEWPORT, settle

SIZES: tuple[ViewportSize, ...] = (VIEWPORT, {"width": 1920, "height": 1080}, {"width": 1024, "height": 768})
# Texts smaller than 20 px or ended with …, and elements larger than the window or than their room on the screen.
FAULTS = """() => {
    const faults = [];
    for (const element of document.querySelectorAll('body *')) {
        const box = element.getBoundingClientRect();
        const written = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (written && box.width && box.height && parseFloat(getComputedStyle(element).fontSize) < 20) {
            faults.push(`small: ${element.textContent.slice(0, 30)}`);
        }
    }
    for (const name of ['html', '[data-testid="stMain"]', '.st-key-deck', '.st-key-deck-body']) {
        const element = document.querySelector(name);
        if (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1) {
            faults.push(`scrolls: ${name}`);
        }
    }
    for (const element of document.querySelectorAll('.deck-title, .deck-finding, .deck-text, .deck-points li')) {
        if (element.scrollHeight > element.clientHeight + 2) faults.push(`cut: ${element.textContent.slice(0, 60)}`);
    }
    const floor = document.querySelector('.st-key-deck-body').getBoundingClientRect().bottom + 1;
    for (const element of document.querySelectorAll('.st-key-deck-body *')) {
        if (element.getBoundingClientRect().bottom > floor) faults.push(`below: ${element.className}`);
    }
    return [...new Set(faults)];
}"""


def press(page: Page, key: str, number: str) -> None:
    """Press a key and wait until the deck is at the screen of this number (`3 /`)."""
    page.keyboard.press(key)
    expect(page.locator(".st-key-deck-top")).to_contain_text(f"{number} /")
    settle(page)


def settled_faults(page: Page) -> list[str]:
    """Faults that remain once plotly has drawn the figure for its room: first it draws it at its own height."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({FAULTS})().length === 0", timeout=5_000, polling=NOW_AND_THEN)
    faults: list[str] = page.evaluate(FAULTS)
    return faults
