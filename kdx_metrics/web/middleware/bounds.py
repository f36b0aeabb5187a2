"""Addresses and WebSocket messages that are longer than any page of ours makes them: refused before they are kept.

Streamlit keeps the last query string, page name … of each page, also for minutes after it was closed. What widgets hold
is bounded by `server.maxWidgetStateSize`, a whole message by `server.maxMessageSize`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kdx_metrics.web.middleware.sockets import pass_while

LONGEST_ADDRESS = 8 * 1024  # bytes of a path or a query string; the longest view of ours takes a quarter
LARGEST_REST = 64 * 1024  # bytes of a message besides its widgets: chiefly hashes of what the browser keeps, about 1 kB
TOO_BIG = 1009
TOO_LONG = "アドレスが長すぎます。検索の語句や選択を減らしてください。"


class Sizes(NamedTuple):
    """Bytes of the query string in a message of the front end, and of all but the widgets."""

    query: int
    rest: int


SizesOf = Callable[[bytes], Sizes]


class Bounds:
    """ASGI middleware that refuses what is too long; `sizes_of` reads a message of Streamlit's front end."""

    def __init__(self, app: ASGIApp, sizes_of: SizesOf) -> None:
        self.app = app
        self.sizes_of = sizes_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 414 or close the WebSocket, or pass on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            if _is_too_long(scope):
                await WebSocketClose(TOO_BIG)(scope, receive, send)
            else:
                await pass_while(self._is_bounded, TOO_BIG, self.app, scope, receive, send)
        elif _is_too_long(scope):
            await PlainTextResponse(TOO_LONG, 414, headers={"cache-control": "no-store"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _is_bounded(self, message: Message) -> bool:
        data = message.get("bytes")
        if data is None:  # text, which Streamlit never sends
            return False
        if len(data) <= LONGEST_ADDRESS:
            return True
        query, rest = self.sizes_of(data)
        return query <= LONGEST_ADDRESS and rest <= LARGEST_REST


def _is_too_long(scope: Scope) -> bool:
    return max(len(scope["path"]), len(scope["query_string"])) > LONGEST_ADDRESS
