"""The source of the figures of a page, once at its foot."""

from __future__ import annotations

from pages.frame.words import source_line
from pages.html import paragraph, show
from pages.view.view import View


def source(view: View) -> None:
    """Draw it."""
    show(paragraph(source_line(view), kind="kdx-source"))
