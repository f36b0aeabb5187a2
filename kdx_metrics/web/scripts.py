"""How a script of ours is served: the content security policy allows none inside a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def script_route(path: str, script: str) -> Route:
    """A route that answers with the script, asked for anew by each page: an upgrade may have changed it."""
    body = script.encode()

    def answer(_request: Request) -> Response:
        return Response(body, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return Route(path, answer, methods=["GET"])
