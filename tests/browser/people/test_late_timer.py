"""The fault of Streamlit that `return_from_late_timer` mends: the test fails once the repair is no longer needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from kdx_metrics.settings import ROOT
from tests.browser.harness import settle
from tests.browser.serving import Server
from tests.browser.slow_line import SlowLine

APP = """
import streamlit as st
from kdx_metrics import logs
from kdx_metrics.publications.live import get_source
from kdx_metrics.web.routes.health import Readiness
from kdx_metrics.web.lifespan import lifespan

logs.configure("INFO")
app = st.App("main.py", lifespan=lifespan(get_source(), Readiness()))
"""
MAIN = """
import streamlit as st
from pages.view.navigation import switch

@st.fragment(run_every=0.5)
def timer():
    pass

pages = [st.Page("first.py"), st.Page("second.py")]
page = st.navigation(pages)
st.header(page.title)
if st.button("leave"):
    switch(pages[1], {"period": "第1期"})
timer()
page.run()
"""
PAGE = """
import streamlit as st

st.selectbox("期", ["第1期", "第2期"], index=None, key="period", bind="query-params")
"""


def test_a_late_timer_still_takes_from_the_address_what_both_pages_hold(
    fresh_server: Callable[..., Server], desk: Callable[..., Page], tmp_path: Path
) -> None:
    for name, text in {"app": APP, "main": MAIN, "first": PAGE, "second": PAGE}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    bare = fresh_server(str(tmp_path / "app.py"), PYTHONPATH=str(ROOT))
    tab = desk()
    line = SlowLine(tab)
    tab.goto(f"{bare.url}/?period=第1期")
    settle(tab)
    line.held = True
    requests = line.requests
    tab.get_by_role("button", name="leave").click()
    while line.requests < requests + 2:  # the click, and the timer of a page that has heard nothing of it
        tab.wait_for_timeout(100)
    tab.wait_for_timeout(1_000)  # both are answered
    line.release()
    expect(tab.get_by_role("heading", name="second")).to_be_visible()
    settle(tab)
    tab.wait_for_url(f"{bare.url}/second")  # without ?period=第1期
