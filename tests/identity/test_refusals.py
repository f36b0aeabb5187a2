"""Every refusal is in the audit log: other sites' pages, addresses nobody may use, pages above one's role."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from kdx_metrics.database import audit
from kdx_metrics.identity.service import Identity
from kdx_metrics.web.html import Html
from kdx_metrics.web.middleware.gate import Gate
from tests.identity.support import HOME, PASSWORD, Clock, add, signed_in, site, submit, told

SOCKET = "/_stcore/stream"
EVIL = {"origin": "https://evil.example"}


def gated(identity: Identity, *, require_login: bool = False) -> TestClient:
    """A browser in front of the gate and the rest of the site."""
    inside = site(identity, require_login=require_login)
    gate = Gate(
        inside.app,
        paths=("/", "/update", "/account"),
        allowed_origins=(),
        html=Html("DX戦略", ZoneInfo("Asia/Tokyo")),
        notice=identity.notice,
    )
    return TestClient(gate, follow_redirects=False, client=(HOME, 50000))


def test_another_sites_websocket_is_refused_and_written_down(identity: Identity) -> None:
    browser = gated(identity)
    with pytest.raises(WebSocketDenialResponse) as refused, browser.websocket_connect(SOCKET, headers=EVIL):
        pass
    assert refused.value.status_code == 403
    (entry,) = audit.entries(identity.store())
    assert (entry.action, entry.object, entry.address) == ("cross_site_refused", SOCKET, HOME)


def test_another_sites_websocket_is_written_down_where_a_sign_in_is_required_too(identity: Identity) -> None:
    browser = site(identity, require_login=True)
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(SOCKET, headers=EVIL):
        pass
    assert told(identity.store()) == [("cross_site_refused", SOCKET)]


def test_a_page_left_open_that_connects_again_after_the_sign_out_is_no_news(identity: Identity) -> None:
    browser = site(identity, require_login=True)
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(SOCKET):
        pass
    assert told(identity.store()) == []


def test_another_sites_request_is_refused_and_written_down(identity: Identity) -> None:
    assert gated(identity).get("/update", headers=EVIL).status_code == 403
    assert told(identity.store()) == [("cross_site_refused", "/update")]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/_stcore/agent/mcp"), ("POST", "/_stcore/agent/interact"), ("POST", "/api/v1/users"), ("PUT", "/.env")],
)
def test_an_address_that_nobody_may_use_is_refused_and_written_down(identity: Identity, method: str, path: str) -> None:
    assert gated(identity).request(method, path).status_code == 404
    assert told(identity.store()) == [("address_refused", path)]


@pytest.mark.parametrize("path", ["/nosuchpage", "/robots.txt", "/apple-touch-icon.png"])
def test_a_mistyped_address_is_no_refusal(identity: Identity, path: str) -> None:
    assert gated(identity).get(path).status_code == 404
    assert told(identity.store()) == []


def test_what_a_stranger_writes_into_an_address_is_kept_short_and_harmless(identity: Identity) -> None:
    gated(identity).post("/%00%0a" + "あ" * 500)
    (entry,) = audit.entries(identity.store())
    assert entry.object.startswith("/%00%0A%E3%81%82")
    assert len(entry.object) == 200


def test_a_flood_of_refused_connections_is_a_line_a_minute(identity: Identity, clock: Clock) -> None:
    browser = gated(identity)
    for _ in range(50):
        browser.get("/", headers=EVIL)
    clock.advance(minutes=1)
    browser.get("/update", headers=EVIL)
    newest, first = audit.entries(identity.store())
    assert (first.object, newest.object, newest.detail) == ("/", "/update", {"not_told_before": 49})


def test_our_own_pages_pass_without_a_line(identity: Identity) -> None:
    browser = gated(identity)
    assert browser.get("/update", headers={"origin": "http://testserver"}).text == "page"
    with browser.websocket_connect(SOCKET, headers={"origin": "http://testserver"}) as socket:
        socket.send_bytes(b"hello")
        assert socket.receive_bytes() == b"hello"
    assert told(identity.store()) == []


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_who_opens_the_administrators_page_without_being_one_is_written_down(identity: Identity, role: str) -> None:
    add(identity.store(), "hanako", "viewer" if role == "viewer" else "editor")
    browser = site(identity)
    browser.cookies.update(signed_in(identity, "hanako", PASSWORD))
    assert browser.get("/admin/users").status_code == 403
    entry = audit.entries(identity.store())[0]
    assert (entry.action, entry.object, entry.detail) == ("page_refused", "hanako", {"asked": "/admin/users"})
    assert entry.account == "hanako"


def test_an_administrator_opens_it_without_a_line(identity: Identity) -> None:
    browser = site(identity)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    assert browser.get("/admin/users").status_code == 200
    assert told(identity.store()) == [("sign_in", "admin")]
