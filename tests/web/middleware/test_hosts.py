"""Host names that answer, for pages and WebSockets."""

from __future__ import annotations

import socket
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from kdx_metrics.web.html import Html
from kdx_metrics.web.middleware.hosts import Hosts
from kdx_metrics.web.public_address import PublicAddress
from tests.web.asgi import ask

HTML = Html("DX戦略", ZoneInfo("Asia/Tokyo"))
PUBLIC = PublicAddress("https://dx.example.jp", "")


NOTED: list[tuple[str, str]] = []


def note(action: str, about: str, _address: str) -> None:
    """The audit log of these tests."""
    NOTED.append((action, about))


async def accept(connection: WebSocket) -> None:
    await connection.accept()
    await connection.close()


def browser(public: PublicAddress = PUBLIC) -> TestClient:
    routes = [Route("/", PlainTextResponse("page")), WebSocketRoute("/stream", accept)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Hosts, public=public, html=HTML, notice=note)]))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8501",
        "LOCALHOST.",
        "dx.localhost:8501",
        "127.0.0.1:8501",
        "192.168.10.5",
        "[::1]:8501",
        "[fe80::1]",
        "dxserver",
        "dxserver:8501",
        socket.gethostname(),
        "dx.example.jp",
        "DX.example.jp:8501",
    ],
)
def test_this_machine_addresses_in_digits_and_the_public_name_answer(host: str) -> None:
    assert browser().get("/", headers={"host": host}).text == "page"
    with browser().websocket_connect("/stream", headers={"host": host}):
        pass


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "dx.example.jp.evil.example",
        "evil.dx.example.jp",
        "dx.example.jp@evil.example",
        "127.0.0.1@evil.example:8501",
        "localhost/evil.example",
        "localhost:port",
        "localhost:99999",
        "[::1",
        "",
        ".",
    ],
)
def test_no_other_name_answers(host: str) -> None:
    refused = browser().get("/", headers={"host": host})
    assert refused.status_code == 403
    assert "KDX_PUBLIC_URL" in refused.text
    with pytest.raises(WebSocketDisconnect), browser().websocket_connect("/stream", headers={"host": host}):
        pass


def test_without_a_public_address_names_in_the_office_answer_and_names_of_the_internet_do_not() -> None:
    plain = browser(PublicAddress())
    assert [plain.get("/", headers={"host": host}).status_code for host in ("dxserver:8501", "10.1.2.3:8501")] == [
        200
    ] * 2
    assert plain.get("/", headers={"host": "dx.example.jp"}).status_code == 403


def test_the_audit_log_is_told_of_a_foreign_name() -> None:
    NOTED.clear()
    browser().get("/", headers={"host": "localhost"})
    browser().get("/", headers={"host": "evil.example"})
    assert NOTED == [("cross_site_refused", "/")]


def test_the_refusal_says_how_to_mend_it_and_shows_the_name_as_text() -> None:
    refused = browser().get("/", headers={"host": "<b>evil.example</b>" + "x" * 1000})
    assert "&lt;b&gt;evil.example&lt;/b&gt;" in refused.text
    assert "x" * 200 not in refused.text
    assert "設定 KDX_PUBLIC_URL に利用者が開くアドレス" in refused.text
    assert "例 http://dx.example.org:8501" in browser().get("/", headers={"host": "dx.example.org:8501"}).text


def test_a_request_that_names_no_host_is_no_browser() -> None:
    assert ask(Hosts(PlainTextResponse("page"), public=PUBLIC, html=HTML, notice=note), "/").body == b"page"
