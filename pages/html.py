"""The HTML that pages draw themselves: each text is escaped here, and nowhere else is HTML sent to the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup, escape

BREAK = Markup("<br>")


def show(*parts: Markup, width: Literal["stretch", "content"] | int = "stretch") -> None:
    """Draw HTML where the page stands; nothing of nothing."""
    if drawn := "".join(parts):
        st.html(drawn, width=width)


def tag(name: str, *content: str, kind: str = "", **attributes: str) -> Markup:
    """An element around texts and other elements; `kind` is its class, `aria_label` the attribute aria-label."""
    given = {"class": kind} | attributes if kind else attributes
    written = "".join(f" {attribute.replace('_', '-')}='{escape(value)}'" for attribute, value in given.items())
    inner = "".join(map(escape, content))
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704  # values and content are escaped


def css(name: str) -> str:
    """A rating, or another name in code, as part of a style class: `slightly-behind`."""
    return name.replace("_", "-")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Texts and elements in a row."""
    return escape(between).join(parts)


def image(svg: Markup, said: str, kind: str = "") -> Markup:
    """A drawing as a picture, since Streamlit takes SVG out of HTML; `said` is read in its place. None of none."""
    if not svg:
        return svg
    return Markup('<img class="{}" alt="{}" src="data:image/svg+xml,{}">').format(kind, said, quote(svg))


def heading(*content: str) -> Markup:
    """The title of a card or of a section of a page."""
    return tag("h2", *content, kind="kdx-title")


def finding(*content: str, tone: str = "") -> Markup:
    """The sentence under a title that says what is to be seen; `tone` is the rating whose colour it has."""
    return tag("p", *content, kind=f"kdx-finding kdx-{css(tone)}" if tone else "kdx-finding")


def paragraph(*content: str, kind: str = "") -> Markup:
    """A paragraph."""
    return tag("p", *content, kind=kind)


def listing(items: Iterable[str], name: str = "ul", kind: str = "") -> Markup:
    """A list of texts or elements; `name` is `ol` for one in order."""
    return tag(name, *(tag("li", item) for item in items), kind=kind)


def definition_list(texts: Iterable[tuple[str, str]]) -> Markup:
    """Terms, each with its text."""
    return tag("dl", *(tag("dt", term) + tag("dd", text) for term, text in texts), kind="kdx-texts")


def link(text: str, address: str) -> Markup:
    """A link to a page of the server that Streamlit does not draw, in the same tab."""
    return tag("a", text, href=address, target="_self")


def page_link(address: str, *content: str, kind: str = "", **attributes: str) -> Markup:
    """A link to a page that Streamlit draws, within the session (kdx_metrics/web/static/links.js).

    Not between pages that bind the same parameters (柱, 期): Streamlit would drop those from the address, taking them
    for the page's that is left.
    """
    return tag("a", *content, kind=f"kdx-page {kind}".rstrip(), href=address, target="_self", **attributes)


def stylesheet(css: str) -> Markup:
    """Rules of our own, as they are."""
    return Markup(f"<style>{css}</style>")  # noqa: S704  # style sheets of this program, and colours of its theme
