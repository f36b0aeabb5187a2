"""Take pictures of all pages of both shipped cities and the public site, with contact sheets (`make screenshots`).

A sheet shows one city in one variant; the pages of an editor stand behind those of everybody. With `--readme` only
docs/images/overview.png is taken. KDX_TODAY sets another date than the one of the tests.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from pages.titles import PAGES
from scripts import site_pictures
from scripts.pictures import OUT, browsing, list_pictures, printed_sheets, save_in_few_colours, staffed_server
from tests.browser.harness import SCREENSHOTS, settle
from tests.browser.people import office

README_PICTURE = OUT / "overview.png"
COLUMNS, THUMB, GAP = 4, 640, 12  # columns of a contact sheet, width of a picture and gap in px
TALLEST = 1600  # px; greatest height of a picture on a contact sheet
OPENED = {  # views that a page shows only on request
    "actions-gantt": "actions?view=工程表",
    "actions-one": "actions?action=P1-01",
    "kpis-one": "kpis?kpi=K03",
    "changes-attention": "changes?about=会議にかけること",
    "changes-decisions": "changes?about=決定事項",
    "changes-papers": "changes?about=会議資料",
    "guide-formulas": "guide?part=計算のしかた",
    "guide-columns": "guide?part=データ項目",
    "history-one": "history?version=13",
    "history-compare": "history?history=版の比較",
    "meeting-overall": "meeting?screen=overall",
    "meeting-slips": "meeting?screen=slips",
    "department": "?dept=総務課",
    "meeting-pillars": "meeting?screen=pillars",
    "meeting-decide": "meeting?screen=decide-1",
    "meeting-closing": "meeting?screen=closing",
}
EDITORS_VIEWS = {
    "update-import": "update",
    "update-templates": "update?update=ひな形",
    "update-returns": "update?update=回収状況",
}


@dataclass(frozen=True)
class City:
    """A shipped city: the name of its pictures, where its data is, and what its views in OPENED are asked for."""

    name: str
    data: str = ""
    opened: Mapping[str, str] = field(default_factory=dict)

    @property
    def views(self) -> dict[str, str]:
        """Address below the root by name, of all pages with 全体概況 first, then of what is opened."""
        return {page.name: page.address.removeprefix("/") for page in PAGES} | OPENED | dict(self.opened)

    @property
    def env(self) -> dict[str, str]:
        """Settings of its server."""
        today = {name: os.environ[name] for name in ("KDX_TODAY",) if name in os.environ}
        return office.ENV | ({"KDX_DATA_DIR": self.data} if self.data else {}) | today


CITIES = (
    City("kashima"),
    City(
        "mihon",
        "data/examples/mihon",
        {"actions-one": "actions?action=1-1", "kpis-one": "kpis?kpi=M01", "history-one": "history?version=6"},
    ),
)


@dataclass(frozen=True)
class Variant:
    """Window size in CSS pixels, colour scheme, medium, and extent of the picture, the whole page or one screen."""

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
    """Open an address, wait until the page is drawn, and save a picture."""
    page.set_viewport_size({"width": variant.width, "height": variant.height})
    page.goto(address)
    settle(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    if variant.media == "print" and (sheets := printed_sheets(page)):
        stack(sheets, target)
        return
    if variant.whole:
        page.emulate_media(media=variant.media)
        length = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": variant.width, "height": max(variant.height, length)})
    page.wait_for_timeout(700)  # figures adapt to the window after a short delay
    page.screenshot(path=target)
    page.emulate_media(media="screen")


def stack(sheets: list[Image.Image], target: Path) -> None:
    """Save pictures below each other, with a gap between them."""
    height = sum(sheet.height + GAP for sheet in sheets) - GAP
    board = Image.new("RGB", (max(sheet.width for sheet in sheets), height), "#80848E")
    for number, sheet in enumerate(sheets):
        board.paste(sheet, (0, sum(above.height + GAP for above in sheets[:number])))
    board.save(target, optimize=True)


def contact_sheet(pictures: list[Path], target: Path) -> None:
    """Save pictures in COLUMNS columns, each THUMB wide and cut off at TALLEST."""
    small = []
    for path in pictures:
        with Image.open(path) as picture:
            scaled = picture.convert("RGB").resize((THUMB, round(picture.height * THUMB / picture.width)))
        small.append(scaled.crop((0, 0, THUMB, min(scaled.height, TALLEST))))
    rows = [small[start : start + COLUMNS] for start in range(0, len(small), COLUMNS)]
    heights = [max(scaled.height for scaled in row) + GAP for row in rows]
    board = Image.new("RGB", (COLUMNS * (THUMB + GAP) + GAP, sum(heights) + GAP), "#80848E")
    for number, row in enumerate(rows):
        for column, pasted in enumerate(row):
            board.paste(pasted, (GAP + column * (THUMB + GAP), GAP + sum(heights[:number])))
    board.save(target, optimize=True)


def all_variants(browser: Browser, base: str, city: City) -> None:
    """Take all pictures of a city and save the contact sheets."""
    for variant in VARIANTS:
        context = browser.new_context(
            base_url=base, locale="ja-JP", timezone_id="Asia/Tokyo", color_scheme=variant.scheme
        )
        page = context.new_page()
        page.goto("/")  # the line for first visitors is not shown from the second visit on
        taken = []
        for views, account in ((city.views, ""), (EDITORS_VIEWS, "hanako")):
            if account:
                office.seat(page, account, "/update")
            for name, address in views.items():
                taken.append(SCREENSHOTS / f"{city.name}-{variant.name}" / f"{name}.png")
                take(page, f"{base}/{address}", variant, taken[-1])
        context.close()
        target = SCREENSHOTS / f"sheet-{city.name}-{variant.name}.png"
        contact_sheet(taken, target)
        print(target)


def public_site(browser: Browser) -> None:
    """Take the pages of the public site in three windows, with a contact sheet each."""
    with site_pictures.edition() as folder:
        for name, width, dark in (("light", 1366, False), ("dark", 1366, True), ("phone-320", 320, False)):
            taken = site_pictures.take_site(browser, folder, SCREENSHOTS / f"site-{name}", width, dark=dark)
            contact_sheet(taken, SCREENSHOTS / f"sheet-site-{name}.png")
            print(SCREENSHOTS / f"sheet-site-{name}.png")


def main() -> None:
    """Take the pictures, each city's from a server of its own."""
    with browsing() as browser:
        if "--readme" in sys.argv[1:]:
            with staffed_server(CITIES[0].env) as server:
                readme_picture(browser, server.url)
            return
        for city in CITIES:
            with staffed_server(city.env) as server:
                all_variants(browser, server.url, city)
        public_site(browser)


def readme_picture(browser: Browser, base: str) -> None:
    """Take the picture of the README."""
    page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo")
    page.goto(base)
    take(page, base, Variant("readme", whole=False), README_PICTURE)
    with Image.open(README_PICTURE) as picture:
        save_in_few_colours(picture, README_PICTURE.stem)
    list_pictures([README_PICTURE])


if __name__ == "__main__":
    main()
