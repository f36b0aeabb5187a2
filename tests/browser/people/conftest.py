"""Fixtures of the tests with several people: servers of a test's own, and a browser for each who visits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.harness import VIEWPORT, Record, new_person
from tests.browser.people.site import site
from tests.browser.serving import Server, free_port, start_server

__all__ = ["site"]


@pytest.fixture(scope="session")
def own_port() -> int:
    """The port of the tests' own servers, one after another."""
    return free_port()


@pytest.fixture
def fresh_server(own_port: int) -> Iterator[Callable[..., Server]]:
    """`fresh_server(KDX_…=value)` starts a server of the test's own that nobody has visited, and stops the last one."""
    running: list[Server] = []

    def start(script: str = "dashboard.py", **env: str) -> Server:
        stop()
        running.append(start_server(env, script, port=own_port))
        return running[0]

    def stop() -> None:
        while running:
            running.pop().stop()

    yield start
    stop()


@pytest.fixture
def desk(browser: Browser, own_port: int) -> Iterator[Callable[..., Page]]:
    """`desk()` is a tab in another person's browser, for the server of the test's own; nobody asks another machine."""
    record = Record()
    people: list[BrowserContext] = []

    def sit_down(size: ViewportSize = VIEWPORT) -> Page:
        person = new_person(browser, f"http://127.0.0.1:{own_port}", size=size)
        person.on("page", record.watch)
        people.append(person)
        return person.new_page()

    yield sit_down
    for person in people:
        person.close()
    record.assert_nobody_left()
