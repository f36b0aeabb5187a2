"""Pictures of pages in few colours, as the manuals in docs/ show them, with the server and browser that take them."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kdx_metrics.settings import ROOT
from tests.browser.harness import FLAGS, PATIENCE, chromium, settle
from tests.browser.people import office
from tests.browser.serving import Server, start_server

OUT = ROOT / "docs" / "images"
LARGEST = 200 * 1024  # bytes
COLOURS = 128
WIDTH, HEIGHT = 1366, 768
LEAST, TALLEST = 420, 1500  # px; the rest of a long page is cut off


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium, closed afterwards; what is expected of its pages may take its time."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser:
        yield browser


@contextmanager
def staffed_server(env: Mapping[str, str] = office.ENV) -> Iterator[Server]:
    """A server of its own store with the invented people of the office, stopped afterwards."""
    server = start_server(env)
    try:
        office.hire(server)
        yield server
    finally:
        server.stop()


def list_pictures(paths: Iterable[Path]) -> None:
    """Print names and sizes."""
    for path in paths:
        print(f"{path.name}\t{path.stat().st_size:,}")


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
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        save_in_few_colours(picture, name)


def save_paper(page: Page, name: str) -> None:
    """Save a picture of the one sheet on which a page is printed; exit if there are more, or none can be made."""
    page.wait_for_timeout(800)
    sheets = printed_sheets(page)
    if len(sheets) != 1:
        sys.exit(f"{name}: {len(sheets)} sheets of paper instead of one (pdftoppm makes their pictures)")
    save_in_few_colours(sheets[0], name)


def printed_sheets(page: Page) -> list[Image.Image]:
    """Pictures of the sheets of a printed page, none without pdftoppm.

    The sheets come from the browser's printer: with `emulate_media("print")` figures are drawn again for the paper,
    which does not happen in print.
    """
    painter = shutil.which("pdftoppm")
    if painter is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        page.pdf(path=f"{folder}/paper.pdf", prefer_css_page_size=True, print_background=True)
        subprocess.run(  # noqa: S603  # our own command
            [painter, "-r", "110", "-png", f"{folder}/paper.pdf", f"{folder}/sheet"], check=True
        )
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("sheet*.png"))]


def save_in_few_colours(picture: Image.Image, name: str) -> None:
    """Save a picture as docs/images/NAME.png; exit if it is larger than LARGEST."""
    target = OUT / f"{name}.png"
    small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target} is larger than {LARGEST:,} bytes")
