"""The dashboard as a part of a city's site: https://www.city.example.jp/dx/, behind the shipped nginx with TLS.

The replica listens on a socket for IPv4 and IPv6 alike, where the proxy's address looks like an IPv6 one.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kdx_metrics.database import audit
from pages.titles import PAGES
from tests.browser.harness import PATIENCE, VIEWPORT, Record, settle
from tests.browser.people import office
from tests.browser.people.office import ENV, rows_of, saved, send, sign_in
from tests.browser.people.site import start_nginx
from tests.browser.serving import Server, start_server
from tests.certificate import write_certificate
from tests.identity.support import PASSWORD

BASE = "/dx"


@dataclass
class Below:
    """The address of the dashboard, its proxy's port and its replica."""

    url: str
    port: int
    server: Server


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory, own_port: int) -> Iterator[Below]:
    folder = tmp_path_factory.mktemp("nginx")
    write_certificate(folder, "127.0.0.1")
    url = f"https://127.0.0.1:{own_port}{BASE}"
    behind = {"KDX_PUBLIC_URL": f"{url}/", "KDX_TRUSTED_PROXIES": "127.0.0.1", "STREAMLIT_SERVER_ADDRESS": "::"}
    server = start_server(ENV | behind)
    office.hire(server)
    tls = f" ssl; ssl_certificate {folder}/fullchain.pem; ssl_certificate_key {folder}/key.pem"
    proxy = start_nginx(folder, tls, port=own_port, first=server.port, second=server.port + 1)
    yield Below(url, own_port, server)
    proxy.terminate()
    proxy.wait(timeout=PATIENCE)
    server.stop()


@pytest.fixture
def person(browser: Browser, below: Below) -> Iterator[BrowserContext]:
    """Somebody at a browser that takes the proxy's certificate."""
    context = browser.new_context(
        base_url=f"{below.url}/", viewport=VIEWPORT, locale="ja-JP", accept_downloads=True, ignore_https_errors=True
    )
    yield context
    context.close()


