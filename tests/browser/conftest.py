"""Fixtures of the browser tests: one server, one Chromium and one reader per process; every tab is watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.harness import TEST_FLAGS, Record, chromium, new_person, settle
from tests.browser.opened import Opened, open_slowly
from tests.browser.serving import Server, start_server

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process. While it runs, its thread has an event loop that nobody else may run."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=TEST_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def reader(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A reader who has been here before: the browser has the scripts in its cache."""
    context = new_person(browser, server.url)
    yield context
    context.close()


@pytest.fixture
def record() -> Record:
    """The requests and complaints of the test's page."""
    return Record()


@pytest.fixture
def page(reader: BrowserContext, record: Record) -> Iterator[Page]:
    """A new tab of the reader; at the end no request may have left and the console must be clean."""
    tab = reader.new_page()
    record.watch(tab)
    yield tab
    tab.close()
    record.assert_quiet()


@pytest.fixture
def visit(page: Page) -> Callable[[str], Page]:
    """`visit("/progress")` opens an address and returns the page once everything on it is drawn."""

    def open_address(address: str) -> Page:
        page.goto(address)
        settle(page)
        return page

    return open_address


@pytest.fixture(scope="module")
def opened(reader: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page at an address, visited once for all tests of the module; at the end all has been quiet."""
    record = Record()
    tab = reader.new_page()
    record.watch(tab)
    yield open_slowly(tab, request.param)
    tab.close()
    record.assert_quiet()


@pytest.fixture
def newcomer(browser: Browser, server: Server, record: Record) -> Iterator[Page]:
    """The page of somebody who has never been here: the browser knows nothing and has to fetch everything."""
    context = new_person(browser, server.url, newcomer=True)
    tab = context.new_page()
    record.watch(tab)
    yield tab
    context.close()
    record.assert_quiet()
