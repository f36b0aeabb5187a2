"""Whose file Streamlit's own upload takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from kdx_metrics.settings import ROOT
from tests.browser.harness import settle
from tests.browser.people.test_sign_in import one_time_password, replace_password, sign_in
from tests.browser.serving import Server

Start = Callable[..., Server]
Desk = Callable[..., Page]


UPLOADING = """
from zoneinfo import ZoneInfo
import streamlit as st
from kdx_metrics import logs
from kdx_metrics.identity.request_identity import get_identity
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import get_settings
from kdx_metrics.publications.limits import Limits
from kdx_metrics.web.routes.health import Readiness
from kdx_metrics.web.html import Html
from kdx_metrics.web.identity_layer import identity_layer
from kdx_metrics.web.lifespan import lifespan
from pages.view.connection import cookies_of_page

logs.configure("INFO")
layer = identity_layer(
    get_identity(), get_settings(), Limits.of(get_settings()),
    html=Html("試験", ZoneInfo("Asia/Tokyo")), allowed_origins=(), cookies_of_page=cookies_of_page,
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
    fresh_server: Start, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "page.py").write_text(PAGE, encoding="utf-8")
    app = tmp_path / "uploading.py"
    app.write_text(UPLOADING, encoding="utf-8")
    server = fresh_server(str(app), PYTHONPATH=str(ROOT))
    early = desk()
    page = early.context.new_page()
    early.goto("/")
    settle(early)
    page.goto("/sign-in")
    sign_in(page, "admin", one_time_password(server))
    replace_password(page, one_time_password(server))
    page.wait_for_url(f"{server.url}/")
    settle(page)
    file: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"abc"}
    for one, status in ((early, 403), (page, 204)):
        with one.expect_response("**/_stcore/upload_file/**") as sent:
            one.locator("input[type=file]").set_input_files(file)
        assert sent.value.status == status
    expect(page.get_by_text("受け取り 3 バイト")).to_be_visible()
    expect(early.get_by_text("受け取り 0 バイト")).to_be_visible()
