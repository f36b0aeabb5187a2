"""/metrics for Prometheus, and the counting of what passes the server's outermost layer."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.web import counters

PATH = "/metrics"
REFUSED = {401, 403, 413, 429}
# What a proxy adds: whoever comes through one is not on this machine, whatever the address says.
THROUGH_A_PROXY = ("x-forwarded-for", "x-real-ip", "forwarded")


def metrics_route(published: Callable[[], StoreSource | None], addresses: Collection[str]) -> Route:
    """A route that answers to these client addresses alone; to others it is not there."""

    def answer(request: Request) -> Response:  # not async: it asks the store, so it runs in a thread
        client = request.client.host.removeprefix("::ffff:") if request.client else ""
        if client not in addresses or any(name in request.headers for name in THROUGH_A_PROXY):
            return PlainTextResponse("Not Found", 404, headers={"cache-control": "no-store"})
        content = counters.exposition(published)
        return Response(content, media_type=counters.CONTENT_TYPE, headers={"cache-control": "no-store"})

    return Route(PATH, answer, methods=["GET"])


class Counted:
    """ASGI middleware before every other: counts answers, refusals and open WebSockets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _count(message["status"])
            await send(message)

        await self.app(scope, receive, send_counted if scope["type"] == "http" else send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def send_counted(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                is_open = True
                counters.SESSIONS.inc()
            elif message["type"] == "websocket.close" and not is_open:
                counters.REFUSALS.labels("websocket").inc()
            elif message["type"] == "websocket.http.response.start":
                _count(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            if is_open:
                counters.SESSIONS.dec()


def _count(status: int) -> None:
    counters.ANSWERS.labels(str(status)).inc()
    if status in REFUSED:
        counters.REFUSALS.labels(str(status)).inc()
