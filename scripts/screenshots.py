"""Pictures of every page in every variant, and one contact sheet a variant, into screenshots/ (`make screenshots`).

With `--readme` only docs/images/overview.png is made anew. KDX_TODAY fixes the date, as it does for the dashboard.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kdx_metrics.settings import ROOT
from tests.browser.harness import FLAGS, SCREENSHOTS, chromium, settle
from tests.browser.serving import start_server

README_PICTURE = ROOT / "docs" / "images" / "overview.png"
COLUMNS, THUMB, GAP = 4, 640, 12  # of a contact sheet, in pixels
TALLEST = 1600  # of one picture on a contact sheet
ASKED = {
    "actions-gantt": "actions?view=工程表",
    "actions-one": "actions?action=P1-01",
    "kpis-one": "kpis?kpi=K03",
    "changes-attention": "changes?about=ご判断いただきたいこと",
    "changes-decisions": "changes?about=決定事項",
    "changes-papers": "changes?about=会議資料",
    "guide-formulas": "guide?part=計算のしかた",
    "guide-columns": "guide?part=データ項目",
    "history-one": "history?version=13",
    "history-compare": "history?history=版の比較",
    "meeting-overall": "meeting?screen=overall",
    "meeting-slips": "meeting?screen=slips",
}


@dataclass(frozen=True)
class Variant:
    """One way to look: window size in CSS pixels, colours, screen or paper, the first screen or the whole page."""

    name: str
    width: int = 1366
    height: int = 768
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    whole: bool = True


VARIANTS = (
    Variant("light"),
    Variant("dark", scheme="dark"),
    Variant("print", media="print"),
    Variant("projector-1366x768", whole=False),
    Variant("projector-1024x768", width=1024),
    Variant("tablet-768x1024", width=768, height=1024),
    Variant("phone-375x812", width=375, height=812),
)


def take(page: Page, address: str, variant: Variant, target: Path) -> None:
    """Open an address, wait until it is drawn, and save the picture."""
    page.set_viewport_size({"width": variant.width, "height": variant.height})
    page.goto(address)
    settle(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    painter = shutil.which("pdftoppm")
    if variant.media == "print" and painter is not None:
        paper(page, painter, target)
        return
    if variant.whole:
        page.emulate_media(media=variant.media)
        length = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": variant.width, "height": max(variant.height, length)})
    page.wait_for_timeout(700)  # figures follow the window with a short delay
    page.screenshot(path=target)
    page.emulate_media(media="screen")


def paper(page: Page, painter: str, target: Path) -> None:
    """The sheets of paper that a printer would be given, one below the other.

    A page that is only told that it is on paper draws its figures anew, which a browser that prints does not.
    """
    page.wait_for_timeout(700)
    with tempfile.TemporaryDirectory() as place:
        page.pdf(path=f"{place}/paper.pdf", prefer_css_page_size=True, print_background=True)
        subprocess.run([painter, "-r", "110", "-png", f"{place}/paper.pdf", f"{place}/sheet"], check=True)  # noqa: S603
        stack([Image.open(path).convert("RGB") for path in sorted(Path(place).glob("sheet*.png"))], target)


def stack(sheets: list[Image.Image], target: Path) -> None:
    """Pictures below each other, with a line between them."""
    height = sum(each.height + GAP for each in sheets) - GAP
    board = Image.new("RGB", (max(each.width for each in sheets), height), "#80848E")
    for number, each in enumerate(sheets):
        board.paste(each, (0, sum(above.height + GAP for above in sheets[:number])))
    board.save(target, optimize=True)


def sheet(pictures: list[Path], target: Path) -> None:
    """Lay pictures out side by side, each as wide as THUMB and cut at TALLEST."""
    small = []
    for path in pictures:
        with Image.open(path) as picture:
            scaled = picture.convert("RGB").resize((THUMB, round(picture.height * THUMB / picture.width)))
        small.append(scaled.crop((0, 0, THUMB, min(scaled.height, TALLEST))))
    rows = [small[start : start + COLUMNS] for start in range(0, len(small), COLUMNS)]
    heights = [max(scaled.height for scaled in row) + GAP for row in rows]
    board = Image.new("RGB", (COLUMNS * (THUMB + GAP) + GAP, sum(heights) + GAP), "#80848E")
    for number, row in enumerate(rows):
        for place, pasted in enumerate(row):
            board.paste(pasted, (GAP + place * (THUMB + GAP), GAP + sum(heights[:number])))
    board.save(target, optimize=True)


def views() -> dict[str, str]:
    """Name → address below the root: every page, 全体概況 first, then what pages show when asked."""
    found = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem not in {"shell", "overview"})
    return {"overview": "", **{name: name for name in found}, **ASKED}


def all_variants(browser: Browser, base: str) -> None:
    """Take every picture and lay out the contact sheets."""
    for variant in VARIANTS:
        context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", color_scheme=variant.scheme)
        page = context.new_page()
        page.goto(base)  # from the second visit on, the line for first visitors is gone
        taken = []
        for name, address in views().items():
            taken.append(SCREENSHOTS / variant.name / f"{name}.png")
            take(page, f"{base}/{address}", variant, taken[-1])
        context.close()
        sheet(taken, SCREENSHOTS / f"sheet-{variant.name}.png")
        print(SCREENSHOTS / f"sheet-{variant.name}.png")


def main() -> None:
    """Serve, look, save."""
    server = start_server({name: os.environ[name] for name in ("KDX_TODAY",) if name in os.environ}, cold=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            if "--readme" in sys.argv[1:]:
                readme_picture(browser, server.url)
            else:
                all_variants(browser, server.url)
            browser.close()
    finally:
        server.stop()


def readme_picture(browser: Browser, base: str) -> None:
    """Take the picture of the README."""
    page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo")
    page.goto(base)
    take(page, base, Variant("readme", whole=False), README_PICTURE)
    with Image.open(README_PICTURE) as picture:
        few = picture.convert("RGB").quantize(256)  # a third of the size, and no eye tells
    few.save(README_PICTURE, optimize=True)
    print(README_PICTURE)


if __name__ == "__main__":
    main()
