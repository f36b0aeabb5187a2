"""Addresses that browsers are given, where the dashboard is published below a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse

from kdx_metrics.settings import ROOT
from kdx_metrics.web.addresses import publish_under, url_of
from kdx_metrics.web.html import TEMPLATES, Html
from kdx_metrics.web.middleware.gate import Gate
from kdx_metrics.web.routes.first_page import first_page
from pages.frame import people
from pages.titles import ADDRESSES
from tests.web.asgi import ask

LEADS_TO = re.compile(r"""\b(?:href|action|src)=["'](/[^"']*)["']""")
INDEX = Path(st.__file__).parent / "static" / "index.html"
HTML = Html("DX戦略", ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def below() -> Iterator[None]:
    """The dashboard is at /dx."""
    publish_under("/dx")
    yield
    publish_under("")


@pytest.mark.parametrize("address", [*ADDRESSES, "/sign-in?next=/update"])
def test_an_address_of_ours_stands_below_the_path(address: str) -> None:
    assert url_of(address) == f"/dx{address}"


def test_the_first_page_loads_our_scripts_from_below_the_path() -> None:
    addresses = LEADS_TO.findall(first_page(INDEX.read_text(encoding="utf-8"), "DX", ""))
    assert sorted(addresses) == [
        "/dx/deck.js",
        "/dx/line.js",
        "/dx/links.js",
        "/dx/print.js",
        "/dx/scheme.js",
        "/dx/ui-words.js",
    ]


@pytest.mark.parametrize("template", sorted(file.name for file in TEMPLATES.glob("*.html")))
def test_no_template_names_an_address_without_asking_where_it_is(template: str) -> None:
    assert LEADS_TO.findall((TEMPLATES / template).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("sign_in.html", {"account": "", "next": "/update", "oidc": True, "open": True, "code": ""}),
        ("message.html", {}),
    ],
)
def test_the_links_and_forms_outside_streamlit_lead_below_the_path(template: str, context: dict[str, Any]) -> None:
    body = HTML.page(template, "見出し", **context).body
    addresses = LEADS_TO.findall(bytes(body).decode())
    assert len(addresses) >= 2
    assert [address for address in addresses if not address.startswith("/dx/")] == []


def test_who_mistyped_an_address_is_led_back_below_the_path() -> None:
    gate = Gate(PlainTextResponse(""), paths=(), allowed_origins=(), html=HTML, notice=lambda *_: None)
    assert LEADS_TO.findall(ask(gate, "/nosuchpage").body.decode()) == ["/dx/"]


def test_no_page_links_to_an_address_without_asking_where_it_is() -> None:
    """`link` leads to pages that Streamlit does not draw; its own links it prefixes itself."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.py")}
    written = {path: re.findall(r"""\blink\([^()]*,\s*f?["']/""", text) for path, text in sources.items()}
    assert {path: calls for path, calls in written.items() if calls} == {}
    assert "url_of(" in sources[Path(people.__file__)]
