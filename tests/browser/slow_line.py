"""A slow line between a page and its server."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute

STREAM = re.compile("/_stcore/stream")


class SlowLine:
    """A page's connection to the server, on which no answer comes through while it is `held`; made before the visit."""

    def __init__(self, page: Page) -> None:
        self.held = False
        self.requests = 0
        self._answers: list[Callable[[], None]] = []
        page.route_web_socket(STREAM, self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def ask(message: str | bytes) -> None:
            self.requests += 1
            server.send(message)

        def answer(message: str | bytes) -> None:
            if self.held:
                self._answers.append(lambda: line.send(message))
            else:
                line.send(message)

        line.on_message(ask)
        server.on_message(answer)

    def let_one_through(self) -> None:
        """Let through the first answer that is held."""
        if self._answers:
            self._answers.pop(0)()

    def release(self) -> None:
        """Let through all answers that are held, in their order."""
        self.held = False
        while self._answers:
            self.let_one_through()
