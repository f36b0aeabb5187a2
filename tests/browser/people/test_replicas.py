"""Two replicas as one service: what is published, killed or upgraded at one is no loss to the readers of the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from threading import Event
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, expect

from kdx_metrics.database.migrate import open_store
from tests.browser.harness import PATIENCE, settle
from tests.browser.people.site import Site
from tests.publications.support import AS_AT, milestones, put

Desk = Callable[..., Page]
PATHS = ("/", "/healthz", "/progress?period=第2期", "/favicon.png")


def open_page(page: Page, address: str) -> Page:
    page.goto(address)
    settle(page)
    return page


def status(site: Site, path: str) -> int:
    """The status that a visitor without cookies gets through the proxy, over a connection of its own."""
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=PATIENCE)
    connection.request("GET", path.replace("第2期", "%E7%AC%AC2%E6%9C%9F"))
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def at_every_replica(site: Site, desk: Desk) -> list[Page]:
    """A page at each of the two replicas: a browser that has lost the proxy's cookie may come to the other."""
    pages = [open_page(desk(), f"{site.url}/timeline") for _ in site.replicas]
    for _ in range(30):
        if all(site.sessions(port) for port in site.replicas):
            return pages
        pages[-1].context.clear_cookies(name="kdx_route")
        open_page(pages[-1], f"{site.url}/timeline")
    raise AssertionError("the proxy sends everybody to one replica")


def test_a_publication_is_told_within_ten_seconds_on_pages_of_every_replica(site: Site, desk: Desk) -> None:
    pages = at_every_replica(site, desk)
    store = open_store(site.database)
    put(store, replace(milestones("臨時の本部会議"), mode="merge"), as_at=AS_AT)
    store.close()
    for page in pages:
        expect(page.get_by_text("新しい版が公開されました")).to_be_visible(timeout=10_000)
        page.get_by_role("button", name="新しい版を表示").click()
        expect(page.get_by_text("臨時の本部会議").first).to_be_visible(timeout=10_000)


def test_a_browser_stays_with_one_replica(site: Site, desk: Desk) -> None:
    pages = [open_page(desk(), f"{site.url}/guide")]
    (home,) = [port for port in site.replicas if site.sessions(port)]
    pages += [pages[0].context.new_page() for _ in range(3)]
    for page in pages[1:]:
        page.goto(f"{site.url}/guide")
        settle(page)
    assert site.sessions(home) == len(pages)


def test_the_sessions_of_a_killed_replica_go_on_at_the_other_with_their_view(site: Site, desk: Desk) -> None:
    page = open_page(desk(), f"{site.url}/progress?period=第2期")
    (home,) = [port for port in site.replicas if site.sessions(port)]
    (other,) = set(site.replicas) - {home}
    chosen = page.get_by_role("radio", name="第2期")
    expect(chosen).to_be_checked()
    site.kill(home)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState !== 'CONNECTED'"
    )
    settle(page)
    assert site.sessions(other) == 1
    assert unquote(urlsplit(page.url).query) == "period=第2期"
    expect(chosen).to_be_checked()
    page.get_by_role("radio", name="第3期").click()  # and it works on
    settle(page)
    assert unquote(urlsplit(page.url).query) == "period=第3期"
    site.start(home)


def test_an_upgrade_one_replica_after_the_other_fails_no_request(site: Site) -> None:
    done = Event()

    def visit() -> list[int]:
        statuses = []
        while not done.is_set():
            statuses += [status(site, path) for path in PATHS]
            done.wait(0.05)
        return statuses

    with ThreadPoolExecutor(1) as visitors:
        seen = visitors.submit(visit)
        try:
            for port in list(site.replicas):
                site.restart(port)
        finally:
            done.set()
        statuses = seen.result()
    assert len(statuses) > len(PATHS)
    assert set(statuses) == {200}


def test_the_metrics_are_not_there_through_the_proxy(site: Site) -> None:
    assert status(site, "/metrics") == 404
