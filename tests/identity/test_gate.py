from __future__ import annotations

from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Role
from kdx_metrics.database.engine import Store
from kdx_metrics.identity import people
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.service import Identity
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.web.middleware.uploads import Uploads
from tests.identity.support import CHIEF, HOME, PASSWORD, Clock, add, layer_of, made_identity, signed_in, site

UPLOAD = "/_stcore/upload_file/page-1/file-1"
SOCKET = "/_stcore/stream"


def test_by_default_looking_needs_no_account(identity: Identity) -> None:
    browser = site(identity)
    for path in ("/", "/update", "/static/app.js", "/media/figure.png", "/_stcore/health", "/healthz"):
        assert browser.get(path).status_code == 200, path
    with browser.websocket_connect(SOCKET) as socket:
        socket.send_bytes(b"hello")
        assert socket.receive_bytes() == b"hello"


@pytest.mark.parametrize("path", ["/static/app.js", "/media/figure.png", "/_stcore/health", "/component/x/y.js"])
def test_where_a_sign_in_is_required_no_file_is_served_without(identity: Identity, path: str) -> None:
    answer = site(identity, require_login=True).get(path)
    assert answer.status_code == 401
    assert "サインインが必要です" in answer.text


@pytest.mark.parametrize(
    ("path", "next_"),
    [("/", "/"), ("/update?step=2&x=%E3%81%82", "/update?step=2%26x=%25E3%2581%2582"), ("/nosuchpage", "/nosuchpage")],
)
def test_where_a_sign_in_is_required_a_page_leads_to_it_and_back(identity: Identity, path: str, next_: str) -> None:
    browser = site(identity, require_login=True)
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={next_}")
    form = browser.get(answer.headers["location"]).text
    assert f'name="next" value="{path.replace("&", "&amp;")}"' in form
    assert "サインインせずに閲覧する" not in form


def test_a_double_slash_does_not_lead_out_of_the_site_after_signing_in(identity: Identity) -> None:
    answer = site(identity, require_login=True).get("http://testserver//evil.example")
    assert answer.headers["location"] == "/sign-in?next=/"


def test_where_a_sign_in_is_required_health_and_sign_in_stay_open(identity: Identity) -> None:
    browser = site(identity, require_login=True)
    assert browser.get("/healthz").text == "healthy"
    assert browser.get("/sign-in").status_code == 200


def test_where_a_sign_in_is_required_the_websocket_is_refused_before_it_opens(identity: Identity) -> None:
    browser = site(identity, require_login=True)
    for cookie in (None, "forged", signed("unknown", identity.key)):
        if cookie is not None:
            browser.cookies.set(COOKIE, cookie)
        with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect(SOCKET):
            pass
        assert refused.value.code == 1008


def test_whoever_is_signed_in_gets_every_page_file_and_the_websocket(identity: Identity) -> None:
    browser = site(identity, require_login=True)
    browser.cookies.update(signed_in(identity))
    for path in ("/", "/static/app.js", "/media/figure.png", "/_stcore/health"):
        assert browser.get(path).status_code == 200, path
    with browser.websocket_connect(SOCKET) as socket:
        socket.send_bytes(b"hello")
        assert socket.receive_bytes() == b"hello"


def test_an_open_websocket_ends_at_the_first_message_after_the_account_was_disabled(
    identity: Identity, clock: Clock
) -> None:
    someone = add(identity.store(), "hanako", "viewer")
    browser = site(identity, require_login=True)
    browser.cookies.update(signed_in(identity, "hanako"))
    with browser.websocket_connect(SOCKET) as socket:
        people.set_disabled(identity.store(), CHIEF, someone.id, disabled=True)
        clock.advance(seconds=2)
        socket.send_bytes(b"one more run")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
        assert ended.value.code == 1008


