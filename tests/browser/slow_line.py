"""A slow line between a page and its server."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute

from tests.browser.harness import settle


def tab_on_a_slow_line(page: Page, address: str) -> tuple[Page, SlowLine]:
    """Another tab of the same person, at an address that is drawn, and its line to the server."""
    tab = page.context.new_page()
    line = SlowLine(tab)
    tab.goto(address)
    settle(tab)
    return tab, line


class SlowLine:
    """A tab's connection to the server, on which nothing comes back while it is held."""

    def __init__(self, page: Page) -> None:
        self.held = False
        self.asked = 0
        self._waiting: list[Callable[[], None]] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def ask(message: str | bytes) -> None:
            self.asked += 1
            server.send(message)

        def answer(message: str | bytes) -> None:
            if self.held:
                self._waiting.append(lambda: line.send(message))
            else:
                line.send(message)

        line.on_message(ask)
        server.on_message(answer)

    def let_one_through(self) -> None:
        """Let through the first of what has come back."""
        if self._waiting:
            self._waiting.pop(0)()

    def release(self) -> None:
        """Let through what has come back meanwhile, in its order."""
        self.held = False
        while self._waiting:
            self.let_one_through()
