"""Take the pictures of docs/walks/citizen.md from the public site of the shipped data, into docs/images/.

`python -m scripts.site_pictures`; `make screenshots` takes the same pages in several windows, into screenshots/.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from kdx_metrics.site.content import edition_of
from kdx_metrics.site.edition import write_edition
from kdx_metrics.site.rendering import files_of
from scripts.pictures import OUT, TALLEST, browsing, list_pictures, save_in_few_colours
from tests.shipped import MEETINGS, NOW, summary

PAGES = (  # in the order of the walk
    *("index", "actions/index", "actions/P1-01", "kpis/index", "kpis/K04", "timeline", "changes", "voices", "data"),
    "about",
)


@contextmanager
def edition() -> Iterator[Path]:
    """The folder of the shipped data's edition, while it is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        files = files_of(edition_of(summary(NOW), [summary(day) for day in MEETINGS], summary(MEETINGS[-1])))
        yield write_edition(Path(folder), NOW, files)


def take_site(browser: Browser, folder: Path, out: Path, width: int = 1366, *, dark: bool = False) -> list[Path]:
    """Save a picture per page, the whole page down to TALLEST, named as the page is."""
    context = browser.new_context(viewport={"width": width, "height": 768}, color_scheme="dark" if dark else "light")
    page, taken = context.new_page(), []
    out.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        taken.append(out / f"citizen-{name.replace('/', '-')}.png")
        page.screenshot(path=taken[-1], full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()
    return taken


def main() -> None:
    """Take the pictures of the walk in few colours."""
    with browsing() as browser, edition() as folder:
        taken = take_site(browser, folder, OUT, 1000)
    for path in taken:
        with Image.open(path) as picture:
            save_in_few_colours(picture, path.stem)
    list_pictures(taken)


if __name__ == "__main__":
    main()