@pytest.mark.parametrize("path", ["/static/app.js", "/media/figure.png", "/_stcore/health"])
def test_the_timers_and_files_of_a_page_left_alone_do_not_keep_its_session(
    identity: Identity, clock: Clock, path: str
) -> None:
    browser = site(identity, require_login=True)
    browser.cookies.update(signed_in(identity))
    with browser.websocket_connect(SOCKET) as socket:
        for _ in range(11):
            clock.advance(minutes=5)
            socket.send_bytes(b"a timed run")
            assert socket.receive_bytes() == b"a timed run"
            assert browser.get(path).status_code == 200
        clock.advance(minutes=5)
        socket.send_bytes(b"a timed run")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
    assert ended.value.code == 1008


@pytest.mark.parametrize("page", ["/", "/update", "/account"])
def test_whoever_opens_pages_stays_signed_in(identity: Identity, clock: Clock, page: str) -> None:
    browser = site(identity, require_login=True)
    browser.cookies.update(signed_in(identity))
    for _ in range(5):
        clock.advance(minutes=50)
        assert browser.get(page).status_code == 200


def test_with_a_one_time_password_not_even_the_websocket_opens(identity: Identity) -> None:
    add(identity.store(), "hanako", "viewer", must_change=True)
    browser = site(identity, require_login=True)
    browser.cookies.update(signed_in(identity, "hanako"))
    assert browser.get("/static/app.js").status_code == 403
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(SOCKET):
        pass


def test_where_a_sign_in_is_required_a_lost_database_shuts_strangers_out(sqlite_store: Store, clock: Clock) -> None:
    identity = made_identity(sqlite_store, clock)
    seen, stranger = site(identity, require_login=True), site(identity, require_login=True)
    seen.cookies.update(signed_in(identity))
    stranger.cookies.update(signed_in(identity))
    assert seen.get("/").status_code == 200
    Path(sqlite_store.location).rename(Path(sqlite_store.location).with_name("away"))
    clock.advance(minutes=1)
    assert seen.get("/").status_code == 200
    assert stranger.get("/").status_code == 503


def upload(browser: TestClient, path: str = UPLOAD, method: str = "PUT", **headers: str) -> int:
    """Send a small file and return the status."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return int(browser.request(method, path, content=b"xyz", headers=sent).status_code)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("require_login", [False, True])
def test_nobody_uploads_without_signing_in(identity: Identity, method: str, *, require_login: bool) -> None:
    assert upload(site(identity, require_login=require_login), method=method) == 401
    entry = audit.entries(identity.store())[0]
    assert (entry.action, entry.object, entry.detail, entry.address) == (
        "upload_refused",
        "",
        {"reason": "not_signed_in"},
        HOME,
    )


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 200), ("admin", 200)])
def test_only_editors_and_administrators_upload(identity: Identity, role: Role, status: int) -> None:
    add(identity.store(), "hanako", role)
    browser = site(identity)
    browser.cookies.update(signed_in(identity, "hanako"))
    assert upload(browser) == status
    refused = [entry.object for entry in audit.entries(identity.store()) if entry.action == "upload_refused"]
    assert refused == (["hanako"] if status == 403 else [])


def test_an_editors_old_cookie_uploads_nothing(identity: Identity, clock: Clock) -> None:
    browser = site(identity)
    browser.cookies.update(signed_in(identity))
    assert upload(browser) == 200
    clock.advance(hours=13)
    assert upload(browser) == 401
    browser.cookies.set(COOKIE, "forged")
    assert upload(browser) == 401


def test_an_editor_uploads_into_nobody_elses_page(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor")
    mine, other = signed_in(identity, "hanako"), signed_in(identity)
    browser = site(identity, pages={"mine": mine, "others": other, "visitors": {}})
    browser.cookies.update(mine)
    statuses = [upload(browser, f"/_stcore/upload_file/{page}/f") for page in ("mine", "others", "visitors", "none")]
    assert statuses == [200, 403, 403, 200]


def test_another_sites_page_uploads_nothing_with_an_editors_cookie(identity: Identity) -> None:
    browser = site(identity)
    browser.cookies.update(signed_in(identity))
    assert upload(browser, origin="https://evil.example") == 403
    assert upload(browser, sec_fetch_site="cross-site") == 403
    assert upload(browser, origin="http://testserver", sec_fetch_site="same-origin") == 200


def test_a_file_over_the_limit_is_refused_by_its_announced_length(identity: Identity) -> None:
    browser = site(identity, limits=Limits(file_bytes=1000))
    browser.cookies.update(signed_in(identity))
    assert upload(browser, content_length=str(1000 + 64 * 1024 + 1)) == 413
    assert upload(browser) == 200


def test_a_hundred_files_at_once_are_stopped_and_ten_are_not(identity: Identity, clock: Clock) -> None:
    browser = site(identity, limits=Limits(files=10))
    browser.cookies.update(signed_in(identity))
    statuses = [upload(browser, f"/_stcore/upload_file/page-1/{number}") for number in range(100)]
    assert statuses == [200] * 30 + [429] * 70
    clock.advance(minutes=2)
    assert upload(site_with(browser, identity), "/_stcore/upload_file/page-2/1") == 200


def announced(identity: Identity, length: str) -> HTTPConnection:
    """An administrator's upload of that length, of which nothing was read yet."""
    cookie = ";".join(f"{name}={value}" for name, value in signed_in(identity).items())
    headers = [(b"cookie", cookie.encode()), (b"content-length", length.encode())]
    return HTTPConnection({"type": "http", "path": UPLOAD, "headers": headers, "query_string": b"", "scheme": "http"})


