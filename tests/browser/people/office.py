"""An office around a real server: accounts, somebody at a browser, files as Excel saves them, a restart."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from playwright.sync_api import Page, expect

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish
from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.revisions import list_revisions
from tests.browser.harness import PATIENCE, settle
from tests.browser.serving import Server
from tests.identity.support import PASSWORD, add
from tests.shipped import strategy

TODAY = "2026-11-23"
ENV = {"KDX_TODAY": TODAY, "KDX_SECRET_KEY": "a key of the browser tests, long enough"}
PLAN = "action_plan"
NEW = "an altogether new one"  # instead of a one-time password
Rows = list[list[str]]


@contextmanager
def store_of(server: Server) -> Iterator[Store]:
    """The server's store, opened beside it."""
    store = open_store(server.database)
    yield store
    store.close()


def hire(server: Server) -> None:
    """Two editors, a viewer and an administrator, all with PASSWORD."""
    with store_of(server) as store:
        add(store, "hanako", "editor", name="鹿島 花子")
        add(store, "taro", "editor", name="佐賀 太郎")
        add(store, "mina", "viewer", name="見学 美奈")
        add(store, "jiro", "admin", name="管理 次郎")


def put_back(server: Server) -> None:
    """The shipped action plan is in force again."""
    with store_of(server) as store:
        revisions = reversed(list_revisions(store))
        shipped = next(revision for revision in revisions if revision.kind == "initial" and revision.table == PLAN)
        with suppress(NothingToPublish):
            roll_back(store, strategy(), Actor("管理 次郎", "admin"), shipped.id, note="次の試験のため元に戻す")


def seat(page: Page, account: str = "", address: str = "/") -> Page:
    """Sit somebody down at this browser, signed in and at an address; "" only looks."""
    if account:
        page.goto(f"/sign-in?next={address}")
        sign_in(page, account, PASSWORD)
        page.wait_for_url(f"**{address}")
    else:
        page.goto(address)
    settle(page)
    return page


def sign_in(page: Page, account: str, password: str) -> None:
    """Fill in the form of the sign-in and send it."""
    page.get_by_label("アカウント名").fill(account)
    page.get_by_label("パスワード", exact=True).fill(password)
    page.get_by_role("button", name="サインイン").click()


def replace_password(page: Page, current: str) -> None:
    """Choose NEW instead of the one-time password."""
    page.get_by_label("現在のパスワード").fill(current)
    page.get_by_label("新しいパスワード", exact=True).fill(NEW)
    page.get_by_label("新しいパスワード(確認)").fill(NEW)
    page.get_by_role("button", name="パスワードを変更").click()


def take_template(page: Page, department: str, table: str = "action_plan", kind: str = "現在のCSV") -> bytes:
    """Choose the 所管課, and download its rows."""
    page.goto("/update?update=ひな形")
    settle(page)
    page.locator(".st-key-dept input").click()
    page.get_by_role("option", name=department).click()
    expect(page.get_by_role("heading", name=f"ひな形と現在のデータ({department}")).to_be_visible()
    settle(page)
    with page.expect_download() as started:
        page.locator(f".st-key-template-{table}").get_by_role("button", name=kind).click()
    return started.value.path().read_bytes()


def rows_of(data: bytes) -> Rows:
    """The rows of a CSV, header first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def saved(rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV as Excel saves it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("cp932")


def fill_in(rows: Rows, row: int, **cells: str) -> None:
    """Type into the cells of one row (1 is the first below the header)."""
    for header, text in cells.items():
        rows[row][rows[0].index(header)] = text


def send(page: Page, name: str, data: bytes) -> None:
    """Drop a file into the box and wait until it was read."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    expect(page.get_by_role("heading", name="3. 確かめる: 誤りと注意")).to_be_visible(timeout=PATIENCE * 1000)
    settle(page)


def bring(page: Page, name: str, rows: Sequence[Sequence[str]]) -> None:
    """Open データ更新 and drop the rows into its box as a file that Excel saved."""
    page.goto("/update")
    settle(page)
    send(page, name, saved(rows))


def choose_again(page: Page) -> None:
    """Empty the box and wait for the new one: a file dropped before it is there would go with the old one."""
    page.get_by_role("button", name="ファイルを選び直す").click()
    expect(page.get_by_role("heading", name="3. 確かめる: 読み取り")).to_have_count(0)
    settle(page)


def publish(page: Page, note: str) -> None:
    """Give the reason and press 公開する."""
    page.get_by_label("公開の理由(メモ)").fill(note)
    page.get_by_role("button", name="公開する").click()
    settle(page)


def choose_row(page: Page, row: int) -> None:
    """Tick a row (1 is the first) of the list of revisions: rows are 35 px high, the header too."""
    grid = page.locator("[class*=st-key-revision-table] .dvn-scroller").first
    grid.click(position={"x": 16, "y": 35 * row + 17})
    settle(page)


def restart(server: Server, env: dict[str, str], meanwhile: Callable[[], None] = lambda: None) -> None:
    """Stop the server, do something, and start it again at the same address over the same store."""
    server.end()
    meanwhile()
    assert server.start(env), server.log
