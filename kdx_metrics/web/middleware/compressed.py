"""Streamlit's scripts and styles, sent as they were compressed at the installation (`web/compressing.py`)."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/static/"
CODINGS = {"br": ".br", "gzip": ".gz"}  # content coding → suffix, the better one first
HEADERS = {
    "cache-control": "public, immutable, max-age=31536000",  # the names hold a hash of the content
    "vary": "Accept-Encoding",
}
NEEDLESS = ("accept-ranges", "last-modified")  # beside the tag; a first visit carries each a hundred times


class CompressedFiles:
    """ASGI middleware that answers from `folder` where the browser takes a coding of a file there.

    The files are listed once: an address that is not one of theirs, letter by letter, is left to the server behind
    and remembered nowhere.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.static = StaticFiles(directory=folder, check_dir=False)
        self.files = {
            (coding, f"{PREFIX}{file.relative_to(folder).as_posix().removesuffix(suffix)}"): file
            for coding, suffix in CODINGS.items()
            for file in folder.rglob(f"*{suffix}")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file, or pass on."""
        coding = self._coding(scope)
        if coding is None:
            await self.app(scope, receive, send)
            return
        file = self.files[coding, scope["path"]]
        response = self.static.file_response(file, file.stat(), scope)  # 304 where the browser has it
        for name in NEEDLESS:
            del response.headers[name]
        response.headers.update({**HEADERS, "content-encoding": coding})
        await response(scope, receive, send)

    def _coding(self, scope: Scope) -> str | None:
        """The best coding that the browser takes and the file is there in."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        accepted = Headers(scope=scope).get("accept-encoding", "").split(",")
        names = {name.partition(";")[0].strip() for name in accepted}
        return next((coding for coding in CODINGS if coding in names and (coding, scope["path"]) in self.files), None)
