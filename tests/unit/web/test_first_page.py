from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st
from starlette.routing import Router

from kdx_metrics.web.first_page import first_page, page_routes
from tests.unit.web.asgi import ask

INDEX = Path(st.__file__).parent / "static" / "index.html"


def test_the_installed_streamlits_page_becomes_ours() -> None:
    page = first_page(INDEX.read_text(encoding="utf-8"), "DX<戦略>")
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert '<html lang="ja">' in page
    assert "<title>DX&lt;戦略&gt;</title>" in page
    assert not re.search(">Streamlit<|agent|SourceSans|You need", page)
    assert '<div id="root"></div>' in page


def test_no_inline_script_is_left_for_the_content_security_policy_to_block() -> None:
    page = first_page(INDEX.read_text(encoding="utf-8"), "DX")
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == 1
    assert " src=" in scripts[0]


def test_a_page_of_another_streamlit_is_noticed() -> None:
    with pytest.raises(ValueError, match="holds no"):
        first_page("<html><title>Other</title></html>", "DX")


def test_each_page_answers_uncached_and_the_icon_is_drawn_by_us() -> None:
    app = Router(page_routes(INDEX, "DX", ("/", "/progress")))
    first, second = ask(app, "/"), ask(app, "/progress")
    assert first.body == second.body
    assert first.headers["cache-control"] == "no-cache"
    assert int(first.headers["content-length"]) == len(first.body)
    assert ask(app, "/favicon.png").headers["content-type"] == "image/svg+xml"
    assert ask(app, "/other").status == 404
