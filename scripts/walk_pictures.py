"""Take the pictures of docs/業務の流れ.md on three real walks, into docs/images/.

`python -m scripts.walk_pictures` starts its own server with the shipped data and invented people. The first walk is the
month of the office that gathers the reports, the second a head of department before a meeting, the third the meeting.
"""

from __future__ import annotations

import io

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from scripts.pictures import OUT, browsing, list_pictures, save, save_paper, staffed_server, take
from tests.browser.harness import new_person, settle
from tests.browser.people import office
from tests.browser.people.office import choose_again, publish, seat, send, take_template

DEPARTMENT = "市民課"
ONE_WINDOW = 900  # px
BOOK, ROW = "市民課_11月.xlsx", 3
ENV = {**office.ENV, "KDX_TODAY": "2026-12-03"}  # the reports of November are in
NOVEMBER = "as_of=2026-11-30"


def filled(template: bytes, **cells: str | float) -> bytes:
    """The workbook with values typed under these headers into the second row of 取組, which is of the 期 in force."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    headers = {cell.value: position for position, cell in enumerate(sheet[1], start=1)}
    for header, value in cells.items():
        sheet.cell(ROW, headers[header], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(page: Page, address: str) -> Page:
    """The page at an address, drawn."""
    page.goto(address)
    settle(page)
    return page


def month(page: Page) -> None:
    """Missing reports, a workbook with two mistakes, the rehearsal, the publication, the papers and the meeting."""
    take(opened(page, "/update?update=回収状況"), "walk-month-1-returns", ONE_WINDOW)
    template = take_template(page, DEPARTMENT, kind="現在のExcel")
    wrong = filled(template, 状況="終わった", 進捗率="１０１")
    send(opened(page, "/update"), BOOK, wrong)
    take(page, "walk-month-2-errors")
    choose_again(page)
    send(
        page,
        BOOK,
        filled(template, 状況="実施中", 更新日="令和8年11月30日", 進捗率=65, 課題="様式の統一が終わっていない"),
    )
    take(page, "walk-month-3-rehearsal")
    publish(page, "市民課 11月の報告")
    expect(page.get_by_text("公開しました")).to_be_visible()
    take(page, "walk-month-4-published", ONE_WINDOW)
    take(opened(page, f"/?{NOVEMBER}"), "walk-month-5-overview", ONE_WINDOW)
    take(opened(page, f"/changes?{NOVEMBER}"), "walk-month-6-changes", ONE_WINDOW)
    opened(page, f"/changes?about=会議資料&{NOVEMBER}")
    take(page, "walk-month-7-papers", ONE_WINDOW)
    opened(page, f"/meeting?{NOVEMBER}")
    save(page, "walk-month-8-meeting")


def before_a_meeting(page: Page) -> None:
    """課の一枚, one of its 取組 in full, its 指標, and what the board is asked in the meeting."""
    opened(page, f"/?dept={DEPARTMENT}")
    take(page, "walk-head-1-sheet")
    save_paper(page, "walk-head-1-paper")
    take(opened(page, "/actions?action=P1-01"), "walk-head-2-action")
    take(opened(page, f"/kpis?dept={DEPARTMENT}"), "walk-head-3-kpis", ONE_WINDOW)
    opened(page, "/meeting?screen=decide-1")
    save(page, "walk-head-4-meeting")


def meeting(page: Page) -> None:
    """The deck from its first screen over a decision and a piece of homework to 本日の決定, and the list of both."""
    for number, screen in enumerate(("cover", "overall", "pillars", "changes", "kpis"), start=1):
        opened(page, f"/meeting?screen={screen}")
        save(page, f"walk-meeting-{number}-{screen}")
    opened(page, "/meeting?screen=decide-1")
    form = page.locator(".st-key-deck-strip")
    page.get_by_role("button", name="決定を記録").click()
    expect(form).to_be_visible()
    form.get_by_label("内容").fill("第1期の残りは第2期へ引き継ぐ")
    save(page, "walk-meeting-6-recording")
    record(page)
    save(page, "walk-meeting-7-decided")
    opened(page, "/meeting?screen=kpi-K10")
    page.get_by_role("button", name="決定を記録").click()
    form.get_by_role("radio", name="宿題").click()
    form.get_by_label("内容").fill("用紙の使用枚数の増えた理由を調べる")
    record(page)
    opened(page, "/meeting?screen=closing")
    save(page, "walk-meeting-8-closing")
    take(opened(page, "/changes?about=決定事項"), "walk-meeting-9-decisions", ONE_WINDOW)


def record(page: Page) -> None:
    """Send the form of a decision, and close it."""
    form = page.locator(".st-key-deck-strip")
    form.get_by_role("button", name="記録する").click()
    expect(form.get_by_text("記録しました")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="記録を閉じる").click()
    expect(form).to_be_hidden()
    settle(page)


def walk(browser: Browser, address: str) -> None:
    """The walks, each in a browser of its own."""
    month(seat(new_person(browser, address).new_page(), "hanako", "/update"))
    before_a_meeting(seat(new_person(browser, address).new_page()))
    meeting(seat(new_person(browser, address).new_page(), "hanako", "/update"))


def main() -> None:
    """Take all pictures and list them."""
    with staffed_server(ENV) as server, browsing() as browser:
        walk(browser, server.url)
    list_pictures(sorted(OUT.glob("walk-*.png")))


if __name__ == "__main__":
    main()
