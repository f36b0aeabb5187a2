"""The walks of members and staff through the pages: drill down, send a link, come back, download, search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.numbers.ordering import actions_worst_first
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.groups import groups, period_and_pillars
from kdx_metrics.wording.dates import ESTIMATE
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.meeting.board import question
from tests.browser.harness import holding, settle
from tests.browser.slow_line import SlowLine
from tests.shipped import MEETINGS, NOW, summary

Visit = Callable[[str], Page]
BEFORE = date(2026, 1, 7)


def query(page: Page) -> dict[str, list[str]]:
    """The choices that the address holds."""
    return parse_qs(urlsplit(page.url).query)


def heading(page: Page, name: str) -> None:
    """Wait for a page's title."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    settle(page)


def finding(page: Page, sentence: str) -> None:
    """Wait for a finding."""
    expect(page.locator(".kdx-finding").get_by_text(sentence, exact=True)).to_be_visible()


def click_mark(page: Page, chart: str, number: int, trace: int = 0) -> None:
    """Click the middle of a bar, counted from 0; the first trace of a bar chart is its track."""
    mark = page.locator(f".st-key-chart-{chart} .barlayer .trace").nth(trace).locator("path").nth(number)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_cell_of_the_matrix_leads_to_its_actions_and_back(visit: Visit) -> None:
    page = visit("/progress")
    cells = list(summary(NOW).cells)
    click_mark(page, "matrix", cells.index(("P2", 2)))
    heading(page, "取組")
    page.wait_for_url(holding({"pillar": ["業務の効率化"], "period": ["第2期"]}))
    rated = summary(NOW).actions
    rows = rated[(rated["pillar"] == "P2") & (rated["period"] == 2)]
    finding(page, standing.group(f"該当する{len(rows)}件(全43件中)", roll_up(rows, NOW)))
    page.go_back()
    heading(page, "柱・期別")


def test_a_row_leads_to_the_actions_of_its_department(visit: Visit) -> None:
    page = visit("/progress")
    page.get_by_role("link", name="総務課", exact=True).first.click()
    heading(page, "取組 総務課")
    page.wait_for_url(holding({"dept": ["総務課"]}))


def test_the_chosen_period_goes_along_when_a_pillar_is_clicked(visit: Visit) -> None:
    page = visit("/progress?period=第1期")
    page.get_by_role("link", name="市民の利便性向上", exact=True).first.click()
    heading(page, "取組")
    page.wait_for_url(holding({"pillar": ["市民の利便性向上"], "period": ["第1期"]}))


def test_a_timer_that_was_set_before_the_page_changed_does_not_take_its_address_back(page: Page, visit: Visit) -> None:
    line = SlowLine(page)
    visit("/progress?period=第1期")
    line.held = True
    click_mark(page, "matrix", 0)
    requests = line.requests
    while line.requests < requests + 2:  # the click, and the timer of a page that has heard nothing of it
        page.wait_for_timeout(100)
    page.wait_for_timeout(2_000)  # both are answered
    line.release()
    heading(page, "取組")
    page.wait_for_timeout(1_000)
    settle(page)
    assert query(page) == {"pillar": ["市民の利便性向上"], "period": ["第1期"]}
    expect(page.get_by_role("radio", name="第1期")).to_be_checked()


def test_pillars_and_periods_of_the_first_screen_are_reached_by_tab_and_open_their_actions(visit: Visit) -> None:
    page = visit("/")
    page.evaluate("window.session = 'kept'")
    page.get_by_role("link", name="市民の利便性向上", exact=True).focus()
    page.keyboard.press("Enter")
    heading(page, "取組")
    page.wait_for_url(holding({"pillar": ["市民の利便性向上"], "period": ["第2期"]}))
    page.go_back()
    heading(page, "全体概況")
    page.get_by_role("link", name=re.compile("第1期 10件")).click()
    heading(page, "取組")
    page.wait_for_url(holding({"period": ["第1期"]}))
    assert page.evaluate("window.session") == "kept"  # nothing was loaded anew


def test_a_line_of_the_attention_list_opens_its_action(visit: Visit) -> None:
    page = visit("/")
    first = summary(NOW).board.decide[0]
    page.get_by_role("link", name=re.compile(re.escape(question(first.ask_text).text))).first.click()
    heading(page, "取組")
    page.wait_for_url(holding({"action": [first.id]}))
    expect(page.get_by_role("heading", name=f"{first.id} {first.title}")).to_be_visible()


def test_the_sheet_of_a_department_leads_to_its_actions_on_the_same_date(visit: Visit) -> None:
    page = visit(f"/?as_of={BEFORE}&dept=総務課")
    heading(page, "課の一枚 総務課")
    page.get_by_role("link", name=re.compile("この課の取組を一覧で開く")).first.click()
    heading(page, "取組 総務課")
    asked = {name: set(values) for name, values in query(page).items()}  # Streamlit writes bound ones twice
    assert asked == {"as_of": {str(BEFORE)}, "dept": {"総務課"}}
    expect(page.get_by_text(f"{wareki(BEFORE)}時点")).to_be_visible()


