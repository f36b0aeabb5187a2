"""The whole walk of a new member of staff in a real Chromium, and what open pages see of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from kdx_metrics.identity import people, sessions
from kdx_metrics.identity.keys import COOKIE
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.web.ui_words import PHRASES
from tests.browser.harness import PATIENCE, Record, holding, settle
from tests.browser.people import office
from tests.browser.people.office import (
    ENV,
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
from tests.browser.serving import Server, start_server

Desk = Callable[..., Page]
SHIPPED = 13  # the number under which the shipped action plan is taken in
SOON = 10_000  # ms: within which an open page must tell of a publication


@pytest.fixture(scope="module")
def server_with_staff(own_port: int) -> Iterator[Server]:
    """A server with accounts."""
    running = start_server(ENV, port=own_port)
    office.hire(running)
    yield running
    running.stop()


@pytest.fixture
def staffed(server_with_staff: Server) -> Iterator[Server]:
    """The same for tests that publish: the next finds the shipped plan in force again, under a later number."""
    yield server_with_staff
    office.put_back(server_with_staff)


def newest_number(server: Server) -> int:
    with office.store_of(server) as store:
        return list_revisions(store)[-1].id


@pytest.mark.usefixtures("server_with_staff")
def test_class_42_a_fresh_servers_first_visitor_opens_data_update_directly_and_sees_no_box(desk: Desk) -> None:
    visitor = seat(desk(), address="/update")
    expect(visitor.get_by_text("編集者・管理者の方がお使いいただけます。サインインしてください。")).to_be_visible()
    assert visitor.locator("input[type=file]").count() == 0


@pytest.mark.usefixtures("server_with_staff")
def test_today_is_one_click_away(desk: Desk, record: Record) -> None:
    page = desk()
    record.watch(page)
    seat(page, address="/kpis?kpi=K09")
    expect(page.get_by_role("heading", level=1)).to_have_text("指標")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("職員1人あたりの月平均時間外勤務時間")
    page.get_by_role("button", name="今日", exact=True).click()
    expect(page.get_by_text("令和8年11月23日時点")).to_be_visible()
    settle(page)
    page.wait_for_url(holding({"as_of": ["2026-11-23"], "kpi": ["K09"]}))
    record.assert_quiet()


def test_a_new_editor_fills_in_mends_publishes_and_goes_back_while_others_watch(staffed: Server, desk: Desk) -> None:
    number = newest_number(staffed) + 1
    watcher = seat(desk(), address="/progress")
    page = seat(desk(), "hanako", "/update")
    rows = rows_of(take_template(page, "市民課"))
    assert len(rows) == 6
    fill_in(rows, 2, 進捗率="１０１", 更新日="R8.11.20")
    fill_in(rows, 3, 進捗率="７０％", 完了予定="令和9年2月30日")
    fill_in(rows, 4, 状況="終わった")
    bring(page, "市民課_11月.csv", rows)
    expect(page.get_by_text("市民課_11月.csv: 誤り3件、注意0件")).to_be_visible()
    assert page.get_by_role("button", name="公開する").count() == 0

    fill_in(rows, 2, 進捗率="６５")
    fill_in(rows, 3, 完了予定="令和9年3月31日")
    fill_in(rows, 4, 状況="完了")
    choose_again(page)
    send(page, "市民課_11月.csv", saved(rows))
    expect(page.get_by_text("取組: 追加0行、変更2行(3セル)、削除0行")).to_be_visible()
    expect(page.get_by_text("遅れ 5→6(日付だけで7)")).to_be_visible()
    publish(page, "市民課 11月の報告")
    expect(page.get_by_text(f"公開しました(第{number}版、令和8年11月30日時点)")).to_be_visible()
    expect(watcher.get_by_text(re.compile("新しい版が公開されました.*鹿島 花子"))).to_be_visible(timeout=SOON)
    watcher.get_by_role("button", name="新しい版を表示").click()
    expect(watcher.get_by_text("11月30日の報告2件は、この表示に入っていません。")).to_be_visible()

    send(page, "市民課_11月.csv", saved(rows))
    expect(page.get_by_text("変更はありません。")).to_be_visible()

    page.goto("/history")
    settle(page)
    choose_row(page, number - SHIPPED + 1)  # newest first
    expect(page.get_by_role("heading", name=f"第{SHIPPED}版")).to_be_visible()
    page.get_by_label("差し戻しの理由").fill("練習のため元に戻す")
    page.get_by_role("button", name=f"第{SHIPPED}版の内容に差し戻す").click()
    expect(page.get_by_text(f"第{SHIPPED}版の内容を第{number + 1}版として公開しました。")).to_be_visible()
    with office.store_of(staffed) as store:
        newest = list_revisions(store)[-1]
    assert (newest.kind, newest.by, newest.note) == ("rollback", "鹿島 花子", "練習のため元に戻す")
    expect(watcher.get_by_text("新しい版が公開されました")).to_be_visible(timeout=SOON)


def test_an_editor_takes_a_file_as_it_came_and_nobody_else_does_at_the_same_page(staffed: Server, desk: Desk) -> None:
    visitor, page = seat(desk(), address="/history?version=1"), seat(desk(), "hanako", "/history?version=1")
    as_it_came, table = "アップロードされたままダウンロード", "表をCSVでダウンロード"
    for name in (as_it_came, table):
        with page.expect_download() as started:
            page.get_by_role("button", name=name).click()
        assert started.value.path().read_bytes()
    expect(visitor.get_by_role("button", name=table)).to_be_visible()
    assert visitor.get_by_role("button", name=as_it_came).count() == 0
    with office.store_of(staffed) as store, store.writing() as connection:
        sessions.end_all(connection, people.by_account(store, "hanako").id)
    page.get_by_role("button", name=as_it_came).click()
    expect(page.get_by_text(PHRASES["Failed to generate file for download"])).to_be_visible()


@pytest.mark.usefixtures("staffed")
def test_class_47_of_two_editors_the_second_is_told_who_and_looks_again(desk: Desk) -> None:
    first, second = (seat(desk(), account, "/update") for account in ("hanako", "taro"))
    for page, department, remarks in ((first, "市民課", "甲"), (second, "総務課", "乙")):
        rows = rows_of(take_template(page, department))
        fill_in(rows, 1, 備考=remarks)
        bring(page, f"{department}.csv", rows)
        expect(page.get_by_role("button", name="公開する")).to_be_visible()
    publish(first, "市民課の報告")
    expect(first.get_by_text("公開しました")).to_be_visible()
    publish(second, "総務課の報告")
    expect(second.get_by_text(re.compile("確認のあとに別の方が公開しました.*鹿島 花子"))).to_be_visible()
    publish(second, "総務課の報告")
    expect(second.get_by_text("公開しました")).to_be_visible()


@pytest.mark.usefixtures("server_with_staff")
def test_class_41_a_file_is_taken_from_the_page_of_its_editor_only(desk: Desk) -> None:
    page, colleague = (seat(desk(), account, "/update") for account in ("hanako", "taro"))
    file: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"abc"}
    for cookie, status in (("", 401), (session(colleague), 403), (session(page), 204)):
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": page.url}])
        with page.expect_response("**/_stcore/upload_file/**") as answer:
            page.locator("input[type=file]").set_input_files(file)
        assert answer.value.status == status


def session(page: Page) -> str:
    """The session's cookie in this browser."""
    (value,) = (cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE)
    return value


@pytest.mark.usefixtures("server_with_staff")
def test_a_file_that_streamlit_turns_away_is_told_in_japanese(desk: Desk, tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_bytes(b"a,b\n" * 3_000_000)
    page = seat(desk(), "hanako", "/update")
    expect(page.get_by_text("またはここへファイルを置く(1ファイル 10MB まで)")).to_be_visible()
    page.locator("input[type=file]").set_input_files(big)
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    hint = page.locator("[data-testid=stFileUploader]").evaluate("box => getComputedStyle(box, '::after').content")
    assert "受け取れなかったファイルがあります" in hint


def test_class_53_an_old_tab_goes_on_after_the_server_was_replaced(staffed: Server, desk: Desk) -> None:
    page = seat(desk(), "hanako", "/update")
    office.restart(staffed, ENV)
    settle(page)
    rows = rows_of(take_template(page, "市民課"))
    fill_in(rows, 1, 備考="入れ替えのあと")
    bring(page, "市民課.csv", rows)
    publish(page, "入れ替えのあとの報告")
    expect(page.get_by_text("公開しました")).to_be_visible(timeout=PATIENCE * 1000)
