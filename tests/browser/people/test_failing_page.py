"""The screen of a page that fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from kdx_metrics.settings import ROOT
from tests.browser.harness import Record
from tests.browser.serving import Server

FAILING = """
import streamlit as st
from kdx_metrics import logs
from kdx_metrics.publications.live import get_source
from kdx_metrics.web.routes.health import Readiness
from kdx_metrics.web.lifespan import lifespan
from pages.frame.errors import show_script_error

logs.configure("INFO")
app = st.App("page.py", lifespan=lifespan(get_source(), Readiness()), on_script_error=show_script_error)
"""


def test_an_unexpected_error_shows_a_reference_number_whose_trace_is_in_the_log(
    fresh_server: Callable[..., Server], desk: Callable[..., Page], record: Record, tmp_path: Path
) -> None:
    (tmp_path / "page.py").write_text("raise RuntimeError('what nobody should read')\n", encoding="utf-8")
    app = tmp_path / "failing.py"
    app.write_text(FAILING, encoding="utf-8")
    failing = fresh_server(str(app), PYTHONPATH=str(ROOT))
    page = desk()
    record.watch(page)
    page.goto(failing.url)
    card = page.get_by_test_id("stAlert")
    expect(card).to_contain_text("この画面を表示できませんでした")
    reference = card.inner_text().split("受付番号")[1].split()[0]
    assert "what nobody should read" not in page.content()
    traces = [json.loads(line) for line in failing.log if "what nobody should read" in line]
    assert [trace["reference"] for trace in traces] == [reference]
    assert "Traceback" in traces[0]["exception"]
    record.assert_quiet()
