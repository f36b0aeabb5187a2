"""The visitor's address and the scheme, as everything inside the outermost middleware sees them."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from kdx_metrics.web.middleware.edge import Edge, unmapped
from tests.web.asgi import ask


async def tell(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what the inside sees."""
    connection = HTTPConnection(scope)
    assert connection.client is not None
    await PlainTextResponse(f"{connection.url.scheme} {connection.client.host}")(scope, receive, send)


def seen(peer: str, *proxies: str, **headers: str) -> str:
    return ask(Edge(tell, proxies), "/", client=peer, **headers).body.decode()


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
