"""A page of the shipped data that is opened once, for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from kdx_metrics.charts.drawing.theme import PALETTES
from tests.browser.harness import NOW_AND_THEN, REST, VIEWPORT, Record, settle, start_over

Scheme = Literal["light", "dark"]

# Layout shifts as web-vitals count them, and whatever is animated, while the page is drawn.
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
# Whether figures are as wide as when last asked: they follow the window a moment after it.
STILL = """() => {
    const widths = [...document.querySelectorAll(".main-svg")].map(drawn => drawn.getAttribute("width")).join();
    const still = widths === window.kdxWidths;
    window.kdxWidths = widths;
    return still;
}"""
# Whether a page is drawn on this ground.
DRAWN_ON = """colour => getComputedStyle(document.documentElement).getPropertyValue("--kdx-page").trim() === colour"""
MOVING = "() => [...new Set(window.kdxMoving)]"
SLOW = 2  # times as long as this machine takes


@dataclass
class Opened:
    """An open page, how it is looked at, and what happened while a slow machine drew it."""

    page: Page
    address: str
    jumped: float = 0.0
    moving: list[str] = field(default_factory=list)
    scheme: Scheme = "light"
    resting: bool = False

    def rest(self) -> None:
        """Nobody looks at the page for now: an open one asks for news, and is drawn again, every five seconds."""
        self.page.goto(REST)
        self.resting = True

    def look(self, scheme: Scheme = "light", size: ViewportSize = VIEWPORT) -> Page:
        """The page in this window and these colours, once it is drawn so."""
        if self.resting:
            self.page.goto(self.address)
            settle(self.page)  # before anything changes: a page that is still loading may miss it
            self.resting = False
        resized = self.page.viewport_size != size
        self.page.set_viewport_size(size)
        if scheme != self.scheme:
            self.page.emulate_media(color_scheme=scheme)
            self.page.wait_for_function(DRAWN_ON, arg=PALETTES[scheme].page)
            self.scheme = scheme
        settle(self.page)
        if resized:
            self.page.evaluate("() => { window.kdxWidths = null; }")
            self.page.wait_for_function(STILL, polling=NOW_AND_THEN)
        return self.page


def draw_slowly(page: Page, address: str) -> tuple[float, list[str]]:
    """Open an address as a slow machine does; how far things jumped (CLS) and what was animated until it was drawn."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    page.goto(address)
    settle(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    devtools.detach()
    return page.evaluate(CLS), page.evaluate(MOVING)


@pytest.fixture(scope="session")
def window(reader: BrowserContext) -> Page:
    """The reader's second tab, in which pages stay open for several tests."""
    page = reader.new_page()
    page.add_init_script(WATCH)
    return page


@pytest.fixture(scope="session")
def opened(window: Page, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page at an address, visited once for all tests that ask for it; at the end all has been quiet."""
    record = Record()
    start_over(window)
    record.watch(window)
    jumped, moving = draw_slowly(window, request.param)
    yield Opened(window, request.param, jumped, moving)
    record.leave()
    record.assert_quiet()


def on(*addresses: str) -> pytest.MarkDecorator:
    """Each address is a test of its own; pytest runs all tests of one address, then those of the next."""
    return pytest.mark.parametrize("opened", addresses, indirect=True)
