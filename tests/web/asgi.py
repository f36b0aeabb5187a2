"""One request to an ASGI app, without a server."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
from anyio.from_thread import start_blocking_portal
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    """An answer."""

    status: int
    headers: Headers
    body: bytes


def ask(
    app: ASGIApp, path: str, *, kind: str = "http", method: str = "GET", client: str = "127.0.0.1", **headers: str
) -> Answer:
    """Send one request whose header names are given with _ for - and return the whole answer."""
    scope = {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()],
        "extensions": {"websocket.http.response": {}},
        "client": (client, 50000),
        "server": ("127.0.0.1", 80),
    }
    incoming: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not incoming:
            await anyio.sleep_forever()  # the client stays connected; a streamed answer listens for its leaving
        return incoming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    with start_blocking_portal() as other_thread:  # in this one a browser's event loop may be running
        other_thread.call(run)
    return Answer(sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:]))
