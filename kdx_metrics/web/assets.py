"""Streamlit's scripts and styles, compressed once and kept: it sends them uncompressed (7.6 MB on a first load)."""

from __future__ import annotations

import gzip
from http import HTTPStatus

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/static/"
# Fonts and pictures are compressed already.
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/wasm")
LEVEL = 6  # 9 takes three times as long for one per cent less


class CompressedAssets:
    """ASGI middleware that answers GET under /static/ with gzip where the browser takes it.

    The names hold a hash of the content and the folder is read-only, so what was compressed once stays right, and
    memory is bounded by the folder (25 MB, of which a browser asks for a third).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[bytes, dict[str, str]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else compress what the server answers and keep it."""
        if not _is_wanted(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            answer = _Collected()
            await self.app(scope, receive, answer.send)
            if not answer.is_compressible():
                await answer.replay(send)
                return
            # In a thread: a script of a megabyte takes 50 ms, in which no session would be served.
            body = await to_thread.run_sync(gzip.compress, answer.body, LEVEL)
            self.kept[path] = body, answer.headers_for_gzip()
        body, headers = self.kept[path]
        await Response(body, headers=headers)(scope, receive, send)


def _is_wanted(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
        return False
    headers = Headers(scope=scope)
    # A part of a file or a question whether it changed is the file server's own business.
    special = "range" in headers or "if-none-match" in headers or "if-modified-since" in headers
    return "gzip" in headers.get("accept-encoding", "") and not special


class _Collected:
    """An answer held back until it is whole."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    def is_compressible(self) -> bool:
        kind = Headers(raw=self.start["headers"]).get("content-type", "")
        return bool(self.start["status"] == HTTPStatus.OK and kind.startswith(COMPRESSIBLE))

    def headers_for_gzip(self) -> dict[str, str]:
        headers = MutableHeaders(raw=[*self.start["headers"]])
        for name in ("content-length", "etag", "accept-ranges"):  # they describe the uncompressed file
            del headers[name]
        headers["content-encoding"] = "gzip"
        headers.add_vary_header("Accept-Encoding")
        return dict(headers)

    async def replay(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})
