"""The edge of the real server: where it listens, whose headers it believes, how much it holds."""

from __future__ import annotations

import random
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urljoin

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from kdx_metrics.database import audit
from kdx_metrics.database.migrate import open_store
from tests.browser.harness import PATIENCE
from tests.browser.serving import Server, start_server

PROXIED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def dual_stack() -> Iterator[Server]:
    """A server on a socket for IPv4 and IPv6 alike, behind a proxy on this machine and below Streamlit's own option."""
    at_dx = {"STREAMLIT_SERVER_ADDRESS": "::", "STREAMLIT_SERVER_BASE_URL_PATH": "dx"}
    running = start_server(at_dx | {"KDX_TRUSTED_PROXIES": "127.0.0.1"})
    yield running
    running.stop()


def cookie_of_form(server: Server, base: str = "") -> str:
    """The cookie that the sign-in page sets when a proxy asks for it over https."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", f"{base}/sign-in", headers=PROXIED)
    cookie = connection.getresponse().getheader("set-cookie")
    connection.close()
    assert cookie is not None
    return cookie


@pytest.mark.parametrize("address", ["127.0.0.2", "::1"])
def test_unless_told_the_server_listens_on_this_machines_own_address_alone(server: Server, address: str) -> None:
    with pytest.raises(OSError, match=r"refused|unreachable|assign"):
        socket.create_connection((address, server.port), timeout=5)


def test_no_proxy_is_believed_that_was_not_named(server: Server) -> None:
    assert "secure" not in cookie_of_form(server).lower()


def test_a_named_proxy_is_believed_on_a_socket_for_both_kinds_of_address(dual_stack: Server) -> None:
    cookie = cookie_of_form(dual_stack, "/dx")
    assert cookie.startswith("__Secure-kdx_form=")
    assert cookie.endswith("; Path=/dx; Secure")
    connection = HTTPConnection("127.0.0.1", dual_stack.port, timeout=PATIENCE)
    connection.request("GET", "/dx/_stcore/agent/mcp", headers=PROXIED)
    assert connection.getresponse().status == 404
    connection.close()
    store = open_store(dual_stack.database)
    entry = audit.entries(store)[0]
    store.close()
    assert (entry.action, entry.address) == ("address_refused", "203.0.113.9")


def test_below_streamlits_own_base_path_pages_and_their_scripts_answer(dual_stack: Server) -> None:
    connection = HTTPConnection("127.0.0.1", dual_stack.port, timeout=PATIENCE)
    connection.request("GET", "/dx/progress")
    page = connection.getresponse().read().decode()
    scripts = [urljoin("/dx/progress", source) for source in re.findall(r'<script[^>]* src="([^"]+)"', page)]
    assert len(scripts) >= 4
    for address in [*scripts, "/dx/_stcore/health", "/dx/_stcore/host-config", "/healthz", "/dx/healthz"]:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        assert (address, answer.status) == (address, 200)
    connection.close()


def test_a_query_string_that_no_page_has_is_kept_neither_from_an_address_nor_from_a_message(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/?q=" + "x" * 20_000)
    assert connection.getresponse().status == 414
    connection.close()
    message = BackMsg()
    message.rerun_script.query_string = "q=" + "x" * 20_000
    with open_page(server) as page, pytest.raises(ConnectionClosed) as ended:
        send_and_wait(page, [message.SerializeToString()])
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 1009


def test_a_message_larger_than_a_page_sends_ends_the_connection(server: Server) -> None:
    with open_page(server) as page, pytest.raises(ConnectionClosed) as ended:
        send_and_wait(page, [bytes(MEGABYTE)] * 2)
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 1009


def test_a_message_that_is_never_finished_is_not_held_beyond_twenty_megabytes(server: Server) -> None:
    with open_page(server) as page, pytest.raises(ConnectionClosed):
        page.send(never_finished())


def never_finished() -> Iterator[bytes]:
    """Fragments of one message, as long as they are taken."""
    for _ in range(25):
        yield bytes(MEGABYTE)
    for _ in range(PATIENCE):
        time.sleep(0.5)
        yield b"and more"
    pytest.fail("25 MB are held")


def open_page(server: Server) -> ClientConnection:
    """The WebSocket of a page."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    return connect(address, origin=Origin(server.url), proxy=None)


def send_and_wait(page: ClientConnection, fragments: list[bytes]) -> None:
    """Send one message in fragments, and read whatever comes until the connection ends."""
    page.send(fragments)
    for _ in range(10):
        page.recv(timeout=PATIENCE)


def test_messages_that_mean_nothing_and_those_of_no_page_of_ours_end_nothing_but_themselves(server: Server) -> None:
    chance = random.Random(7)  # noqa: S311  # the same messages in each run
    for _ in range(20):
        with open_page(server) as page, suppress(ConnectionClosed, TimeoutError):
            page.send(chance.randbytes(chance.randrange(1, 2000)))
            page.recv(timeout=0.2)
    for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        message = BackMsg()
        if kind.message_type is None:
            setattr(message, kind.name, "x" if kind.type == kind.TYPE_STRING else 1)
        else:
            getattr(message, kind.name).SetInParent()
        with open_page(server) as page, suppress(ConnectionClosed, TimeoutError):
            page.send(message.SerializeToString())
            page.recv(timeout=0.2)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()
    with open_page(server) as page:
        message = BackMsg()
        message.rerun_script.query_string = ""
        page.send(message.SerializeToString())
        assert page.recv(timeout=PATIENCE)
