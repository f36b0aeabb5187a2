"""The scripts of ours that every page loads, and how they are served: the security policy allows none inside a page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.web import printing, scheme, ui_words

SCRIPTS: Mapping[str, str] = {
    ui_words.PATH: ui_words.script(),
    printing.PATH: printing.SCRIPT,
    scheme.PATH: scheme.SCRIPT,
}
TAGS = "".join(f'<script src="{path}" defer></script>' for path in SCRIPTS)


def script_routes() -> list[Route]:
    """A route for each script, asked for anew by each page: an upgrade may have changed it."""
    return [_route(path, script.encode()) for path, script in SCRIPTS.items()]


def _route(path: str, body: bytes) -> Route:
    def answer(_request: Request) -> Response:
        return Response(body, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return Route(path, answer, methods=["GET"])
