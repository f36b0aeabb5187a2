"""WCAG 2.2 AA in a real browser: axe-core on every page in both themes, and every control by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[[str], Page]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# target-size is part of WCAG 2.2 AA, and off unless asked for.
RUN = """exceptions => axe.run(document, {
    resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}, ...Object.fromEntries(exceptions.map(rule => [rule, {enabled: false}]))},
})"""
GRAVE = {"serious", "critical"}
# Rule of axe → why it cannot be kept, with the place upstream. Nothing needs one.
EXCEPTIONS: dict[str, str] = {}
SCREENS = (
    "/",
    "/progress",
    "/actions?action=P1-01",
    "/actions?view=工程表",
    "/kpis",
    "/timeline",
    "/changes",
    "/guide",
    "/guide?part=データ項目",
    "/update",
    "/history",
    "/meeting",
)
# Every element that the Tab key ought to reach, numbered. A row of choices is one stop, within which the arrows move.
NUMBER_CONTROLS = """() => {
    const shown = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getBoundingClientRect().width > 1;
    const all = [...document.querySelectorAll('a[href], button, input, textarea, [tabindex="0"]')];
    const controls = all.filter(e => e.tabIndex >= 0 && !e.disabled && shown(e));
    const row = e => e.closest('[role="radiogroup"], [role="toolbar"]') ?? e;
    const stops = [...new Set(controls.map(row))];
    controls.forEach(e => e.dataset.place = stops.indexOf(row(e)));
    return stops.length;
}"""
# A table is a canvas, which paints the ring of the cell that has the focus.
FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const ring = getComputedStyle(e);
    const outlined = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) > 0;
    const seen = e.closest('canvas') !== null || outlined || ring.boxShadow !== 'none';
    return {place: e.dataset.place ?? null, seen, name: e.getAttribute('aria-label') || e.innerText || e.tagName};
}"""


def grave_violations(page: Page) -> list[str]:
    """`rule: element` of every serious or critical violation on the page."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, list(EXCEPTIONS))["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("address", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_grave_barrier(page: Page, visit: Visit, scheme: Literal["light", "dark"], address: str) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(address)
    assert grave_violations(page) == []


def test_axe_is_at_work(visit: Visit) -> None:
    page = visit("/guide")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<button></button>')")
    assert any(found.startswith("button-name") for found in grave_violations(page))


def test_opened_panels_have_no_grave_barrier_either(visit: Visit) -> None:
    page = visit("/")
    page.locator(".st-key-numbers-overall button").first.click()
    expect(page.get_by_role("button", name="CSVをダウンロード")).to_be_visible()
    assert grave_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave_violations(page) == []


@pytest.mark.parametrize("address", SCREENS[:3])
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(visit: Visit, address: str) -> None:
    page = visit(address)
    controls = page.evaluate(NUMBER_CONTROLS)
    assert controls > 10
    reached, unseen = set(), []
    for _ in range(controls + 20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus is not None:
            reached.add(focus["place"])
            if not focus["seen"]:
                unseen.append(focus["name"])
    missed = [
        page.locator(f'[data-place="{place}"]').first.evaluate("e => e.outerHTML.slice(0, 200)")
        for place in range(controls)
        if str(place) not in reached
    ]
    assert missed == []
    assert unseen == []


def test_the_arrows_move_within_a_row_of_choices(visit: Visit) -> None:
    page = visit("/guide")
    chosen = page.get_by_role("radio", name="用語")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="KPIの達成率・進度・評価")).to_be_visible()


def test_a_panel_opens_by_enter_and_closes_by_escape_where_it_was_opened(visit: Visit) -> None:
    page = visit("/")
    button = page.locator(".st-key-numbers-matrix button").first
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_headings_come_in_order(visit: Visit) -> None:
    for address in ("/", "/progress", "/actions?action=P1-01", "/kpis", "/guide", "/history"):
        page = visit(address)
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "found => found.map(h => Number(h.tagName[1]))")
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)


def test_every_figure_is_named_by_what_it_shows(visit: Visit) -> None:
    for address in ("/", "/progress", "/kpis", "/timeline", "/actions?view=工程表"):
        page = visit(address)
        expect(page.get_by_test_id("stPlotlyChart").first).to_be_attached()
        names = page.eval_on_selector_all(
            '[data-testid="stPlotlyChart"]', "found => found.map(one => one.getAttribute('aria-label') || '')"
        )
        assert names, address
        assert all(len(name) > 15 for name in names), (address, names)
