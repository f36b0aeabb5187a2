"""Waiting times and downloads of a reader with a real browser."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.servers import Server
from tests.browser.harness import FLAGS, VIEWPORT, chromium, settle

# On a page without a chart, its first table or its tree counts.
DRAWN = ".kdx-chart, .kdx-small-cards img, .kdx-table, .kdx-tree"
CHARTS = f'[data-testid="stPlotlyChart"] .main-svg, {DRAWN}, [data-testid="stDataFrame"]'
FIRST_CHART = f"() => document.querySelector('{CHARTS}')"


@dataclass
class Counter:
    """Bytes received, as files with their headers and as WebSocket messages."""

    files: int = 0
    messages: int = 0

    def watch(self, context: BrowserContext, page: Page) -> None:
        """Count the bytes of a page, to be called before its first request."""
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._file)
        session.on("Network.webSocketFrameReceived", self._message)

    def _file(self, event: dict[str, float]) -> None:
        self.files += int(event["encodedDataLength"])

    def _message(self, event: dict[str, dict[str, str]]) -> None:
        self.messages += len(event["response"]["payloadData"]) * 3 // 4  # base64


def visits(server: Server, pages: list[str]) -> dict[str, dict[str, float]]:
    """Seconds to the first chart and bytes loaded, per page, with an empty browser and again with a warm one.

    The very first visit meets a server without any earlier request and is listed apart.
    """
    results: dict[str, dict[str, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        results["(very first visit)"] = _visit(browser, server, pages[0])
        for page in pages[1:]:
            _visit(browser, server, page)
        for page in pages:
            results[page or "overview"] = _visit(browser, server, page)
        browser.close()
    return results


def _visit(browser: Browser, server: Server, name: str) -> dict[str, float]:
    context = browser.new_context(viewport=VIEWPORT, locale="ja-JP")
    page, counter = context.new_page(), Counter()
    counter.watch(context, page)
    cold = _first_chart(page, f"{server.url}/{name}")
    settle(page)
    first = counter.files + counter.messages
    warm = _first_chart(page, f"{server.url}/{name}")
    settle(page)
    again = counter.files + counter.messages - first
    context.close()
    return {"first_chart_cold": cold, "first_chart_warm": warm, "bytes_first": first, "bytes_again": again}


def _first_chart(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_function(FIRST_CHART, timeout=60_000)
    return time.perf_counter() - began
