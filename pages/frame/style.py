"""The colours of charts/theme.py as variables of the stylesheet, and the style of a single page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES, Mode
from pages.html import css, show, stylesheet

# Part of the HTML that every visit starts from (kdx_metrics/web/first_page.py).
SHEET = Path(__file__).with_name("style.css")


def variables(mode: Mode) -> str:
    """CSS custom properties of one mode: its name, surfaces, text, and the colours of every rating."""
    palette = PALETTES[mode]
    colours = {
        "mode": mode,  # which kdx_metrics/web/static/scheme.js asks for
        "page": palette.page,
        "panel": palette.panel,
        "text": palette.ink,
        "quiet": palette.quiet,
        "line": palette.grid,
        "key": palette.key,
        "on-key": palette.on_key,
        "bar": palette.bar,
        "track": palette.track,
        "worse": palette.worse,
    } | {
        f"{part}{css(rating)}": colour
        for rating, look in palette.ratings.items()
        for part, colour in (("", look.text), ("fill-", look.fill))
    }
    return ":root{" + "".join(f"--kdx-{name}:{colour};" for name, colour in colours.items()) + "}"


def style(mode: Mode) -> None:
    """Put this mode's colours on the page."""
    show(stylesheet(variables(mode)))


def page_style(sheet: Path) -> None:
    """Put a stylesheet of one page on it, beside the common one: it goes with the page."""
    show(_written(sheet, sheet.stat().st_mtime_ns))


@lru_cache(maxsize=8)
def _written(sheet: Path, _changed: int) -> Markup:
    """The sheet as it was when last changed."""
    return stylesheet(sheet.read_text(encoding="utf-8"))