def test_a_link_shows_a_colleague_the_same_view(page: Page, newcomer: Page) -> None:
    seen = []
    for screen in (page, newcomer):
        screen.goto(f"/?as_of={BEFORE}&dept=総務課")
        heading(screen, "課の一枚 総務課")
        seen.append(screen.locator(".kdx-finding, .kdx-number, .kdx-reason").all_inner_texts())
    assert seen[0] == seen[1]
    assert seen[0][0].startswith("総務課の第2期は")


def test_the_back_button_returns_through_the_pages(visit: Visit) -> None:
    page = visit("/")
    for name in ("取組", "指標"):
        page.get_by_role("link", name=name, exact=True).click()
        heading(page, name)
    page.go_back()
    heading(page, "取組")
    page.go_back()
    heading(page, "全体概況")


def test_reloading_keeps_what_was_chosen(visit: Visit) -> None:
    page = visit("/actions?pillar=業務の効率化&q=ＲＰＡ")
    before = page.locator(".kdx-finding").inner_text()
    assert before.startswith("該当する")
    assert not before.startswith("該当する43件")
    page.reload()
    settle(page)
    finding(page, before)
    page.wait_for_url(holding({"pillar": ["業務の効率化"], "q": ["ＲＰＡ"]}))


def test_choosing_a_filter_is_written_into_the_address(visit: Visit) -> None:
    page = visit("/actions")
    page.get_by_role("radio", name="第3期").click()
    rated = summary(NOW).actions
    rows = rated[rated["period"] == 3]
    finding(page, standing.group(f"該当する{len(rows)}件(全43件中)", roll_up(rows, NOW)))
    page.wait_for_url(holding({"period": ["第3期"]}))


def test_a_picked_row_opens_its_action(visit: Visit) -> None:
    page = visit("/actions")
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 17, box["y"] + 35 + 17)
    first = actions_worst_first(summary(NOW).actions).iloc[0]
    expect(page.get_by_role("heading", name=f"{first['action_id']} {first['title']}")).to_be_visible()
    page.wait_for_url(holding({"action": [first["action_id"]]}))


def test_the_numbers_of_a_card_can_be_downloaded_as_they_are_shown(visit: Visit, tmp_path: Path) -> None:
    page = visit("/")
    page.locator(".st-key-numbers-now button").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSVをダウンロード").click()
    saved = tmp_path / "overall.csv"
    started.value.save_as(saved)
    now = summary(NOW)
    assert saved.read_bytes() == to_csv_bytes(groups(period_and_pillars(now)).frame)
    assert saved.read_bytes().startswith("\ufeff区分,取組数,評価できる取組,計画(%),実績(%)".encode())


def test_another_date_is_chosen_by_typing_it(visit: Visit) -> None:
    page = visit("/")
    page.locator(".st-key-as_of [contenteditable], .st-key-as_of input").first.click()
    page.keyboard.type("20260107")
    page.get_by_role("heading", level=1).click()
    finding(page, standing.headline(summary(BEFORE), summary(MEETINGS[1])))
    page.wait_for_url(holding({"as_of": [str(BEFORE)]}))


def test_a_day_to_come_says_that_it_is_an_estimate_and_leads_back_to_the_reports(visit: Visit) -> None:
    page = visit("/?as_of=2027-03-31")
    estimate = page.get_by_text(f"{ESTIMATE}。計画だけが令和9年3月31日まで進んでいます。")
    expect(estimate).to_be_visible()
    page.get_by_role("button", name="報告の時点に戻る").click()
    expect(estimate).to_have_count(0)
    expect(page.get_by_text(f"{wareki(NOW)}時点")).to_be_visible()


def test_a_drill_and_the_way_back_keep_the_date(visit: Visit) -> None:
    page = visit(f"/progress?as_of={BEFORE}")
    click_mark(page, "matrix", list(summary(BEFORE).cells).index(("P2", 2)))
    heading(page, "取組")
    page.wait_for_url(holding({"as_of": [str(BEFORE)], "pillar": ["業務の効率化"], "period": ["第2期"]}))
    page.go_back()
    heading(page, "柱・期別")
    assert query(page)["as_of"] == [str(BEFORE)]
    finding(page, standing.cells(summary(BEFORE)))


def test_the_link_to_copy_holds_date_and_filters(visit: Visit) -> None:
    page = visit("/actions?period=第2期&dept=総務課")
    page.get_by_role("button", name=re.compile("リンク")).click()
    address = page.locator("[data-testid=stPopoverBody] code").inner_text()
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "/actions"
    assert (asked["as_of"], asked["period"], asked["dept"]) == ([str(NOW)], ["第2期"], ["総務課"])


def test_an_opinion_leads_by_the_keyboard_to_the_action_it_touches_which_shows_it(visit: Visit) -> None:
    page = visit("/voices?response=未回答")
    link = page.locator("article.kdx-voice").filter(has_text="V012").get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    heading(page, "取組")
    page.wait_for_url(holding({"action": ["P1-11"]}))
    expect(page.locator("article.kdx-voice").filter(has_text="V012")).to_be_visible()
