"""The server over raw HTTP, and the page that starts every visit."""

from __future__ import annotations

import json
import shutil
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from kdx_metrics.settings import ROOT
from pages.titles import ADDRESSES
from tests.browser.harness import PATIENCE, Record, screenshot
from tests.browser.serving import Server, new_server, serve_command


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (names in lower case) and body of one request, nothing followed or decompressed."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_health_tells_that_the_data_is_loaded_and_how_much(server: Server) -> None:
    status, headers, body = ask(server, "/healthz")
    answer = json.loads(body)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert set(answer) == {"status", "token", "as_at", "counts"}
    assert answer["status"] == "ok"
    milestones = (ROOT / "data" / "milestones.csv").read_text(encoding="utf-8-sig").strip().splitlines()
    assert answer["counts"]["milestones"] == len(milestones) - 1


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        ("/", "script-src 'self';"),
        ("/healthz", "script-src 'self';"),
        ("/static/css/none.css", "script-src 'self';"),
        ("/_stcore/health", "script-src 'self';"),
        ("/nosuchpage", "default-src 'none';"),  # a page without any script
    ],
)
def test_every_answer_carries_the_security_headers(server: Server, path: str, scripts: str) -> None:
    _, headers, _ = ask(server, path)
    policy = headers["content-security-policy"]
    assert scripts in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_answers_at_its_address_in_japanese(server: Server, path: str) -> None:
    status, headers, body = ask(server, path)
    text = body.decode()
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert int(headers["content-length"]) == len(body)
    assert '<html lang="ja">' in text
    assert "<title>Streamlit</title>" not in text
    assert "JavaScript を有効に" in text


def test_a_slash_at_the_end_of_an_address_leads_to_the_page(server: Server) -> None:
    status, headers, _ = ask(server, "/progress/?period=2")
    assert (status, headers["location"]) == (301, "/progress?period=2")


@pytest.mark.parametrize("name", ["interact", "openapi.json", "mcp", "anything"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_agent_api_is_not_there(server: Server, name: str, method: str) -> None:
    status, _, _ = ask(server, f"/_stcore/agent/{name}", method)
    assert status == 404


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/script-health-check", "/component/x/y.js", "/app/static/x"]
)
def test_nothing_else_of_streamlits_answers(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_another_sites_page_may_neither_ask_nor_open_the_websocket(server: Server) -> None:
    assert ask(server, "/_stcore/health", Origin="https://evil.example")[0] == 403
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert ask(server, "/_stcore/stream", Origin="https://evil.example", **handshake)[0] == 403
    assert ask(server, "/_stcore/health", Origin=server.url)[0] == 200


def test_scripts_are_kept_by_the_browser(server: Server) -> None:
    index = ask(server, "/")[2].decode()
    script = "/static/js/" + index.split('src="./static/js/')[1].split('"')[0]
    status, headers, body = ask(server, script)
    assert (status, headers["content-type"].split("/")[1].split(";")[0]) == (200, "javascript")
    assert int(headers["content-length"]) == len(body)
    assert "immutable" in headers["cache-control"]
    assert ask(server, script, If_None_Match=headers["etag"])[0] == 304


def test_one_connection_answers_many_requests(server: Server) -> None:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.connect()
    socket = connection.sock
    for path in ("/", "/healthz", "/favicon.png"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is socket
    connection.close()


def test_the_icon_is_ours(server: Server) -> None:
    status, headers, body = ask(server, "/favicon.png")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<svg")


def test_a_reader_who_mistypes_an_address_finds_the_way_back(page: Page, record: Record) -> None:
    record.forgiven.append("/nosuchpage")
    page.goto("/nosuchpage")
    expect(page.get_by_text("お探しのページは見つかりませんでした。")).to_be_visible()
    expect(page.get_by_role("link", name="全体概況へ戻る")).to_be_visible()
    screenshot(page, "not-found")


def test_a_wrong_strategy_stops_the_start_with_one_japanese_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    (data / "strategy.toml").write_text("[[pillar]\n", encoding="utf-8")
    status, message = _start_and_end(KDX_DATA_DIR=str(data))
    assert status == 1
    assert message.startswith("起動できません。")
    assert "strategy.toml の書き方に誤りがあります" in message
    assert message.count("\n") == 1


def test_a_wrong_setting_stops_the_start_and_is_named() -> None:
    status, message = _start_and_end(KDX_LOG_LEVEL="loud")
    assert status == 1
    assert message.startswith("起動できません。設定 KDX_LOG_LEVEL の値「LOUD」は使えません")
    assert message.count("\n") == 1


def test_make_run_is_the_command_that_these_tests_start() -> None:
    make = shutil.which("make")
    assert make is not None
    planned = subprocess.run(
        [make, "--dry-run", "run", "PORT=8765"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert " ".join(serve_command(8765)[1:]) in planned.stdout


def _start_and_end(**env: str) -> tuple[int, str]:
    """The exit status and the message of a server that cannot start."""
    server = new_server()
    assert not server.start(env)
    status = server.process.wait(timeout=PATIENCE)
    server.stop()
    return status, "".join(server.log)
