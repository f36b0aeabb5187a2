"""A page of the shipped data that is opened once for all tests of a module that only look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from kdx_metrics.charts.drawing.theme import PALETTES
from tests.browser.harness import NOW_AND_THEN, VIEWPORT, settle

Scheme = Literal["light", "dark"]

# Notes layout shifts as web-vitals count them, and every element that is animated, while a page is drawn.
WATCH = """
window.kdxShifts = [];
window.kdxMoving = [];
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) window.kdxShifts.push([entry.startTime, entry.value]);
    }
}).observe({type: "layout-shift", buffered: true});
document.addEventListener("animationstart", e => window.kdxMoving.push(e.target.outerHTML.slice(0, 120)), true);
"""
# Sum of the worst session window of layout shifts, as web-vitals defines CLS.
CLS = """() => {
    let worst = 0, sum = 0, first = 0, last = -1e9;
    for (const [at, value] of window.kdxShifts) {
        if (at - last > 1000 || at - first > 5000) { sum = 0; first = at; }
        sum += value; last = at; worst = Math.max(worst, sum);
    }
    return worst;
}"""
MOVING = "() => [...new Set(window.kdxMoving)]"
# True once figures are as wide as at the last question: they follow the window a moment after it.
STILL = """() => {
    const widths = [...document.querySelectorAll(".main-svg")].map(drawn => drawn.getAttribute("width")).join();
    const still = widths === window.kdxWidths;
    window.kdxWidths = widths;
    return still;
}"""
# True if the page is drawn on the ground of this colour.
DRAWN_ON = """colour => getComputedStyle(document.documentElement).getPropertyValue("--kdx-page").trim() === colour"""
SLOW = 2  # times as long as this machine takes


@dataclass(frozen=True)
class Opened:
    """An open page, and how far things jumped (CLS) and what was animated while a slow machine drew it."""

    page: Page
    address: str
    jumped: float
    moving: list[str]

    def look(self, scheme: Scheme = "light", size: ViewportSize = VIEWPORT) -> Page:
        """The page in these colours and a window of this size, once it is drawn so."""
        page = self.page
        resized = page.viewport_size != size
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(DRAWN_ON, arg=PALETTES[scheme].page)
        settle(page)
        if resized:
            page.evaluate("() => { window.kdxWidths = null; }")
            page.wait_for_function(STILL, polling=NOW_AND_THEN)
        return page


def open_slowly(page: Page, address: str) -> Opened:
    """Open an address as a slow machine does; `page` is a new tab."""
    page.add_init_script(WATCH)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    page.goto(address)
    settle(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    devtools.detach()
    return Opened(page, address, page.evaluate(CLS), page.evaluate(MOVING))


def on(*addresses: str) -> pytest.MarkDecorator:
    """Each address is a test of its own; pytest runs all tests of one address, then those of the next."""
    return pytest.mark.parametrize("opened", addresses, indirect=True)
