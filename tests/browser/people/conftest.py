"""Fixtures of the tests with several people: servers of a test's own, and a browser for each who visits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people.desks import Desks
from tests.browser.people.site import site
from tests.browser.serving import Server, lasting_port, start_server

__all__ = ["site"]


@pytest.fixture(scope="session")
def own_port() -> int:
    """Where all servers of the tests' own are, one after the other: browsers keep what they know of an address."""
    return lasting_port()


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


@pytest.fixture(scope="session")
def _desks(browser: Browser, own_port: int) -> Desks:
    return Desks(browser, home=f"http://127.0.0.1:{own_port}")


@pytest.fixture
def desk(_desks: Desks) -> Iterator[Callable[..., Page]]:
    """`desk()` is the tab of another person's browser, which leads to the server of the test's own."""
    yield _desks.take
    _desks.clear()
