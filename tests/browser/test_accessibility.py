"""WCAG 2.2 AA in a real browser beyond each page at rest: what opens, and every control by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import grave_violations
from tests.browser.harness import settle
from tests.browser.opened import Opened, on

Visit = Callable[[str], Page]

SCREENS = ("/", "/progress", "/actions?action=P1-01")
# Elements that the Tab key ought to reach, numbered. A row of choices is one stop, within which the arrows move.
NUMBER_CONTROLS = """() => {
    const shown = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getBoundingClientRect().width > 1;
    const all = [...document.querySelectorAll('a[href], button, input, textarea, [tabindex="0"]')];
    const controls = all.filter(e => e.tabIndex >= 0 && !e.disabled && shown(e));
    const row = e => e.closest('[role="radiogroup"], [role="toolbar"]') ?? e;
    const stops = [...new Set(controls.map(row))];
    controls.forEach(e => e.dataset.stop = stops.indexOf(row(e)));
    return stops.length;
}"""
# The element that has the focus; a table is a canvas, which paints the ring of the cell that has the focus.
FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const ring = getComputedStyle(e);
    const outlined = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) > 0;
    const seen = e.closest('canvas') !== null || outlined || ring.boxShadow !== 'none';
    return {stop: e.dataset.stop ?? null, seen, name: e.getAttribute('aria-label') || e.innerText || e.tagName};
}"""

# Each key finds the last one's effect and writes it down: to ask after every key takes half as long again.
WRITE_DOWN = f"""() => {{
    window.kdxFocused = [];
    window.kdxEnough = new AbortController();
    addEventListener('keydown', () => kdxFocused.push(({FOCUSED})()), {{capture: true, signal: kdxEnough.signal}});
}}"""
WRITTEN = f"() => {{ kdxEnough.abort(); return [...kdxFocused, ({FOCUSED})()]; }}"


@on(*SCREENS)
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(opened: Opened) -> None:
    page = opened.look()
    controls = page.evaluate(NUMBER_CONTROLS)
    assert controls > 10
    page.evaluate(WRITE_DOWN)
    for _ in range(controls + 20):
        page.keyboard.press("Tab")
    focused = [focus for focus in page.evaluate(WRITTEN) if focus is not None]
    reached = {focus["stop"] for focus in focused}
    unseen = [focus["name"] for focus in focused if not focus["seen"]]
    missed = [
        page.locator(f'[data-stop="{stop}"]').first.evaluate("e => e.outerHTML.slice(0, 200)")
        for stop in range(controls)
        if str(stop) not in reached
    ]
    assert missed == []
    assert unseen == []


@on("/guide")
def test_axe_is_at_work(opened: Opened) -> None:
    page = opened.look()
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<button id=nameless></button>')")
    violations = grave_violations(page)
    page.evaluate("document.querySelector('#nameless').remove()")
    assert any(violation.startswith("button-name") for violation in violations)


@on("/")
def test_opened_panels_have_no_grave_barrier_either(opened: Opened) -> None:
    page = opened.look()
    page.locator(".st-key-numbers-now button").first.click()
    expect(page.get_by_role("button", name="CSVをダウンロード")).to_be_visible()
    assert grave_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    calendar = page.get_by_role("dialog")
    expect(calendar).to_be_visible()
    assert grave_violations(page) == []
    page.keyboard.press("Escape")
    expect(calendar).to_be_hidden()


def test_the_arrows_move_within_a_row_of_choices(visit: Visit) -> None:
    page = visit("/guide")
    chosen = page.get_by_role("radio", name="用語")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="指標の達成率・進度・評価")).to_be_visible()


@on("/")
def test_a_panel_opens_by_enter_and_closes_by_escape_where_it_was_opened(opened: Opened) -> None:
    page = opened.look()
    button = page.locator(".st-key-numbers-pillars button").first
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    # Read before it is closed: Streamlit opens a panel again that was closed just as its numbers came in.
    expect(panel.get_by_role("button", name="CSVをダウンロード")).to_be_visible()
    settle(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
