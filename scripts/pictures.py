"""Pictures of pages in few colours, as the manuals in docs/ show them."""

from __future__ import annotations

import sys

from PIL import Image
from playwright.sync_api import Page

from kdx_metrics.settings import ROOT
from tests.browser.harness import settle

OUT = ROOT / "docs" / "images"
LARGEST = 200 * 1024  # bytes
COLOURS = 128
WIDTH, HEIGHT = 1366, 768
LEAST, TALLEST = 420, 1500  # px; the rest of a long page is cut off


def take(page: Page, name: str, tallest: int = TALLEST) -> None:
    """Save a picture of the whole page, up to a height, as docs/images/NAME.png."""
    page.wait_for_timeout(800)  # time for a run that a click has just started
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": min(max(LEAST, height + 16), tallest)})
    settle(page)
    page.wait_for_timeout(800)
    save(page, name)
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def save(page: Page, name: str) -> None:
    """Save a picture of the window; exit if it is larger than LARGEST."""
    target = OUT / f"{name}.png"
    page.screenshot(path=target)
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target} is larger than {LARGEST:,} bytes")