HELD = {"page-1": 85 * 1024, "page-2": 85 * 1024}


def test_a_page_holds_no_more_than_one_full_upload_whatever_no_widget_knows(identity: Identity) -> None:
    browser = site(identity, limits=Limits(file_bytes=20 * 1024, files=1), uploaded=HELD)
    browser.cookies.update(signed_in(identity))
    assert upload(browser) == 413
    assert upload(browser, "/_stcore/upload_file/page-3/1") == 200
    assert audit.entries(identity.store())[0].detail == {"reason": "too_much"}


def test_one_person_does_not_hold_many_uploads_in_many_pages(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor")
    held: dict[str, int] = {}
    browser = site(identity, limits=Limits(file_bytes=20 * 1024, files=1), uploaded=held)
    browser.cookies.update(signed_in(identity))
    statuses = []
    for number in range(6):
        statuses.append(upload(browser, f"/_stcore/upload_file/page-{number}/1"))
        held[f"page-{number}"] = 50 * 1024
    assert statuses == [200] * 4 + [413] * 2
    browser.cookies.update(signed_in(identity, "hanako"))
    assert upload(browser, "/_stcore/upload_file/hers/1") == 200


def test_files_under_way_count_too_so_that_many_at_once_find_no_gap(identity: Identity) -> None:
    uploads = Uploads(identity, Limits(file_bytes=1000, files=2), lambda _page: None, dict)
    request = announced(identity, "66000")
    assert [uploads.refusal(request, "PUT") is None for _ in range(3)] == [True, True, False]
    with uploads.received(request, "PUT"):
        pass
    assert uploads.refusal(request, "PUT") is None


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "1e9", "٣", "3.5"])
def test_a_length_that_is_no_number_of_bytes_is_no_upload(identity: Identity, length: str) -> None:
    uploads = Uploads(identity, Limits(), lambda _page: None, dict)
    refused = uploads.refusal(announced(identity, length), "PUT")
    assert refused is not None
    assert refused.status_code == 413


def site_with(browser: TestClient, identity: Identity) -> TestClient:
    """Another browser with the same cookies."""
    other = site(identity)
    other.cookies.update(browser.cookies)
    return other


def test_a_one_time_password_is_not_enough_to_upload(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor", must_change=True)
    browser = site(identity)
    browser.cookies.update(signed_in(identity, "hanako", PASSWORD))
    assert upload(browser) == 401


def test_a_refused_upload_is_answered_before_its_body_is_asked_for(identity: Identity) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was asked for")

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        scope = {"type": "http", "method": "PUT", "path": UPLOAD, "query_string": b"", "headers": []}
        gate = layer_of(identity).gate
        await gate.cls(site(identity).app, *gate.args, **gate.kwargs)(scope, receive, send)

    with start_blocking_portal() as other_thread:  # in this one a browser's event loop may be running
        other_thread.call(run)
    assert sent[0]["status"] == 401
