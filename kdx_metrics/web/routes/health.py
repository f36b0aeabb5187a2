"""/healthz: whether the data is loaded, which, and how much of it. /readyz: whether to send visitors here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from kdx_metrics.publications.live import LiveSource
from kdx_metrics.publications.source import summary_at

PATH = "/healthz"
READY_PATH = "/readyz"


@dataclass
class Readiness:
    """Set once the data has been read and computed; before that no machine should be sent visitors."""

    loaded: bool = False


def health_route(source: LiveSource, readiness: Readiness) -> Route:
    """A route that answers 200 once ready and 503 before, never cached, with no personal data."""

    def answer(_request: Request) -> JSONResponse:  # not async: reading may take a while, so it runs in a thread
        status, content = health(source, readiness)
        return JSONResponse(content, status_code=status, headers={"cache-control": "no-store"})

    return Route(PATH, answer, methods=["GET"])


def ready_route(readiness: Readiness) -> Route:
    """A route for load balancers: 200 while this process takes visitors, 503 before.

    It asks nothing of the store: a database that is away must not take every replica out, for they go on with
    what they know.
    """

    async def answer(_request: Request) -> JSONResponse:
        return JSONResponse(
            {"ready": readiness.loaded}, 200 if readiness.loaded else 503, headers={"cache-control": "no-store"}
        )

    return Route(READY_PATH, answer, methods=["GET"])


def health(source: LiveSource, readiness: Readiness) -> tuple[int, dict[str, Any]]:
    """Status code and content: `token`, rows a table (`counts`) and 時点 (`as_at`) of the newest state."""
    if not readiness.loaded:
        return 503, {"status": "loading"}
    try:
        data = source.now()
        newest = data.dates[-1]
        snapshot = summary_at(data, newest).snapshot
    except Exception:  # noqa: BLE001  # whatever it is, the answer is that this machine cannot serve
        structlog.stdlib.get_logger(__name__).exception("health_check_failed")
        return 503, {"status": "failed"}
    return 200, {
        "status": "ok",
        "token": snapshot.token,
        "as_at": newest.isoformat(),
        "counts": {table.name: len(snapshot.table(table.name)) for table in snapshot.tables},
    }
