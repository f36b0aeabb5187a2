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
NOW_AND_THEN = 100  # ms between two questions to a page: asking at every frame makes drawing it slower
VIEWPORT: ViewportSize = {"width": 1366, "height": 768}
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
# For short visits. One process draws the tabs of all people: each of its own would compile every script again, which
# doubles the processor time of a visit. Optimising compilers only pay on pages that stay open, and cost a sixth here.
TEST_FLAGS = [*FLAGS, "--renderer-process-limit=1", "--js-flags=--no-opt --no-maglev"]
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
    """Debian's Chromium, if possible the build without windows: its pages cost a third less to start."""
    programs = map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))
    program = next(filter(None, programs), None)
    if program is None:
        raise FileNotFoundError("chromium is missing: `make test` installs it, or says what to install")
    return program


@dataclass
class Record:
    """The requests and errors of the pages it watches. `forgiven` holds addresses whose failing a test expects."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Follow a page from before its first request until it closes."""
        page.on("request", self._see)
        page.on("websocket", self._see)
        page.on("pageerror", self._note)
        page.on("console", self._hear)

    def _see(self, request: Request | WebSocket) -> None:
        self.requests.append(request.url)

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
    """True if an address is this machine's or the page's own memory."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}


def new_person(
    browser: Browser, address: str, *, newcomer: bool = False, size: ViewportSize = VIEWPORT
) -> BrowserContext:
    """A person's own browser with an empty cache, and the city's language and time; `address` is where paths lead.

    A newcomer is offered the guide on the first visit, others are past it.
    """
    context = browser.new_context(
        base_url=address, viewport=size, locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True
    )
    if not newcomer:
        context.add_cookies([{"name": VISIT, "value": LATER_VISIT, "url": address}])
    return context


def settle(page: Page) -> None:
    """Wait until the script has run, nothing is stale and every chart is drawn, in fonts that are loaded."""
    page.wait_for_function(SETTLED, timeout=PATIENCE * 1000, polling=NOW_AND_THEN)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def holding(wanted: dict[str, list[str]]) -> Callable[[str], bool]:
    """A test that an address holds just this: it is written a moment after the page that it belongs to is drawn."""
    return lambda address: parse_qs(urlsplit(address).query) == wanted


def printed(page: Page) -> list[Sheet]:
    """The sheets of paper that a printer would be given."""
    return sheets(page.pdf(prefer_css_page_size=True, print_background=True))


def screenshot(page: Page, name: str, *, full_page: bool = False) -> Path:
    """Save a picture of the page as screenshots/NAME.png (ignored by git) and return its path."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full_page)
    return path
