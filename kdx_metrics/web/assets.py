"""Streamlit's scripts and styles, compressed once and kept: it sends them uncompressed (7.6 MB on a first load)."""

from __future__ import annotations

import contextlib
import gzip
import os
from asyncio import Lock
from collections import defaultdict
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from queue import SimpleQueue
from threading import Thread, get_native_id
from time import monotonic, sleep

import brotli  # type: ignore[import-untyped]  # ships no types
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/static/"
# Fonts and pictures are compressed already.
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/wasm")
# Each once a process and file: brotli 9 at once (0.12 s a megabyte, an eighth smaller than gzip), 11 once no browser
# has asked for a while (ten times as long, another tenth smaller), and only once an installation: it is kept on disk.
# gzip for whoever reads nothing better: browsers take brotli over HTTPS and from this machine only.
BEST = 11
QUIET = 600.0  # seconds in which no script was asked for
WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=9)),
    "gzip": lambda body: gzip.compress(body, 6),
}


class CompressedAssets:
    """ASGI middleware that answers GET under /static/ with brotli or gzip, as the browser takes it.

    The names hold a hash of the content and the folder is read-only, so what was compressed once stays right, and
    memory is bounded by the folder (25 MB, of which a browser asks for a third). What took long to compress is kept in
    `folder` for the processes to come.
    """

    def __init__(self, app: ASGIApp, folder: Path, quiet: float = QUIET) -> None:
        self.app = app
        self.quiet = quiet
        self.asked = monotonic()
        self.shelf = Shelf(folder)
        self.kept: dict[tuple[str, str], tuple[bytes, dict[str, str]]] = {}
        self.locks: defaultdict[tuple[str, str], Lock] = defaultdict(Lock)
        self.to_improve: SimpleQueue[tuple[tuple[str, str], bytes]] = SimpleQueue()
        # A daemon: a compression that is half done must not hold up the end of the process.
        Thread(target=self._improve, name="compress-assets", daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else compress what the server answers and keep it."""
        way = _wanted(scope)
        if way is None:
            await self.app(scope, receive, send)
            return
        self.asked = monotonic()
        key = scope["path"], way
        if key not in self.kept:
            async with self.locks[key]:  # fifty browsers that start together wait for one compression
                if key not in self.kept and not await self._keep(key, scope, receive, send):
                    return
        body, headers = self.kept[key]
        await Response(body, headers=headers)(scope, receive, send)

    async def _keep(self, key: tuple[str, str], scope: Scope, receive: Receive, send: Send) -> bool:
        """Ask the server and keep its answer compressed; what need not be compressed is sent as it is (False)."""
        answer = _Collected()
        await self.app(scope, receive, answer.send)
        if not answer.is_compressible():
            self.locks.pop(key, None)  # a name that does not exist must not stay in memory
            await answer.replay(send)
            return False
        # In a thread: a script of a megabyte takes 120 ms, in which no session would be served.
        best = await to_thread.run_sync(self.shelf.take, answer.body) if key[1] == "br" else None
        body = best if best is not None else await to_thread.run_sync(WAYS[key[1]], answer.body)
        self.kept[key] = body, answer.headers_for(key[1])
        if key[1] == "br" and best is None:
            self.to_improve.put((key, answer.body))
        return True

    def _improve(self) -> None:
        """Compress whatever was sent once more, and better: when it is quiet, and behind all else that wants a core."""
        with contextlib.suppress(AttributeError, OSError):  # threads have priorities of their own on Linux only
            os.setpriority(os.PRIO_PROCESS, get_native_id(), 19)
        while True:
            key, body = self.to_improve.get()
            while (left := self.asked + self.quiet - monotonic()) > 0:
                sleep(left)
            best = self.shelf.take(body) or self.shelf.put(body)  # another process may have been faster
            self.kept[key] = best, self.kept[key][1]


class Shelf:
    """A folder of files compressed as well as brotli can, each named by the hash of what it was made from.

    A cache: a disk that cannot be written, a file gone or damaged cost time and nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, body: bytes) -> bytes | None:
        """What was put here for these bytes, once it was seen to become them again."""
        try:
            packed = self._place(body).read_bytes()
            return packed if brotli.decompress(packed) == body else None
        except (OSError, brotli.error):
            return None

    def put(self, body: bytes) -> bytes:
        """Compress (a second a megabyte), keep and return."""
        packed = bytes(brotli.compress(body, quality=BEST))
        place = self._place(body)
        written = place.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            written.write_bytes(packed)
            written.replace(place)
        return packed

    def _place(self, body: bytes) -> Path:
        return self.folder / f"{sha256(body).hexdigest()}.br"


def _wanted(scope: Scope) -> str | None:
    """The way to compress this answer; None where it must not be."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
        return None
    headers = Headers(scope=scope)
    # A part of a file or a question whether it changed is the file server's own business.
    if "range" in headers or "if-none-match" in headers or "if-modified-since" in headers:
        return None
    taken = {word.split(";")[0].strip() for word in headers.get("accept-encoding", "").split(",")}
    return next((way for way in WAYS if way in taken), None)


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

    def headers_for(self, way: str) -> dict[str, str]:
        headers = MutableHeaders(raw=[*self.start["headers"]])
        for name in ("content-length", "etag", "accept-ranges"):  # they describe the uncompressed file
            del headers[name]
        headers["content-encoding"] = way
        headers.add_vary_header("Accept-Encoding")
        return dict(headers)

    async def replay(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})
