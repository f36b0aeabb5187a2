"""/metrics, /readyz and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from kdx_metrics.database.engine import Store
from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.web.metrics import Counted, measured, metrics_route
from kdx_metrics.web.middleware.edge import Edge
from kdx_metrics.web.public_address import PublicAddress
from kdx_metrics.web.routes.health import Readiness, ready_route
from tests.publications.support import actions, put, strategy

ADDRESSES = ("127.0.0.1", "::1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    yield opened
    opened.close()


def client(
    source: StoreSource | None = None, host: str = "127.0.0.1", readiness: Readiness | None = None
) -> TestClient:
    def refuse(_request: object) -> PlainTextResponse:
        return PlainTextResponse("", 403)

    async def socket(connection: WebSocket) -> None:
        await connection.accept()
        await connection.receive_text()
        await connection.close()

    routes = [
        metrics_route(lambda: source, ADDRESSES),
        ready_route(readiness or Readiness()),
        Route("/refused", refuse),
        WebSocketRoute("/socket", socket),
    ]
    middleware = [Middleware(Edge, proxies=(), public=PublicAddress()), Middleware(Counted)]
    return TestClient(Starlette(routes=routes, middleware=middleware), client=(host, 50000))


def value(text: str, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return 0.0


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_read_the_metrics(host: str) -> None:
    assert client(host=host).get("/metrics").status_code == 200


def test_to_other_machines_and_through_a_proxy_the_metrics_are_not_there() -> None:
    assert client(host="192.0.2.9").get("/metrics").status_code == 404
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
        assert client().get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_runs_refusals_and_open_pages_are_counted() -> None:
    browser = client()
    before = browser.get("/metrics").text
    with measured("kpis"):
        pass
    with pytest.raises(ValueError, match="broken"), measured("kpis"):
        raise ValueError("broken")
    browser.get("/refused")
    with browser.websocket_connect("/socket") as socket:
        inside = browser.get("/metrics").text
        socket.send_text("end")
    after = browser.get("/metrics").text

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("kdx_page_run_seconds_count", page="kpis") == 2
    assert grown("kdx_page_runs_failed_total", page="kpis") == 1
    assert grown("kdx_refusals_total", status="403") == 1
    assert value(inside, "kdx_sessions") == value(before, "kdx_sessions") + 1
    assert value(after, "kdx_sessions") == value(before, "kdx_sessions")


def test_the_store_tells_its_head_newest_revision_and_publications(store: Store) -> None:
    put(store, actions(30))
    put(store, actions(50))
    text = client(StoreSource(store, strategy())).get("/metrics").text
    assert value(text, "kdx_store_up") == 1
    assert value(text, "kdx_publications") == 2
    assert value(text, "kdx_revision") == 2
    assert value(text, "kdx_store_head") == 2


def test_without_a_store_the_metrics_say_that_it_is_down() -> None:
    assert value(client().get("/metrics").text, "kdx_store_up") == 0


def test_the_metrics_name_nobody(store: Store) -> None:
    put(store, actions(30))
    text = client(StoreSource(store, strategy())).get("/metrics").text
    assert "鹿島" not in text
    assert re.search(r"\d+\.\d+\.\d+\.\d+", text) is None


def test_visitors_are_sent_once_the_data_is_loaded() -> None:
    readiness = Readiness()
    browser = client(readiness=readiness)
    assert browser.get("/readyz").status_code == 503
    readiness.loaded = True
    assert browser.get("/readyz").json() == {"ready": True}
