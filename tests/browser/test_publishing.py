"""The whole walk of a new member of staff in a real Chromium, and what open pages see of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from kdx_metrics.store.revisions import list_revisions
from tests.browser import office
from tests.browser.harness import PATIENCE, Server, settle, start_server
from tests.browser.office import (
    ENV,
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

SOON = 10_000  # ms: within which an open page must tell of a publication


@pytest.fixture
def server_with_staff(fresh_server: Callable[..., Server]) -> Server:
    """A fresh server with accounts."""
    server = fresh_server(**ENV)
    office.hire(server)
    return server


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    """The same for tests that publish nothing."""
    running = start_server(ENV)
    office.hire(running)
    yield running
    running.stop()


def test_a_new_editor_fills_in_mends_publishes_and_goes_back_while_others_watch(
    server_with_staff: Server, browser: Browser
) -> None:
    watcher = seat(browser, server_with_staff, page="/progress")
    page = seat(browser, server_with_staff, "hanako", "/update")
    rows = rows_of(take_template(page, "市民課"))
    assert len(rows) == 6
    fill_in(rows, 2, 進捗率="１０１", 更新日="R8.11.20")
    fill_in(rows, 3, 進捗率="７０％", 完了予定="令和9年2月30日")
    fill_in(rows, 4, 状況="終わった")
    page.goto("/update")
    settle(page)
    send(page, "市民課_11月.csv", saved(rows))
    expect(page.get_by_text("市民課_11月.csv: 誤り3件、注意0件")).to_be_visible()
    assert page.get_by_role("button", name="公開する").count() == 0

    fill_in(rows, 2, 進捗率="６５")
    fill_in(rows, 3, 完了予定="令和9年3月31日")
    fill_in(rows, 4, 状況="完了")
    choose_again(page)
    send(page, "市民課_11月.csv", saved(rows))
    expect(page.get_by_text("取組: 追加0行、変更2行(3セル)、削除0行")).to_be_visible()
    expect(page.get_by_text("やや遅れ 3→4、遅れ 7→6")).to_be_visible()
    publish(page, "市民課 11月の報告")
    expect(page.get_by_text("公開しました(第17版、2026-11-23 時点)")).to_be_visible()
    expect(watcher.get_by_text(re.compile("新しい版が公開されました.*鹿島 花子"))).to_be_visible(timeout=SOON)
    watcher.get_by_role("button", name="新しい版を表示").click()
    expect(watcher.locator(".kdx-facts")).to_contain_text(re.compile("最終更新 .* 鹿島 花子"))

    send(page, "市民課_11月.csv", saved(rows))
    expect(page.get_by_text("変更はありません。")).to_be_visible()

    page.goto("/history")
    settle(page)
    choose_row(page, 5)
    expect(page.get_by_role("heading", name="第13版")).to_be_visible()
    page.get_by_label("差し戻しの理由").fill("練習のため元に戻す")
    page.get_by_role("button", name="第13版の内容に差し戻す").click()
    expect(page.get_by_text("第13版の内容を第18版として公開しました。")).to_be_visible()
    with office.store_of(server_with_staff) as store:
        newest = list_revisions(store)[-1]
    assert (newest.kind, newest.by, newest.note) == ("rollback", "鹿島 花子", "練習のため元に戻す")
    expect(watcher.get_by_text("新しい版が公開されました")).to_be_visible(timeout=SOON)
    for one in (watcher, page):
        one.context.close()


def test_class_47_of_two_editors_the_second_is_told_who_and_looks_again(
    server_with_staff: Server, browser: Browser
) -> None:
    first, second = (seat(browser, server_with_staff, account, "/update") for account in ("hanako", "taro"))
    for page, department, remarks in ((first, "市民課", "甲"), (second, "総務課", "乙")):
        rows = rows_of(take_template(page, department))
        fill_in(rows, 1, 備考=remarks)
        page.goto("/update")
        settle(page)
        send(page, f"{department}.csv", saved(rows))
        expect(page.get_by_role("button", name="公開する")).to_be_visible()
    publish(first, "市民課の報告")
    expect(first.get_by_text("公開しました")).to_be_visible()
    publish(second, "総務課の報告")
    expect(second.get_by_text(re.compile("確認のあとに別の方が公開しました.*鹿島 花子"))).to_be_visible()
    publish(second, "総務課の報告")
    expect(second.get_by_text("公開しました")).to_be_visible()
    for page in (first, second):
        page.context.close()


def test_class_42_a_fresh_servers_first_visitor_at_data_update_sees_no_box(
    shared_server: Server, browser: Browser
) -> None:
    visitor = seat(browser, shared_server, page="/update")
    expect(visitor.get_by_text("編集者・管理者の方がお使いいただけます。サインインしてください。")).to_be_visible()
    viewer = seat(browser, shared_server, "mina", "/update")
    expect(viewer.get_by_text("編集者・管理者の権限が必要です(見学 美奈 さんは閲覧者です)。")).to_be_visible()
    for page in (visitor, viewer):
        assert page.locator("input[type=file]").count() == 0
        page.context.close()


def test_a_file_that_streamlit_turns_away_is_told_in_japanese(shared_server: Server, browser: Browser) -> None:
    page = seat(browser, shared_server, "hanako", "/update")
    page.locator("input[type=file]").set_input_files(
        {"name": "big.csv", "mimeType": "text/csv", "buffer": b"a,b\n" * 3_000_000}
    )
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    said = page.locator("[data-testid=stFileUploader]").evaluate("box => getComputedStyle(box, '::after').content")
    assert "受け取れなかったファイルがあります" in said
    page.context.close()


def test_class_51_a_dropped_websocket_is_resumed_where_it_was(shared_server: Server, browser: Browser) -> None:
    page = seat(browser, shared_server)
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server()

    page.route_web_socket(re.compile(r"/_stcore/stream"), through)
    page.goto("/progress?period=2&dept=市民課")
    settle(page)
    lines[0].close()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState", timeout=5000
    )
    settle(page)
    assert len(lines) == 2
    expect(page.get_by_role("heading", level=1)).to_contain_text("市民課")
    page.get_by_role("button", name="今日").click()
    expect(page.get_by_text("令和8年11月23日(2026-11-23)時点を表示しています")).to_be_visible()
    page.context.close()


def test_class_53_an_old_tab_goes_on_after_the_server_was_replaced(server_with_staff: Server, browser: Browser) -> None:
    page = seat(browser, server_with_staff, "hanako", "/update")
    office.restart(server_with_staff, ENV)
    settle(page)
    rows = rows_of(take_template(page, "市民課"))
    fill_in(rows, 1, 備考="入れ替えのあと")
    page.goto("/update")
    settle(page)
    send(page, "市民課.csv", saved(rows))
    publish(page, "入れ替えのあとの報告")
    expect(page.get_by_text("公開しました")).to_be_visible(timeout=PATIENCE * 1000)
    page.context.close()
