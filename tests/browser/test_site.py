"""The public site in a real browser: without barriers, at 320 px, dark and on paper, and without any request."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from kdx_metrics.site.content import edition_of
from kdx_metrics.site.edition import write_edition
from kdx_metrics.site.rendering import files_of
from tests.browser.barriers import grave_violations
from tests.shipped import MEETINGS, NOW, summary

PAGES = (
    *("index", "actions/index", "actions/P1-08", "kpis/index", "kpis/K03", "timeline", "changes", "voices", "data"),
    "about",
)


class Quiet(SimpleHTTPRequestHandler):
    """A web server of plain files."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the shipped data's edition below a path, as a city's web server gives it."""
    root = tmp_path_factory.mktemp("web")
    files = files_of(edition_of(summary(NOW), [summary(day) for day in MEETINGS], summary(MEETINGS[-1])))
    write_edition(Path(root, "dx"), NOW, files)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/dx"
        server.shutdown()


@pytest.fixture
def citizen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=True, locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_does_not_run_over_the_edge(citizen: Page, address: str, name: str) -> None:
    asked: list[str] = []
    citizen.on("request", lambda request: asked.append(request.url))
    for width, scheme in ((1100, "light"), (1100, "dark"), (320, "light")):
        citizen.set_viewport_size({"width": width, "height": 800})
        citizen.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        citizen.goto(f"{address}/{NOW.isoformat()}/{name}.html")
        assert grave_violations(citizen) == []
        assert citizen.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert all(url.startswith(address) or url.endswith("/favicon.ico") for url in asked)


def test_no_text_in_the_figure_of_a_kpi_is_under_14_px_on_the_narrowest_telephone(citizen: Page, address: str) -> None:
    citizen.set_viewport_size({"width": 320, "height": 800})
    citizen.goto(f"{address}/{NOW.isoformat()}/kpis/K04.html")
    sizes = citizen.evaluate(
        "[...document.querySelectorAll('svg.still text')].map(text => parseFloat(getComputedStyle(text).fontSize)"
        " * text.ownerSVGElement.clientWidth / text.ownerSVGElement.viewBox.baseVal.width)"
    )
    assert min(sizes) >= 14


def test_the_root_leads_to_the_newest_edition_and_from_there_by_links_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{address}/")
    page.wait_for_url(f"{address}/{NOW.isoformat()}/index.html")
    page.get_by_role("link", name="取組", exact=True).click()
    page.get_by_role("link", name="P1-11").first.click()
    assert "水道の使用開始・中止のオンライン化が遅れている。" in page.inner_text("main")
    page.goto(f"{address}/actions/P1-11.html")
    page.wait_for_url(f"{address}/{NOW.isoformat()}/actions/P1-11.html")
    context.close()


def test_a_page_is_printed_whole(citizen: Page, address: str) -> None:
    citizen.goto(f"{address}/{NOW.isoformat()}/actions/index.html")
    citizen.emulate_media(media="print")
    assert citizen.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    assert not citizen.get_by_role("navigation").is_visible()
