"""The visitor's address and the scheme, as everything inside the outermost middleware sees them."""

from __future__ import annotations

import pytest
import streamlit as st
import uvicorn
from anyio.from_thread import start_blocking_portal
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.web.server.starlette import starlette_server

from kdx_metrics.settings import ROOT
from kdx_metrics.web.middleware.edge import Edge, unmapped
from kdx_metrics.web.public_address import PublicAddress
from tests.web.asgi import ask


async def tell(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what the inside sees."""
    connection = HTTPConnection(scope)
    assert connection.client is not None
    await PlainTextResponse(f"{connection.url.scheme} {connection.client.host}")(scope, receive, send)


def seen(peer: str, *proxies: str, **headers: str) -> str:
    return ask(Edge(tell, proxies, PublicAddress()), "/", client=peer, **headers).body.decode()


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1"])
def test_this_machine_has_one_name_on_every_kind_of_socket(peer: str) -> None:
    assert seen(peer) == "http 127.0.0.1"


@pytest.mark.parametrize("peer", ["192.0.2.4", "2001:db8::4", "::1", "testclient"])
def test_other_addresses_stay_as_they_are(peer: str) -> None:
    assert seen(peer) == f"http {peer}"


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("named", ["127.0.0.1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("visitor", ["203.0.113.9", "::ffff:203.0.113.9"])
def test_a_named_proxy_is_believed_on_every_kind_of_socket(peer: str, named: str, visitor: str) -> None:
    assert seen(peer, named, x_forwarded_for=visitor, x_forwarded_proto="https") == "https 203.0.113.9"


@pytest.mark.parametrize("proxies", [(), ("192.0.2.7",)])
def test_nobody_else_is_believed(proxies: tuple[str, ...]) -> None:
    assert seen("127.0.0.1", *proxies, x_forwarded_for="203.0.113.9", x_forwarded_proto="https") == "http 127.0.0.1"


def test_what_a_visitor_wrote_into_the_header_before_the_proxy_is_not_believed() -> None:
    assert seen("127.0.0.1", "127.0.0.1", x_forwarded_for="10.0.0.1, 203.0.113.9") == "http 203.0.113.9"


def test_what_is_no_address_stays_as_it_is() -> None:
    assert [unmapped(text) for text in ("", "localhost", "::ffff:1.2.3.4.5")] == ["", "localhost", "::ffff:1.2.3.4.5"]


DX = PublicAddress("https://www.city.example.jp", "/dx")
BELOW = PublicAddress("", "/a/b")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the path that the inside sees."""
    await PlainTextResponse(scope["path"])(scope, receive, send)


@pytest.mark.parametrize(
    ("asked", "inside"),
    [
        ("/dx/", "/"),
        ("/dx/progress", "/progress"),
        ("/dx/_stcore/stream", "/_stcore/stream"),
        ("/dx/dx/x", "/dx/x"),
        ("/dx//x", "//x"),
        ("/dx/healthz", "/healthz"),
        ("/healthz", "/healthz"),
    ],
)
def test_below_a_path_the_inside_is_at_the_root(asked: str, inside: str) -> None:
    assert ask(Edge(echo, (), DX, ("/healthz",)), asked).body.decode() == inside


@pytest.mark.parametrize(
    "asked", ["/progress", "/dxprogress", "/DX/", "//dx/", "/_stcore/health", "/healthz/", "/x/dx/"]
)
def test_what_is_not_below_the_path_is_not_here(asked: str) -> None:
    answer = ask(Edge(echo, (), DX, ("/healthz",)), asked)
    assert (answer.status, answer.headers["x-frame-options"]) == (404, "DENY")
    assert "/dx/" in answer.body.decode()


def test_a_websocket_outside_of_the_path_is_refused() -> None:
    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(message["type"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def run() -> None:
        await Edge(echo, (), DX)(
            {"type": "websocket", "path": "/_stcore/stream", "scheme": "ws", "headers": []}, receive, send
        )

    with start_blocking_portal() as other_thread:
        other_thread.call(run)
    assert sent == ["websocket.close"]


@pytest.mark.parametrize("asked", ["/", "/dx"])
def test_who_leaves_the_path_or_its_slash_out_is_led_there(asked: str) -> None:
    answer = ask(Edge(echo, (), DX), asked)
    assert (answer.status, answer.headers["location"]) == (307, "/dx/")


@pytest.mark.parametrize(
    ("own", "outside"),
    [
        ("/sign-in?next=/update", "/a/b/sign-in?next=/update"),
        ("/", "/a/b/"),
        ("https://idp.example.jp/authorize", "https://idp.example.jp/authorize"),
        ("//evil.example/", "//evil.example/"),
    ],
)
def test_an_answer_leads_below_the_path(own: str, outside: str) -> None:
    assert ask(Edge(RedirectResponse(own, 303), (), BELOW), "/a/b/x").headers["location"] == outside


@pytest.mark.parametrize(
    ("host", "scheme"),
    [("www.city.example.jp", "https"), ("www.city.example.jp:8501", "http"), ("127.0.0.1:8501", "http")],
)
def test_who_comes_to_the_public_name_comes_over_https_whatever_the_last_proxy_says(host: str, scheme: str) -> None:
    assert ask(Edge(tell, (), DX), "/dx/", host=host, x_forwarded_proto="http").body.decode().startswith(f"{scheme} ")


def test_uvicorn_still_believes_this_machine_unless_told_and_streamlit_does_not_tell() -> None:
    """Else `be_the_only_one` is no longer needed. No upstream issue found (uvicorn, Streamlit 1.67)."""
    defaults = uvicorn.Config("dashboard:app")
    assert defaults.proxy_headers
    assert "127.0.0.1" in str(defaults.forwarded_allow_ips)
    assert not {"proxy_headers", "forwarded_allow_ips"} & starlette_server._get_uvicorn_config_kwargs().keys()


def test_streamlit_still_leaves_an_apps_own_routes_at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else `server.baseUrlPath` need not be taken off at the edge. No upstream issue found (Streamlit 1.67)."""
    app = st.App(ROOT / "pages" / "shell.py", routes=[Route("/own", PlainTextResponse("own"))])
    monkeypatch.setattr(Runtime, "_instance", None)  # the app makes one, which no other test may find
    config.set_option("server.baseUrlPath", "dx")
    try:
        paths = {getattr(route, "path", "") for route in app._build_starlette_app().routes}
    finally:
        config.set_option("server.baseUrlPath", "")
    assert {"/own", "/dx/_stcore/health"} <= paths
