"""The HTML that every page starts from: Streamlit's index.html in our language, with our title and icon."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.web.preloads import preloads
from kdx_metrics.web.routes.scripts import script_tags

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0017c1"/>'
    '<path d="M8 25V17M16 25V12M24 25V7" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>'
)
# The address that Streamlit's front end asks for whatever index.html says; an SVG is what it gets.
ICON_PATH = "/favicon.png"
# Cookie that tells the page's session whether this browser has been here before.
VISIT, FIRST_VISIT, LATER_VISIT = "kdx_visit", "first", "later"
A_YEAR = 365 * 24 * 3600  # seconds

# Element of Streamlit's index.html → what stands in its place. Each must be found, so that an upgrade of
# Streamlit that words its page differently fails the start of a test and not a reader.
REPLACED = (
    (r"<!--.*?-->\s*", ""),
    (r'<html lang="en">', '<html lang="ja">'),
    (r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', ""),  # a Latin font that our theme does not use
    (r'<link rel="service-desc"[^>]*>\s*', ""),  # the agent API, which the gate blocks
    (r"<script>.*?</script>\s*", ""),  # the only inline script, a flag for search engines: the CSP forbids inline
    (r"<title>.*?</title>", "<title>{title}</title>"),
    (r"</head>", "{early}{scripts}</head>"),
    (
        r"<noscript>.*?</noscript>",
        "<noscript><p>この画面を表示するには、ブラウザーの JavaScript を有効にしてください。</p></noscript>",
    ),
    # Ours counts from the first paint on: sent with the first run it would move all that stands by then. Behind the
    # head, where Streamlit's styling goes, and before the root, where a page may put a sheet of its own.
    (r'<div id="root">', '<style>{sheet}</style><div id="root">'),
)


def first_page(index: str, title: str, sheet: str, early: str = "") -> str:
    """Streamlit's index.html with our language, title, icon, words and style. ValueError where it is not as known.

    `early` are links for its head to what every page needs.
    """
    ours = {"{title}": escape(title), "{sheet}": sheet, "{early}": early, "{scripts}": script_tags()}
    page = index
    for pattern, replacement in REPLACED:
        text = replacement
        for mark, content in ours.items():
            text = text.replace(mark, content)
        text = text.replace("\\", r"\\")
        page, count = re.subn(pattern, text, page, flags=re.DOTALL)
        if not count:
            raise ValueError(f"Streamlit's index.html holds no {pattern}")
    return page


def page_routes(index: Path, title: str, paths: tuple[str, ...], sheet: Path) -> list[Route]:
    """Routes that answer each page's address with the first page in the style of `sheet`, and the icon's."""
    texts = index.read_text(encoding="utf-8"), title, sheet.read_text(encoding="utf-8")
    body = first_page(*texts, preloads(index.parent / "static")).encode()

    def page(request: Request) -> Response:
        response = Response(body, media_type="text/html", headers={"cache-control": "no-cache"})
        visit = LATER_VISIT if VISIT in request.cookies else FIRST_VISIT
        response.set_cookie(VISIT, visit, max_age=A_YEAR, httponly=True, samesite="lax")
        return response

    def icon(_request: Request) -> Response:
        return Response(ICON, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})

    return [*(Route(path, page, methods=["GET"]) for path in paths), Route(ICON_PATH, icon, methods=["GET"])]
