"""Signing in with a real browser and over raw HTTP, against the server that `make run` starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Page, expect

from kdx_metrics.identity.bootstrap import FILE_NAME
from tests.browser.harness import settle
from tests.browser.people.office import NEW, replace_password, sign_in
from tests.browser.serving import Server, start_server
from tests.identity.idp import running_provider

Desk = Callable[..., Page]
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of one request; nothing is followed."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def one_time_password(server: Server) -> str:
    """The password that the server's first start has left in a file, and nowhere else."""
    password = (Path(server.folder.name) / FILE_NAME).read_text().strip()
    assert password not in "".join(server.log)
    return password


@pytest.fixture(scope="module")
def closed(own_port: int) -> Iterator[Server]:
    """A server where looking needs an account: one of its own, or the provider's."""
    with running_provider() as issuer:
        running = start_server(
            {
                "KDX_REQUIRE_LOGIN": "true",
                "KDX_OIDC_ISSUER": issuer,
                "KDX_OIDC_CLIENT_ID": "kdx",
                "KDX_OIDC_CLIENT_SECRET": "the client's secret",
                "KDX_OIDC_EDITOR_GROUPS": "dx-editors",
            },
            port=own_port,
        )
        yield running
        running.stop()


def test_no_byte_leaves_a_closed_server_before_the_sign_in(closed: Server) -> None:
    status, headers = ask(closed, "/progress?period=2")
    assert (status, headers["location"]) == (303, "/sign-in?next=/progress?period=2")
    for path in ("/static/index.html", "/_stcore/health", "/_stcore/host-config", "/media/x.png", "/favicon.png"):
        assert ask(closed, path)[0] in {303, 401}, path
    assert ask(closed, "/_stcore/stream", **HANDSHAKE)[0] == 403
    assert ask(closed, "/_stcore/stream", Cookie="kdx_session=forged", **HANDSHAKE)[0] == 403
    assert ask(closed, "/_stcore/upload_file/a/b", "PUT", Content_Length="0")[0] == 401
    assert ask(closed, "/healthz")[0] == 200
    assert ask(closed, "/sign-in")[0] == 200


def test_the_first_administrator_signs_in_replaces_the_password_and_sees_the_page_that_was_asked_for(
    closed: Server, desk: Desk
) -> None:
    page = desk()
    page.goto("/progress")
    expect(page.get_by_role("heading", name="サインイン")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    sign_in(page, "admin", "a wrong password")
    expect(page.get_by_role("alert")).to_contain_text("アカウント名またはパスワードが違います。")
    assert Axe().run(page).violations_count == 0
    password = one_time_password(closed)
    sign_in(page, "admin", password)
    expect(page.get_by_role("heading", name="パスワードの変更")).to_be_visible()
    assert not (Path(closed.folder.name) / FILE_NAME).exists()
    replace_password(page, password)
    page.wait_for_url(f"{closed.url}/progress")
    settle(page)
    page.goto("/account")
    expect(page.get_by_text("管理者").first).to_be_visible()
    page.get_by_role("button", name="サインアウト").click()
    expect(page.get_by_role("heading", name="サインアウトしました")).to_be_visible()
    page.goto("/progress")
    sign_in(page, "admin", NEW)
    page.wait_for_url(f"{closed.url}/progress")
    settle(page)


def test_somebody_of_the_provider_comes_in_through_its_page(closed: Server, desk: Desk) -> None:
    page = desk()
    page.goto("/kpis")
    page.get_by_role("link", name="庁内の共通アカウントでサインイン").click()
    page.get_by_role("button", name="hanako").click()
    page.wait_for_url(f"{closed.url}/kpis")
    settle(page)
    page.goto("/account")
    expect(page.get_by_text("鹿島 花子")).to_be_visible()
    expect(page.get_by_text("編集者")).to_be_visible()
