from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st
from starlette.routing import Router

from kdx_metrics.web.preloads import preloads
from kdx_metrics.web.routes.first_page import FIRST_VISIT, LATER_VISIT, VISIT, first_page, page_routes
from tests.web.asgi import ask

INDEX = Path(st.__file__).parent / "static" / "index.html"
SHEET = '.kdx-mark::after { content: "\\2713"; }'


def test_the_installed_streamlits_page_becomes_ours() -> None:
    page = first_page(INDEX.read_text(encoding="utf-8"), "DX<戦略>", SHEET)
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert '<html lang="ja">' in page
    assert "<title>DX&lt;戦略&gt;</title>" in page
    assert not re.search(">Streamlit<|agent|SourceSans|You need", page)
    assert '<div id="root"></div>' in page


def test_no_inline_script_is_left_for_the_content_security_policy_to_block() -> None:
    page = first_page(INDEX.read_text(encoding="utf-8"), "DX", SHEET)
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all(" src=" in script for script in scripts)


def test_a_page_of_another_streamlit_is_noticed() -> None:
    with pytest.raises(ValueError, match="holds no"):
        first_page("<html><title>Other</title></html>", "DX", SHEET)


def test_our_style_stands_behind_streamlits_and_before_what_is_drawn() -> None:
    page = first_page(INDEX.read_text(encoding="utf-8"), "DX", SHEET)
    assert page.index("</head>") < page.index(f"<style>{SHEET}</style>") < page.index('<div id="root">')


def test_each_page_answers_uncached_and_the_icon_is_drawn_by_us(tmp_path: Path) -> None:
    sheet = tmp_path / "style.css"
    sheet.write_text(SHEET, encoding="utf-8")
    app = Router(page_routes(INDEX, "DX", ("/", "/progress"), sheet))
    first, second = ask(app, "/"), ask(app, "/progress")
    assert first.body == second.body
    assert first.headers["cache-control"] == "no-cache"
    assert int(first.headers["content-length"]) == len(first.body)
    assert ask(app, "/favicon.png").headers["content-type"] == "image/svg+xml"
    assert ask(app, "/other").status == 404


def test_what_every_page_draws_with_is_fetched_along_with_the_page() -> None:
    links = preloads(INDEX.parent / "static")
    names = re.findall(r'href="\./static/js/([^"]+)"', links)
    assert {"Html", "ButtonGroup", "Selectbox"} <= {name.split(".")[0] for name in names}
    assert all((INDEX.parent / "static" / "js" / name).is_file() for name in names)
    assert len(names) == len(set(names))


def test_a_streamlit_without_a_known_kind_of_element_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no front-end file for Html"):
        preloads(tmp_path)


def test_only_the_first_answer_to_a_browser_calls_its_visit_the_first(tmp_path: Path) -> None:
    sheet = tmp_path / "style.css"
    sheet.write_text(SHEET, encoding="utf-8")
    app = Router(page_routes(INDEX, "DX", ("/",), sheet))
    first = ask(app, "/").headers["set-cookie"]
    assert first.startswith(f"{VISIT}={FIRST_VISIT};")
    assert "httponly" in first.lower()
    again = ask(app, "/", cookie=f"{VISIT}={FIRST_VISIT}").headers["set-cookie"]
    assert again.startswith(f"{VISIT}={LATER_VISIT};")
