"""The six pages in a real Chromium: opened by address, drawn in Japanese, with all their marks, on any screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from kdx_metrics.findings import overall
from tests.browser.harness import VIEWPORT, Record, Server, screenshot, settle
from tests.shipped import NOW, strategy, summary

Visit = Callable[[str], Page]

TITLES = {
    "/": "全体概況",
    "/progress": "柱・期別の進捗",
    "/actions": "取組一覧",
    "/kpis": "KPI",
    "/timeline": "年表",
    "/guide": "データの見方",
}
NAMES = {address: address.strip("/") or "overview" for address in TITLES}
# Draws characters as an element does and counts how many look alike: fonts without them draw one and the same box.
LOOK_ALIKE = """(element) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.font = "24px " + getComputedStyle(element).fontFamily;
    const seen = [..."柱期取組遅報告令和鹿島市ビル①□"].map((sign) => {
        pen.clearRect(0, 0, 40, 40);
        pen.fillText(sign, 4, 30);
        return pen.getImageData(0, 0, 40, 40).data.join();
    });
    return seen.length - new Set(seen).size;
}"""


@pytest.mark.parametrize("address", TITLES)
def test_each_page_opens_by_its_address_and_fits_any_width(visit: Visit, address: str) -> None:
    page = visit(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[address])
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert strategy().about.title in page.title()
    screenshot(page, NAMES[address])
    for width in (1024, 375):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_the_first_visitor_of_a_fresh_server_may_open_any_page_directly(
    fresh_server: Callable[..., Server], browser: Browser, record: Record
) -> None:
    server = fresh_server()
    context = browser.new_context(viewport=VIEWPORT, locale="ja-JP")
    page = context.new_page()
    record.watch(page)
    page.goto(f"{server.url}/kpis?kpi=K09")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("KPI")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("職員1人あたりの月平均時間外勤務時間")
    context.close()
    record.assert_quiet()


def test_japanese_is_drawn_on_page_and_chart(visit: Visit) -> None:
    page = visit("/")
    for selector in ("h1", ".kdx-finding", ".js-plotly-plot text"):
        assert page.locator(selector).first.evaluate(LOOK_ALIKE) == 0, selector


def test_the_overview_answers_on_one_projector_screen(visit: Visit) -> None:
    page = visit("/")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= VIEWPORT["height"]
    for part in (
        "全体と柱別の進捗率(計画対比)",
        "戦略の年表と期",
        "柱×期の進捗率と計画との差",
        "今日ご判断いただきたいこと",
    ):
        expect(page.get_by_role("heading", name=part)).to_be_in_viewport(ratio=1)
    expect(page.get_by_text(overall(summary(NOW)))).to_be_in_viewport(ratio=1)
    for pillar in strategy().pillars:
        expect(page.get_by_role("heading", name=pillar.name, level=3)).to_be_in_viewport(ratio=1)
    for reason in (item.reason for item in summary(NOW).attention[:5]):
        expect(page.get_by_text(reason)).to_be_in_viewport(ratio=1)


def test_every_chart_has_its_marks(visit: Visit) -> None:
    now = summary(NOW)
    page = visit("/")
    assert page.locator(".st-key-chart-matrix .barlayer .trace").first.locator("path").count() == len(now.cells)
    assert page.locator(".st-key-chart-milestones .points path").count() >= len(now.snapshot.milestones)
    page = visit("/progress")
    expect(page.get_by_label(re.compile("^進捗率の横棒グラフ。")).first).to_be_attached()
    for key in ("pillar-bars", "pillar-ratings", "period-bars", "period-ratings", "dept-bars", "dept-ratings"):
        assert page.locator(f".st-key-chart-{key} .bars path").count() >= 3, key
    assert page.locator(".st-key-chart-course .scatterlayer path.js-line").count() >= 3
    page = visit("/kpis")
    for kpi in now.kpis:
        assert page.locator(f".st-key-chart-kpi-{kpi.kpi_id} .scatterlayer path.js-line").count() >= 1, kpi.kpi_id
    page = visit("/timeline")
    assert page.locator(".st-key-chart-timeline .points path").count() >= len(now.snapshot.milestones)
    page = visit("/actions?view=工程表")
    assert page.locator(".st-key-chart-gantt .bars path").count() >= 40
