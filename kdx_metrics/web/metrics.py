"""/metrics for Prometheus: runs of pages, answers, refusals, sessions and the store, without anything personal."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.web.addresses import address_of

PATH = "/metrics"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REFUSED = {401, 403, 413, 429}
# A proxy adds these: the client is then not on this machine, whatever its address.
THROUGH_A_PROXY = ("x-forwarded-for", "x-real-ip", "forwarded")

registry = CollectorRegistry()
ProcessCollector(registry=registry)  # CPU, memory, open files
RUNS = Histogram(
    "kdx_page_run_seconds", "Seconds a full run of a page took", ["page"], buckets=SECONDS, registry=registry
)
FAILED = Counter("kdx_page_runs_failed", "Runs of a page that ended in an error", ["page"], registry=registry)
SESSIONS = Gauge("kdx_sessions", "Open pages (WebSockets)", registry=registry)
SIGN_INS_LOCKED = Counter(
    "kdx_sign_ins_locked", "Sign-ins refused because of too many failures before", registry=registry
)
ANSWERS = Counter("kdx_http_answers", "HTTP answers by status", ["status"], registry=registry)
REFUSALS = Counter("kdx_refusals", "HTTP requests and WebSockets refused, by status", ["status"], registry=registry)


@contextmanager
def measured(page: str) -> Iterator[None]:
    """Count a run of a page and its seconds; an error is counted and goes on."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        FAILED.labels(page).inc()
        raise
    finally:
        RUNS.labels(page).observe(time.perf_counter() - began)


class StoreCollector(Collector):
    """State of the store, read at each scrape: one indexed row unless something was published."""

    def __init__(self, published: Callable[[], StoreSource | None]) -> None:
        self.published = published

    def collect(self) -> Iterator[Metric]:
        """The store's state; only kdx_store_up where it cannot be asked."""
        source = self.published()
        up = GaugeMetricFamily("kdx_store_up", "Whether the database answers")
        state = None
        if source is not None:
            try:
                state = source.state()
            except StoreUnavailable:
                state = None
        up.add_metric([], float(source is not None and not source.trouble))
        yield up
        if state is None:
            return
        revisions = state.revisions
        publications = {revision.publication for revision in revisions}
        for name, text, value in (
            ("kdx_store_head", "How many times the store has changed", state.head.number),
            ("kdx_revision", "Number of the newest revision", revisions[-1].id if revisions else 0),
            ("kdx_publications", "Publications so far", len(publications)),
        ):
            gauge = GaugeMetricFamily(name, text)
            gauge.add_metric([], float(value))
            yield gauge


def exposition(published: Callable[[], StoreSource | None]) -> bytes:
    """All metrics in Prometheus' text format."""
    store = CollectorRegistry()
    store.register(StoreCollector(published))
    return generate_latest(registry) + generate_latest(store)


def metrics_route(published: Callable[[], StoreSource | None], addresses: Collection[str]) -> Route:
    """The route of /metrics, which is 404 for clients at other addresses than these."""

    def answer(request: Request) -> Response:  # not async: it asks the store, so it runs in a thread
        if address_of(request) not in addresses or any(name in request.headers for name in THROUGH_A_PROXY):
            return PlainTextResponse("Not Found", 404, headers={"cache-control": "no-store"})
        return Response(exposition(published), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

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
                SESSIONS.inc()
            elif message["type"] == "websocket.close" and not is_open:
                REFUSALS.labels("websocket").inc()
            elif message["type"] == "websocket.http.response.start":
                _count(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            if is_open:
                SESSIONS.dec()


def _count(status: int) -> None:
    ANSWERS.labels(str(status)).inc()
    if status in REFUSED:
        REFUSALS.labels(str(status)).inc()
