"""Our own scripts, which every page loads from here: the security policy allows none inside a page."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.web.addresses import url_of
from kdx_metrics.web.ui_words import PATTERNS, PHRASES

FILES = {f"/{file.name}": file for file in sorted((Path(__file__).parents[1] / "static").glob("*.js"))}
WORDS = "/ui-words.js"


def script(path: str) -> str:
    """The script at this address; that of the words begins with them."""
    text = FILES[path].read_text(encoding="utf-8")
    if path != WORDS:
        return text
    words = {"phrases": dict(PHRASES), "patterns": list(PATTERNS.items())}
    return f"const kdxWords = {json.dumps(words, ensure_ascii=False)};\n{text}"


def script_tags() -> str:
    """Tags that load the scripts, for the HTML's head."""
    return "".join(f'<script src="{url_of(path)}" defer></script>' for path in FILES)


def script_routes() -> list[Route]:
    """A route per script, revalidated by each page: an upgrade may have changed it."""
    return [_route(path, script(path).encode()) for path in FILES]


def _route(path: str, body: bytes) -> Route:
    def answer(_request: Request) -> Response:
        return Response(body, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return Route(path, answer, methods=["GET"])
