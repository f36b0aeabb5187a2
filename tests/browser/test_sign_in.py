"""Signing in with a real browser and over raw HTTP, against the server that `make run` starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, FilePayload, Page, expect

from kdx_metrics.settings import ROOT
from tests.browser.harness import Server, screenshot, settle
from tests.identity.idp import running_provider

Start = Callable[..., Server]
NEW = "an altogether new one"
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
    """What the server printed on its console at its first start."""
    found = re.search(r"仮パスワード: (\S+)", "".join(server.log))
    assert found, server.log
    return found.group(1)


def sign_in(page: Page, account: str, password: str) -> None:
    """Fill in the form and send it as a person does."""
    page.get_by_label("アカウント名").fill(account)
    page.get_by_label("パスワード", exact=True).fill(password)
    page.get_by_role("button", name="サインイン").click()


def replace_password(page: Page, server: Server) -> None:
    """Choose NEW instead of the one-time password."""
    page.get_by_label("現在のパスワード").fill(one_time_password(server))
    page.get_by_label("新しいパスワード", exact=True).fill(NEW)
    page.get_by_label("新しいパスワード(確認)").fill(NEW)
    page.get_by_role("button", name="パスワードを変更").click()


@pytest.fixture
def closed(fresh_server: Start) -> Server:
    """A fresh server where looking needs an account."""
    return fresh_server(KDX_REQUIRE_LOGIN="true")


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


def test_by_default_everybody_looks_and_nobody_uploads(server: Server) -> None:
    assert ask(server, "/progress")[0] == 200
    for method in ("PUT", "POST", "DELETE"):
        status, _ = ask(server, "/_stcore/upload_file/a/b", method, Content_Length="52428800")
        assert status == 401, method


def test_the_first_administrator_signs_in_replaces_the_password_and_sees_the_page_that_was_asked_for(
    closed: Server, browser: Browser
) -> None:
    page = browser.new_page(locale="ja-JP")
    page.goto(f"{closed.url}/progress")
    expect(page.get_by_role("heading", name="サインイン")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    sign_in(page, "admin", "a wrong password")
    expect(page.get_by_role("alert")).to_have_text("アカウント名またはパスワードが違います。")
    assert Axe().run(page).violations_count == 0
    sign_in(page, "admin", one_time_password(closed))
    expect(page.get_by_role("heading", name="パスワードの変更")).to_be_visible()
    replace_password(page, closed)
    page.wait_for_url(f"{closed.url}/progress")
    settle(page)
    page.goto(f"{closed.url}/account")
    expect(page.get_by_text("管理者").first).to_be_visible()
    page.get_by_role("button", name="サインアウト").click()
    expect(page.get_by_role("heading", name="サインアウトしました")).to_be_visible()
    page.goto(f"{closed.url}/progress")
    sign_in(page, "admin", NEW)
    page.wait_for_url(f"{closed.url}/progress")
    settle(page)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_fits_a_narrow_window_in_light_and_dark(server: Server, browser: Browser, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.get_by_label("アカウント名")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    screenshot(page, f"sign-in-320-{scheme}")
    context.close()


@pytest.fixture
def issuer() -> Iterator[str]:
    with running_provider() as running:
        yield running


def test_somebody_of_the_provider_comes_in_through_its_page(fresh_server: Start, browser: Browser, issuer: str) -> None:
    server = fresh_server(
        KDX_REQUIRE_LOGIN="true",
        KDX_OIDC_ISSUER=issuer,
        KDX_OIDC_CLIENT_ID="kdx",
        KDX_OIDC_CLIENT_SECRET="the client's secret",
        KDX_OIDC_EDITOR_GROUPS="dx-editors",
    )
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(f"{server.url}/kpis")
    page.get_by_role("link", name="庁内の共通アカウントでサインイン").click()
    page.get_by_role("button", name="hanako").click()
    page.wait_for_url(f"{server.url}/kpis")
    settle(page)
    page.goto(f"{server.url}/account")
    expect(page.get_by_text("鹿島 花子")).to_be_visible()
    expect(page.get_by_text("編集者")).to_be_visible()
    context.close()


UPLOADING = """
import streamlit as st
from kdx_metrics import logs
from kdx_metrics.identity.current import get_identity
from kdx_metrics.live import get_source
from kdx_metrics.settings import get_settings
from kdx_metrics.store.limits import Limits
from kdx_metrics.web.health import Readiness
from kdx_metrics.web.identity_layer import identity_layer
from kdx_metrics.web.lifespan import lifespan
from pages.parts.connection import cookies_of_page

logs.configure("INFO")
layer = identity_layer(
    get_identity(), get_settings(), Limits.of(get_settings()),
    title="試験", timezone="Asia/Tokyo", allowed_origins=(), cookies_of_page=cookies_of_page,
)
around = layer.around(lifespan(get_source(), Readiness()))
app = st.App("page.py", lifespan=around, routes=layer.routes, middleware=[layer.gate])
"""
PAGE = """
import streamlit as st
file = st.file_uploader("ファイル")
st.write(f"受け取り {file.size if file else 0} バイト")
"""


def test_streamlits_own_upload_takes_an_editors_file_and_refuses_whoever_opened_the_page_before_signing_in(
    fresh_server: Start, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "page.py").write_text(PAGE, encoding="utf-8")
    app = tmp_path / "uploading.py"
    app.write_text(UPLOADING, encoding="utf-8")
    server = fresh_server(str(app), PYTHONPATH=str(ROOT))
    context = browser.new_context(locale="ja-JP")
    early, page = context.new_page(), context.new_page()
    early.goto(server.url)
    settle(early)
    page.goto(f"{server.url}/sign-in")
    sign_in(page, "admin", one_time_password(server))
    replace_password(page, server)
    page.wait_for_url(f"{server.url}/")
    settle(page)
    file: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"abc"}
    for one, status in ((early, 403), (page, 204)):
        with one.expect_response("**/_stcore/upload_file/**") as sent:
            one.locator("input[type=file]").set_input_files(file)
        assert sent.value.status == status
    expect(page.get_by_text("受け取り 3 バイト")).to_be_visible()
    expect(early.get_by_text("受け取り 0 バイト")).to_be_visible()
    context.close()
