from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse

from kdx_metrics.web.html import Html
from kdx_metrics.web.middleware.gate import CALLS, FILES, Gate
from tests.web.asgi import ask

GATE = Gate(
    PlainTextResponse("passed"),
    paths=("/", "/progress"),
    allowed_origins=("https://dx.example.jp",),
    html=Html("<DX>戦略", ZoneInfo("Asia/Tokyo")),
    notice=lambda *_: None,  # tests/identity/test_refusals.py
)


@pytest.mark.parametrize("path", ["/", "/progress", "/progress/", "/static/js/a.js", "/_stcore/stream", "/media/x.csv"])
def test_what_exists_passes(path: str) -> None:
    assert ask(GATE, path).body == b"passed"


@pytest.mark.parametrize("path", ["/nosuchpage", "/progress/actions", "/progressive", "/auth/login", "/app/static/x"])
def test_an_unknown_address_is_told_in_japanese_with_a_way_back(path: str) -> None:
    answer = ask(GATE, path)
    assert answer.status == 404
    assert "見つかりませんでした" in answer.body.decode()
    assert '<a href="/"' in answer.body.decode()


def test_a_script_that_asks_for_an_unknown_address_is_told_in_one_line() -> None:
    answer = ask(GATE, "/progress/_stcore/health", accept="*/*")
    assert (answer.status, answer.body.decode()) == (404, "お探しのページは見つかりませんでした。")


def test_the_title_of_the_strategy_is_text_and_never_markup() -> None:
    assert "&lt;DX&gt;戦略" in ask(GATE, "/nosuchpage").body.decode()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/agent/",
        "/_stcore/script-health-check",
        "/_stcore/bidi-components/x/y.js",
        "/_stcore/health/",
        "/_stcore/healthy",
        "/_stcore/",
        "/component/x/y.js",
        "/app/static/x",
    ],
)
def test_what_no_page_of_ours_asks_streamlit_for_does_not_exist(path: str, method: str) -> None:
    assert ask(GATE, path, method=method).status == 404


def test_every_address_under_stcore_that_streamlits_front_end_knows_is_let_in_or_known_not_to_be_used() -> None:
    scripts = (Path(st.__file__).parent / "static" / "static" / "js").glob("*.js")
    asked = {name for script in scripts for name in re.findall(r"_stcore/[\w-]+", script.read_text(encoding="utf-8"))}
    let_in = {address.lstrip("/").rstrip("/") for address in [*CALLS, *FILES] if "_stcore" in address}
    assert asked - {"_stcore/bidi-components"} == let_in


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://dash.local:81", "http://dash.local.evil", "null", "http://["]
)
def test_a_foreign_page_is_refused(kind: str, origin: str) -> None:
    assert ask(GATE, "/_stcore/stream", kind=kind, host="dash.local", origin=origin).status == 403


@pytest.mark.parametrize("origin", ["http://dash.local", "https://dash.local", "https://dx.example.jp"])
def test_our_own_page_and_a_configured_origin_pass(origin: str) -> None:
    assert ask(GATE, "/_stcore/stream", host="dash.local", origin=origin).body == b"passed"
