"""Addresses and messages that are too long are refused before Streamlit keeps them."""

from __future__ import annotations

import tomllib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from kdx_metrics.settings import ROOT
from kdx_metrics.web.middleware.bounds import LARGEST_REST, LONGEST_ADDRESS, Bounds
from pages.view.connection import sizes_of

KEPT: list[bytes] = []


async def keep(socket: WebSocket) -> None:
    """Keep each message, as Streamlit keeps the last one of a page."""
    await socket.accept()
    try:
        while True:
            KEPT.append(await socket.receive_bytes())
            await socket.send_bytes(b"kept")
    except WebSocketDisconnect:
        pass


@pytest.fixture
def browser() -> TestClient:
    KEPT.clear()
    routes = [Route("/{path:path}", PlainTextResponse("page")), WebSocketRoute("/stream", keep)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Bounds, sizes_of=sizes_of)]))


def rerun(**fields: object) -> bytes:
    """A message that asks for a run of the page."""
    message = BackMsg()
    for name, value in fields.items():
        if isinstance(value, list):
            getattr(message.rerun_script, name).extend(value)
        else:
            setattr(message.rerun_script, name, value)
    return bytes(message.SerializeToString())


def with_widgets(size: int) -> bytes:
    message = BackMsg()
    widget = message.rerun_script.widget_states.widgets.add()
    widget.string_value = "x" * size
    return bytes(message.SerializeToString())


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(rerun(query_string="q=" + "x" * LONGEST_ADDRESS), id="query"),
        pytest.param(rerun(query_string="q=" + "あ" * (LONGEST_ADDRESS // 3 + 1)), id="query in Japanese"),
        pytest.param(rerun(query_string="q=" + "x" * 19_000_000), id="20 MB"),
        pytest.param(rerun(page_name="x" * LARGEST_REST), id="page"),
        pytest.param(rerun(fragment_id="x" * LARGEST_REST), id="fragment"),
        pytest.param(rerun(cached_message_hashes=["x" * 64] * 5000), id="hashes"),
        pytest.param(b"\xff" * LARGEST_REST * 2, id="no message at all"),
    ],
)
def test_a_message_that_no_page_sends_ends_the_connection_and_is_not_kept(browser: TestClient, message: bytes) -> None:
    with browser.websocket_connect("/stream") as socket:
        socket.send_bytes(message)
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
    assert ended.value.code == 1009
    assert KEPT == []


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(rerun(query_string="as_of=2026-10-31&q=" + "x" * 2000), id="query"),
        pytest.param(rerun(cached_message_hashes=["x" * 64] * 500), id="hashes"),
        pytest.param(with_widgets(900_000), id="widgets"),
    ],
)
def test_what_pages_send_passes(browser: TestClient, message: bytes) -> None:
    with browser.websocket_connect("/stream") as socket:
        socket.send_bytes(message)
        assert socket.receive_bytes() == b"kept"


def test_text_is_nothing_that_a_page_sends(browser: TestClient) -> None:
    with browser.websocket_connect("/stream") as socket:
        socket.send_text("hello")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_bytes()


@pytest.mark.parametrize("address", ["/?q=" + "x" * LONGEST_ADDRESS, "/" + "x" * LONGEST_ADDRESS + "/progress"])
def test_a_long_address_is_refused_for_pages_and_websockets(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer.text[:6]) == (414, "アドレスが長")
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(address):
        pass
    assert browser.get("/?q=" + "x" * 2000).text == "page"


def test_streamlit_holds_no_message_of_hundreds_of_megabytes() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["maxMessageSize"] <= 20
    assert server["maxWidgetStateSize"] == 1
