"""Fixtures of the browser tests: a server for the whole run, servers of one's own, and pages that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kdx_metrics.web.first_page import LATER_VISIT, VISIT
from tests.browser.harness import FLAGS, VIEWPORT, Record, Server, chromium, settle, start_server

HERE = Path(__file__).parent

# Two busy cores may take long over what a reader sees at once; only a real failure waits this long.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard with the shipped data, as `make run` serves it; shared, so no test may change its data."""
    running = start_server()
    yield running
    running.stop()


@pytest.fixture
def fresh_server() -> Iterator[Callable[..., Server]]:
    """`fresh_server(KDX_…=value)` starts a server of the test's own that nobody has visited."""
    started: list[Server] = []

    def start(script: str = "dashboard.py", **env: str) -> Server:
        started.append(start_server(env, script))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a file: as long as Playwright is up, no other test of the process can run an event loop."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def record() -> Record:
    """What the test's page asks for and complains about."""
    return Record()


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A reader who has been here before: each file's tests share what their browser has in its cache, as readers do."""
    context = browser.new_context(
        base_url=server.url, viewport=VIEWPORT, locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True
    )
    context.add_cookies([{"name": VISIT, "value": LATER_VISIT, "url": server.url}])  # past the guide for newcomers
    yield context
    context.close()


@pytest.fixture(scope="module")
def tab(reader: BrowserContext) -> Page:
    """The reader's tab: a new one would compile Streamlit's and plotly's scripts again, twice the work of a visit."""
    return reader.new_page()


@pytest.fixture
def page(tab: Page, reader: BrowserContext, record: Record) -> Iterator[Page]:
    """The tab at 1366×768, to be sent anywhere; at the end no request may have left and the console must be clean."""
    tab.set_viewport_size(VIEWPORT)
    tab.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")  # "null": as printers ask
    record.watch(tab)
    yield tab
    for each in reader.pages:
        if each is not tab:
            each.close()
    record.leave()
    record.assert_quiet()


@pytest.fixture
def visit(page: Page) -> Callable[[str], Page]:
    """`visit("/progress")` opens an address and returns the page once everything on it is drawn."""

    def open_address(address: str) -> Page:
        page.goto(address)
        settle(page)
        return page

    return open_address
