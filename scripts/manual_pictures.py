"""Take the pictures of docs/操作マニュアル.md on a real walk through the pages, into docs/images/ (≤ 200 KB each).

`python -m scripts.manual_pictures` starts its own server with the shipped data and invented people.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from scripts.pictures import OUT, browsing, list_pictures, save, staffed_server, take
from tests.browser.harness import new_person, settle
from tests.browser.people.office import (
    bring,
    choose_again,
    choose_row,
    fill_in,
    publish,
    rows_of,
    saved,
    seat,
    send,
    take_template,
)


def staff(page: Page, colleague: Page) -> None:
    """Take the pictures from template to publication, with three mistakes and one stale base."""
    rows = rows_of(take_template(page, "市民課"))
    take(page, "manual-template")
    page.goto("/update")
    settle(page)
    take(page, "manual-box")
    fill_in(rows, 2, 進捗率="１０１", 更新日="R8.11.20")
    fill_in(rows, 3, 進捗率="７０％", 完了予定="令和9年2月30日")
    fill_in(rows, 4, 状況="終わった")
    send(page, "市民課_11月.csv", saved(rows))
    take(page, "manual-errors")
    fill_in(rows, 2, 進捗率="６５")
    fill_in(rows, 3, 完了予定="令和9年3月31日")
    fill_in(rows, 4, 状況="完了")
    choose_again(page)
    send(page, "市民課_11月.csv", saved(rows))
    take(page, "manual-rehearsal")
    other = rows_of(take_template(colleague, "総務課"))
    fill_in(other, 1, 備考="様式を確認済み")
    bring(colleague, "総務課.csv", other)
    publish(page, "市民課 11月の報告")
    expect(page.get_by_text("公開しました")).to_be_visible()
    take(page, "manual-published")
    expect(colleague.get_by_text("新しい版が公開されました")).to_be_visible(timeout=15_000)
    publish(colleague, "総務課 11月の報告")
    expect(colleague.get_by_text("確認のあとに別の方が公開しました")).to_be_visible()
    colleague.get_by_text("確認のあとに別の方が公開しました").scroll_into_view_if_needed()
    save(colleague, "manual-stale")
    page.goto("/update?update=回収状況")
    settle(page)
    take(page, "manual-returns")


def for_citizens(page: Page) -> None:
    """Take the picture of the public site's rehearsal on 会議資料."""
    page.goto("/changes?about=会議資料")
    settle(page)
    page.get_by_role("button", name="はじめて公開されるものを確かめる").click()
    expect(page.get_by_text("はじめて公開されます")).to_be_visible()
    heading = page.get_by_role("heading", name="公開サイト")
    heading.evaluate("heading => { heading.style.scrollMarginTop = '4rem'; heading.scrollIntoView() }")
    settle(page)
    save(page, "manual-public-site")


def looking_back(page: Page) -> None:
    """Take the pictures of the history, a revision, a comparison, the audit log and the accounts."""
    page.goto("/history")
    settle(page)
    choose_row(page, 5)
    take(page, "manual-history")
    page.goto("/history?history=版の比較")
    settle(page)
    take(page, "manual-compare")
    page.goto("/history?history=監査ログ")
    settle(page)
    take(page, "manual-audit")
    page.goto("/admin/users")
    page.set_viewport_size({"width": 1366, "height": 900})
    save(page, "manual-users")


def main() -> None:
    """Take all pictures and list them."""
    with staffed_server() as server, browsing() as browser:
        visitor = browser.new_page(base_url=server.url, locale="ja-JP", viewport={"width": 1000, "height": 560})
        visitor.goto("/sign-in?next=/update")
        save(visitor, "manual-sign-in")
        hanako, taro, jiro = (new_person(browser, server.url).new_page() for _ in range(3))
        staff(seat(hanako, "hanako", "/update"), seat(taro, "taro", "/update"))
        for_citizens(hanako)
        looking_back(seat(jiro, "jiro", "/history"))
    list_pictures(sorted(OUT.glob("manual-*.png")))


if __name__ == "__main__":
    main()
