"""A real Chromium for the browser tests: started, watched, waited for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, ViewportSize, WebSocket

from kdx_metrics.settings import ROOT
from kdx_metrics.web.routes.first_page import LATER_VISIT, VISIT
from tests.browser.sheets import Sheet, sheets

SCREENSHOTS = ROOT / "screenshots"
PATIENCE = 60  # seconds until what takes a few counts as failed
NOW_AND_THEN = 100  # ms between two questions: asked at every frame, a page takes a twelfth more work to be drawn
VIEWPORT: ViewportSize = {"width": 1366, "height": 768}
REST = "about:blank"  # where a tab waits: no script runs there
# --no-sandbox: tests run as root in a container. The rest keeps Chromium itself from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For many short visits. One process for all tabs of a person: each of its own would compile every script again, twice
# the work of a visit. Without the compilers that pay where a page stays open: an eighth of the work of looking at one.
SHORT_VISITS = [*FLAGS, "--renderer-process-limit=1", "--js-flags=--no-opt --no-maglev"]
# Streamlit's front end looks for its server under the page's own address first.
KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testConnectionState !== 'CONNECTED' || app.dataset.testScriptState !== 'notRunning') {
        return false;
    }
    const drawn = [...app.querySelectorAll('[data-testid="stPlotlyChart"]')].every(c => c.querySelector('.main-svg'));
    const started = app.querySelector('[data-testid="stElementContainer"]');
    return Boolean(started) && drawn && !app.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""


def chromium() -> str:
    """Debian's Chromium, the build without windows where there is one: its pages cost a third less to start."""
    found = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
    if found is None:
        raise FileNotFoundError("chromium is missing: `make test` installs it, or says what to install")
    return found


@dataclass
class Record:
    """What a page asked for and complained about. `forgiven` holds addresses whose failing a test expects."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    watched: list[Page] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Follow a page from before its first request."""
        page.on("request", self._see)
        page.on("websocket", self._see)
        page.on("pageerror", self._note)
        page.on("console", self._hear)
        self.watched.append(page)

    def leave(self) -> None:
        """Follow the pages no longer: a tab goes on to another test."""
        for page in self.watched:
            page.remove_listener("request", self._see)
            page.remove_listener("websocket", self._see)
            page.remove_listener("pageerror", self._note)
            page.remove_listener("console", self._hear)
        self.watched.clear()

    def _see(self, asked: Request | WebSocket) -> None:
        self.requests.append(asked.url)

    def _note(self, error: Error) -> None:
        self.errors.append(str(error))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}".strip())

    def assert_nobody_left(self) -> None:
        """No request left the machine."""
        assert [url for url in self.requests if not is_local(url)] == []

    def assert_quiet(self) -> None:
        """No request left the machine, and the console holds no error but Streamlit's two known 404s."""
        self.assert_nobody_left()
        exempt = (*KNOWN_404, *self.forgiven)
        assert [error for error in self.errors if not ("404" in error and error.endswith(exempt))] == []


def is_local(url: str) -> bool:
    """Whether an address is this machine's or the page's own memory."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}


def new_person(browser: Browser, address: str) -> BrowserContext:
    """A browser that nobody has used yet, with the city's language and time; `address` is where paths lead."""
    return browser.new_context(
        base_url=address, viewport=VIEWPORT, locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True
    )


def remember(context: BrowserContext, address: str) -> None:
    """Make somebody one who is past the guide for newcomers, and is not signed in."""
    context.clear_cookies()
    context.add_cookies([{"name": VISIT, "value": LATER_VISIT, "url": address}])


def start_over(page: Page) -> None:
    """The window and the device as they are unless a test asks for others."""
    page.set_viewport_size(VIEWPORT)
    page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")  # "null": as printers ask


def settle(page: Page) -> None:
    """Wait until the script has run, nothing is stale and every chart is drawn, in fonts that are loaded."""
    page.wait_for_function(SETTLED, timeout=PATIENCE * 1000, polling=NOW_AND_THEN)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def holding(wanted: dict[str, list[str]]) -> Callable[[str], bool]:
    """Whether an address holds just this: it is written a moment after the page that it belongs to is drawn."""
    return lambda address: parse_qs(urlsplit(address).query) == wanted


def printed(page: Page) -> list[Sheet]:
    """The sheets of paper that a printer would be given."""
    return sheets(page.pdf(prefer_css_page_size=True, print_background=True))


def screenshot(page: Page, name: str, *, full_page: bool = False) -> Path:
    """Save what the page shows as screenshots/NAME.png (ignored by git) and return where."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full_page)
    return path