def status(below: Below, path: str, *, through_the_proxy: bool = True, **headers: str) -> tuple[int, str | None]:
    """Status and Location of one request."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    connection = (
        HTTPSConnection("127.0.0.1", below.port, timeout=PATIENCE, context=trusting)
        if through_the_proxy
        else HTTPConnection("127.0.0.1", below.server.port, timeout=PATIENCE)
    )
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("location")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_find_health_below_the_path_and_at_the_root(below: Below, path: str) -> None:
    for address in (path, f"{BASE}{path}"):
        assert status(below, address)[0] == 200
        assert status(below, address, through_the_proxy=False)[0] == 200


def test_the_monitoring_inside_finds_the_metrics_at_both_and_nobody_through_the_proxy(below: Below) -> None:
    for address in ("/metrics", f"{BASE}/metrics"):
        assert status(below, address)[0] == 404
        assert status(below, address, through_the_proxy=False)[0] == 200


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/dx/"),
        ("/dx", "/dx/"),
        ("/dx/account", "/dx/sign-in?next=/account"),
        ("/dx/sign-out", "/dx/account"),
        ("/dx/progress/?period=2", "/dx/progress?period=2"),
    ],
)
def test_redirects_stay_below_the_path(below: Below, path: str, leads_to: str) -> None:
    assert status(below, path)[1] == leads_to


@pytest.mark.parametrize(
    "path", ["/progress", "/sign-in", "/_stcore/health", "/favicon.png", "/dxx/", "/dx/nosuchpage"]
)
def test_beside_the_path_nothing_answers(below: Below, path: str) -> None:
    assert status(below, path)[0] == 404


@pytest.mark.parametrize("path", ["/dx/", "/dx/_stcore/health", "/dx/healthz"])
def test_no_foreign_name_leads_to_the_dashboard(below: Below, path: str) -> None:
    assert status(below, path, Host="evil.example")[0] == 403
    assert status(below, path, Host="evil.example", through_the_proxy=False)[0] == 403


@pytest.mark.parametrize(
    ("origin", "answered"), [("", 200), ("https://evil.example", 403), ("http://127.0.0.1:1", 403)]
)
def test_a_page_of_the_public_address_may_connect_where_the_proxy_does_not_pass_the_host_on(
    below: Below, origin: str, answered: int
) -> None:
    ours = below.url.removesuffix(BASE)
    asked = status(below, f"{BASE}/_stcore/health", through_the_proxy=False, Origin=origin or ours, Host="app1:8501")
    assert asked[0] == answered


def test_a_member_of_staff_signs_in_looks_at_every_page_uploads_and_takes_a_paper(
    below: Below, person: BrowserContext
) -> None:
    record = Record()
    page = person.new_page()
    record.watch(page)
    come_in(page, below)
    assert_cookies(person)
    walk(page)
    upload(page, below)
    take_paper(page, below)
    page.goto("account")
    page.get_by_role("button", name="サインアウト").click()
    expect(page.get_by_role("heading", name="サインアウトしました")).to_be_visible()
    assert "__Secure-kdx_session" not in {cookie["name"] for cookie in person.cookies()}
    record.assert_quiet()
    asked = [urlsplit(url).path for url in record.requests if url.startswith(("https:", "wss:"))]
    assert [path for path in asked if not path.startswith(f"{BASE}/")] == []
    with office.store_of(below.server) as store:
        entry = next(entry for entry in audit.entries(store) if entry.action == "sign_in")
    assert (entry.account, entry.address) == ("hanako", "127.0.0.1")


def come_in(page: Page, below: Below) -> None:
    """From a page that needs an account to the sign-in and back."""
    page.goto("update")
    settle(page)
    page.get_by_role("link", name="サインインする").click()
    page.wait_for_url(f"{below.url}/sign-in?next=/update")
    sign_in(page, "hanako", PASSWORD)
    page.wait_for_url(f"{below.url}/update")
    settle(page)
    expect(page.get_by_role("link", name=re.compile("鹿島 花子"))).to_have_attribute("href", f"{BASE}/account")


def assert_cookies(person: BrowserContext) -> None:
    """Each of ours is bound to the path and travels encrypted only."""
    ours = [cookie for cookie in person.cookies() if "kdx" in cookie["name"] and cookie["name"] != "kdx_route"]
    assert {"__Secure-kdx_session", "__Secure-kdx_form", "__Secure-kdx_visit"} <= {cookie["name"] for cookie in ours}
    assert {(cookie["name"][:13], cookie["path"], cookie["secure"]) for cookie in ours} == {
        ("__Secure-kdx_", BASE, True)
    }


def walk(page: Page) -> None:
    """Every page by its address, and one by the navigation."""
    for entry in PAGES:
        page.goto(entry.address.lstrip("/"))
        settle(page)
        assert page.get_by_test_id("stException").count() == 0
    page.goto("")
    settle(page)
    page.get_by_role("link", name="指標", exact=True).click()
    page.wait_for_url(f"**{BASE}/kpis")
    settle(page)


def upload(page: Page, below: Below) -> None:
    """A table as Excel saves it, and a file as large as may be."""
    page.goto("update?update=ひな形")
    settle(page)
    with page.expect_download() as started:
        page.locator(".st-key-template-milestones").get_by_role("button", name="現在のCSV").click()
    rows = rows_of(started.value.path().read_bytes())
    page.goto("update")
    settle(page)
    send(page, "年表.csv", saved(rows))
    page.goto("update")
    settle(page)
    address = f"{below.url}/_stcore/upload_file/"
    with page.expect_response(lambda answer: answer.url.startswith(address) and answer.request.method == "PUT") as put:
        page.locator("input[type=file]").set_input_files(
            {"name": "大きい.csv", "mimeType": "text/csv", "buffer": b"x" * 9_900_000}
        )
    assert put.value.status == 204
    settle(page)


def take_paper(page: Page, below: Below) -> None:
    """A paper of the meeting, made when it is asked for."""
    page.goto("changes?about=会議資料")
    settle(page)
    with page.expect_download() as started:
        page.locator(".st-key-paper-text").get_by_role("button").click()
    assert started.value.url.startswith(f"{below.url}/media/")
    assert len(started.value.path().read_bytes()) > 1000
