"""Fixtures of the browser tests: a server and a reader for the whole run, whose pages are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.harness import REST, SHORT_VISITS, Record, chromium, new_person, remember, settle, start_over
from tests.browser.opened import Opened, opened, window
from tests.browser.serving import Server, start_server

__all__ = ["opened", "window"]

HERE = Path(__file__).parent

# Two busy cores may take long over what a reader sees at once; only a real failure waits this long.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """A page that is kept open for several tests rests while others run."""
    opened = item.funcargs.get("opened") if isinstance(item, pytest.Function) else None
    if isinstance(opened, Opened) and not opened.resting and "opened" not in getattr(nextitem, "fixturenames", ()):
        opened.rest()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard with the shipped data, as `make run` serves it; shared, so no test may change its data."""
    running = start_server(cold=True)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process. While it runs, its thread has an event loop that nobody else may run."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=SHORT_VISITS)
        yield running
        running.close()


@pytest.fixture
def record() -> Iterator[Record]:
    """What the test's page asks for and complains about."""
    kept = Record()
    yield kept
    kept.leave()


@pytest.fixture(scope="session")
def reader(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A reader who has been here before: tests share what their browser has in its cache, as readers do."""
    context = new_person(browser, server.url)
    remember(context, server.url)
    yield context
    context.close()


@pytest.fixture(scope="session")
def tab(reader: BrowserContext) -> Page:
    """The reader's tab: a new one would compile Streamlit's and plotly's scripts again, twice the work of a visit."""
    return reader.new_page()


@pytest.fixture
def page(tab: Page, reader: BrowserContext, record: Record) -> Iterator[Page]:
    """The tab at 1366×768, to be sent anywhere; at the end no request may have left and the console must be clean."""
    start_over(tab)
    known = list(reader.pages)
    record.watch(tab)
    yield tab
    for each in reader.pages:
        if each not in known:
            each.close()
    record.leave()
    tab.goto(REST)
    record.assert_quiet()


@pytest.fixture
def visit(page: Page) -> Callable[[str], Page]:
    """`visit("/progress")` opens an address and returns the page once everything on it is drawn."""

    def open_address(address: str) -> Page:
        page.goto(address)
        settle(page)
        return page

    return open_address


@pytest.fixture
def newcomer(page: Page, reader: BrowserContext, server: Server) -> Iterator[Page]:
    """The page of somebody who has never been here."""
    reader.clear_cookies()
    yield page
    remember(reader, server.url)
