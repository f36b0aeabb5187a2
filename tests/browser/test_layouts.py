"""Windows and papers in which nothing is cut or jumps; a lost connection, a second tab, a newcomer."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Locator, Page, ViewportSize, WebSocketRoute, expect

from kdx_metrics.charts.drawing.theme import PALETTES
from tests.browser.barriers import grave_violations
from tests.browser.harness import VIEWPORT, Record, printed, screenshot, settle
from tests.browser.opened import DRAWN_ON, Opened, Scheme, on, open_slowly
from tests.browser.slow_line import STREAM, SlowLine
from tests.shipped import NOW, summary

Visit = Callable[[str], Page]

PHONE: ViewportSize = {"width": 375, "height": 812}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
SMALL_PROJECTORS = (1210, 1024, 1000)  # pixels
FIRST_ROWS = {"/actions": "P1-01", "/history": "初期データ", "/kpis": "K01", "/changes": "P1-01"}
DISCONNECTED = "Cannot send rerun backMessage when disconnected from server."
MOVES = """() => [...document.querySelectorAll('*')].filter(e => {
    const s = getComputedStyle(e);
    return [s.transitionDuration, s.animationDuration].some(d => d.split(', ').some(t => parseFloat(t) > 0.05));
}).length"""


@on("/timeline")
def test_figures_that_need_room_are_moved_sideways_on_a_telephone(opened: Opened) -> None:
    page = opened.look(size=SMALL_PHONE)
    chart = page.locator(".st-key-chart-timeline")
    assert chart.evaluate("e => getComputedStyle(e).overflowX") == "auto"
    assert chart.evaluate("e => e.scrollWidth") >= 600


@on(*FIRST_ROWS)
def test_on_a_telephone_tables_list_their_rows_and_choices_go_on_in_the_next_line(opened: Opened) -> None:
    page = opened.look(size=PHONE)
    expect(page.get_by_test_id("stDataFrame").locator("visible=true")).to_have_count(0)
    rows = page.locator(".kdx-table td").locator("visible=true")
    expect(rows.filter(has_text=FIRST_ROWS[opened.address]).first).to_be_visible()
    assert wider_than_their_room(page) == []


@on("/kpis", "/timeline", "/changes")
def test_on_a_small_projector_no_table_is_wider_than_its_room(opened: Opened) -> None:
    for width in SMALL_PROJECTORS:
        page = opened.look(size={"width": width, "height": 768})
        assert page.locator(".kdx-table").count() > 0
        assert wider_than_their_room(page) == [], width


def test_nor_is_a_table_that_is_asked_for(page: Page, visit: Visit) -> None:
    for address in ("/history?history=版の比較", "/changes?about=会議にかけること"):
        visit(address)
        for width in SMALL_PROJECTORS:
            page.set_viewport_size({"width": width, "height": 768})
            settle(page)
            assert page.locator(".kdx-table").count() > 0
            assert wider_than_their_room(page) == [], (address, width)


def wider_than_their_room(page: Page) -> list[str]:
    """Tables and rows of choices that go on beyond their edge."""
    elements: list[str] = page.locator(".kdx-table, [data-testid='stButtonGroup'] > div").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 200))"
    )
    return elements


@on("/kpis", "/voices", "/actions")
def test_the_filters_of_one_row_stand_at_one_height(opened: Opened) -> None:
    labels = opened.look().locator(".st-key-filters > .stElementContainer label").locator("visible=true")
    tops = [box["y"] for box in map(Locator.bounding_box, labels.all()) if box]
    first_row = [top for top in tops if top < min(tops) + 20]
    assert len(first_row) > 2
    assert max(first_row) - min(first_row) < 1


def test_a_choice_keeps_its_edge_where_the_chosen_one_begins_the_next_line(page: Page, visit: Visit) -> None:
    visit("/changes?about=決定事項")
    page.set_viewport_size(PHONE)
    choices = page.locator(".st-key-about button")
    edges = choices.evaluate_all("all => all.map(e => getComputedStyle(e).borderRightColor)")
    assert len(edges) == 4
    assert "rgba(0, 0, 0, 0)" not in edges


def test_numbers_asked_for_at_the_foot_of_the_window_stand_where_there_is_room(page: Page, visit: Visit) -> None:
    visit("/changes")
    button = page.locator(".st-key-numbers-moves button")
    button.evaluate("e => e.scrollIntoView({block: 'end'})")
    button.click()
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel.get_by_role("button", name="CSVをダウンロード")).to_be_attached()
    settle(page)
    box, opener = panel.bounding_box(), button.bounding_box()
    assert box is not None
    assert opener is not None
    assert box["height"] > VIEWPORT["height"] / 3
    assert box["y"] + box["height"] <= opener["y"] + 1


@on("/")
def test_large_figures_stack_and_header_controls_wrap_on_a_telephone(opened: Opened) -> None:
    page = opened.look(size=SMALL_PHONE)
    tiles = [box for box in (tile.bounding_box() for tile in page.locator(".kdx-now section").all()) if box]
    assert len({round(box["y"]) for box in tiles}) >= 2
    controls = [page.locator(f".st-key-{key}").bounding_box() for key in ("as_of", "to-today", "dept", "share")]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in controls)


@on("/")
def test_nothing_moves_for_those_who_asked_for_reduced_motion(opened: Opened) -> None:
    page = opened.look()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=mover style=\"transition: color 1s\">')")
    assert page.evaluate(MOVES) > 0
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(MOVES)
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate("document.querySelector('#mover').remove()")
    assert moving == 0


def test_a_table_of_many_columns_is_printed_whole(page: Page, visit: Visit) -> None:
    visit("/actions")
    text = "".join(sheet.text for sheet in printed(page))
    rows = summary(NOW).actions
    assert all(text.count(str(number)) == count for number, count in rows["action_id"].value_counts().items())
    assert all(header in text for header in ("取組番号", "完了予定", "評価", "自己・本部評価"))


def test_the_whole_strategy_is_printed_though_its_pillars_are_folded(page: Page, visit: Visit) -> None:
    visit("/strategy")
    text = "".join(sheet.text for sheet in printed(page))
    assert all(number in text for number in summary(NOW).running["action_id"])


def test_a_paper_names_no_other_part_of_its_page(page: Page, visit: Visit) -> None:
    visit("/changes?about=会議にかけること")
    text = "".join(sheet.text for sheet in printed(page))
    assert "ご判断いただきたいこと(3件)" in text
    assert "決定事項" not in text


@pytest.mark.parametrize("number", ["P1-01", "P1-02", "P1-08", "P1-09", "P2-02"])
def test_an_action_in_full_is_one_sheet_without_a_barrier(page: Page, visit: Visit, number: str) -> None:
    visit(f"/actions?action={number}")
    assert grave_violations(page) == []
    (sheet,) = printed(page)
    assert sheet.size == (842, 595)
    for text in (number, "年度ごとの予定・実績・評価", "本部評価", "時点ごとの推移", "令和8年10月31日"):
        assert text in sheet.text
    assert "この数値の根拠" not in sheet.text


@pytest.mark.parametrize("department", ["総務課", "福祉課"])
def test_the_sheet_of_a_department_is_one_sheet_without_a_barrier(page: Page, visit: Visit, department: str) -> None:
    visit(f"/?dept={quote(department)}")
    assert grave_violations(page) == []
    (sheet,) = printed(page)
    assert sheet.size == (842, 595)


@on("/progress")
@pytest.mark.parametrize("width", [1024, 1920])
def test_figures_are_printed_whole_from_any_window(opened: Opened, width: int) -> None:
    page = opened.look(size={"width": width, "height": 800})
    drawn = page.locator(".svg-container").evaluate_all("boxes => boxes.map(box => box.outerHTML)")
    text = "".join(sheet.text for sheet in printed(page))
    assert "第4期" in text, "the right end of the years"
    assert page.locator(".svg-container").evaluate_all("boxes => boxes.map(box => box.outerHTML)") == drawn


def test_class_51_a_dropped_connection_comes_back_with_the_same_view(page: Page, record: Record) -> None:
    lines: list[WebSocketRoute] = []

    def pass_on(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(STREAM, pass_on)
    page.goto("/progress?pillar=業務の効率化&dept=総務課")
    settle(page)
    heading = page.get_by_role("heading", name="業務の効率化の進み方")
    expect(heading).to_be_visible()
    with page.expect_request(re.compile("/_stcore/health")):  # the page asks whether the server is back
        lines[-1].close(code=1012, reason="restart")
    settle(page)
    expect(heading).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("総務課")
    page.get_by_role("radio", name="第2期").click()
    expect(page.get_by_role("heading", name="柱別の進捗と評価(第2期・計画との差)")).to_be_visible()
    assert len(lines) == 2
    record.errors[:] = [error for error in record.errors if DISCONNECTED not in error]  # it asks for news by itself


def test_a_device_that_turns_dark_while_the_page_is_being_drawn_is_followed(page: Page, visit: Visit) -> None:
    line = SlowLine(page)
    visit("/guide")
    line.held = True
    app = page.get_by_test_id("stApp")
    while app.get_attribute("data-test-script-state") != "running":  # the timer's question for news is answered
        page.wait_for_timeout(50)
        line.let_one_through()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1_000)
    line.release()
    page.wait_for_function(DRAWN_ON, arg=PALETTES["dark"].page)


def test_two_tabs_keep_their_own_views(page: Page, visit: Visit) -> None:
    visit("/progress?pillar=業務の効率化")
    other = page.context.new_page()
    other.goto("/progress?pillar=人財育成")
    settle(other)
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", name="業務の効率化の進み方")).to_be_visible()
    expect(other.get_by_role("heading", name="人財育成の進み方")).to_be_visible()
    other.close()


def test_nothing_jumps_or_moves_in_a_browser_that_has_to_fetch_everything(newcomer: Page) -> None:
    drawn = open_slowly(newcomer, "/")
    assert drawn.jumped <= 0.1
    assert drawn.moving == []


def test_a_newcomer_is_guided_once_from_a_button_that_the_keyboard_opens_and_puts_away(newcomer: Page) -> None:
    newcomer.goto("/")
    settle(newcomer)
    assert newcomer.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= VIEWPORT["height"]
    button = newcomer.get_by_role("button", name="はじめての方へ")
    button.focus()
    newcomer.keyboard.press("Enter")
    expect(newcomer.locator(".kdx-steps li")).to_have_count(4)
    newcomer.keyboard.press("Escape")
    expect(newcomer.locator(".kdx-steps")).to_be_hidden()
    button.focus()
    newcomer.keyboard.press("Enter")
    newcomer.get_by_role("button", name="案内を閉じる").focus()
    newcomer.keyboard.press("Enter")
    expect(button).to_have_count(0)
    newcomer.reload()
    settle(newcomer)
    expect(button).to_have_count(0)


def test_the_guide_is_at_hand_afterwards_and_never_in_the_meeting(newcomer: Page) -> None:
    newcomer.goto("/meeting")
    settle(newcomer)
    expect(newcomer.locator(".st-key-first-visit")).to_have_count(0)
    newcomer.goto("/guide?part=はじめての方へ")
    settle(newcomer)
    expect(newcomer.locator(".kdx-steps li")).to_have_count(5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_fits_a_narrow_window_in_light_and_dark(page: Page, scheme: Scheme) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme=scheme)
    page.goto("/sign-in")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.get_by_label("アカウント名")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    screenshot(page, f"sign-in-320-{scheme}")
