"""Pages while the store is damaged, away or full, and once it is back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event, text
from streamlit.testing.v1 import AppTest

from kdx_metrics.database.db_errors import DAMAGED, FULL, GONE
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.verify import verify
from tests.pages.screen import Screen
from tests.pages.staff import of_department, publish, saved, send, shipped_rows
from tests.shipped import core_folder, strategy

Seat = Callable[[str], Screen]
AWAY = "保存先に接続できないため、最後に読めたデータを表示しています。"
NEVER = "保存先に接続できないため、公開されたデータではなく、最初から入っているデータを表示しています。"

OUT_OF_REACH = """
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.db_errors import GONE
from pages.frame.errors import show_script_error

show_script_error(StoreUnavailable(GONE))
"""


def report() -> tuple[str, bytes]:
    """One changed cell of 市民課."""
    rows = of_department(shipped_rows("action_plan.csv"), "市民課")
    rows[1]["進捗率"] = "65"
    return "市民課.csv", saved(rows)


def retry_now() -> None:
    """The next run may try to open the store again, without the pause between attempts."""
    get_source()._next_attempt = 0.0


def test_class_49_a_store_that_is_damaged_at_the_start_shows_what_ships_and_heals(
    serve: Callable[[Path, str], None], tmp_path: Path
) -> None:
    store = tmp_path / "kdx.sqlite3"
    store.write_bytes(b"\xff" * 5000)
    serve(core_folder(tmp_path / "data"), f"sqlite:///{store}")
    screen = Screen().open()
    assert f"{NEVER}{DAMAGED}" in screen.told("warning")
    assert screen.findings[0].startswith("注意~順調: 第2期は計画を8.3~")
    history = Screen().open("history")
    assert f"保存先を開けないため、履歴を表示できません。{DAMAGED}" in history.told("warning")
    update = Screen().open("update")
    assert update.alarms == [f"いまは公開できません。{DAMAGED}"]
    assert len(update.at.file_uploader) == 0
    assert store.read_bytes() == b"\xff" * 5000
    store.rename(tmp_path / "damaged.sqlite3")
    retry_now()
    screen.run()
    assert screen.told("warning") == []
    assert len(list_revisions(get_source().store)) == 17


def test_class_50_a_store_that_goes_away_leaves_the_last_state_and_heals(seat: Seat, tmp_path: Path) -> None:
    screen, desk = seat("hanako").open(), seat("hanako").open("update")
    shown = screen.findings
    store = tmp_path / "office.sqlite3"
    store.rename(tmp_path / "away.sqlite3")
    assert screen.run().findings == shown
    assert f"{AWAY}{GONE}" in screen.told("warning")
    assert desk.run().alarms == [f"いまは公開できません。{GONE}"]
    (tmp_path / "away.sqlite3").rename(store)
    assert screen.run().told("warning") == []
    publish(send(seat_again(seat), report()))
    assert len(list_revisions(get_source().store)) == 18


def test_a_date_that_was_never_read_is_said_to_be_out_of_reach_without_a_reference_number() -> None:
    shown = AppTest.from_string(OUT_OF_REACH).run()
    assert [each.value for each in shown.error] == [
        f"選んだ時点のデータを読み込めません。{GONE}ほかの時点は、前に表示したものならご覧になれます。"
    ]


def seat_again(seat: Seat) -> Screen:
    """The same person's page, opened anew."""
    return seat("hanako").open("update")


def test_class_46_a_full_store_is_told_and_nothing_is_half_written(seat: Seat) -> None:
    desk = send(seat("hanako").open("update"), report())
    store = get_source().store
    before = list_revisions(store)
    with store.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def fill_the_disk(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store.engine, "checkout", fill_the_disk)
    publish(desk)
    event.remove(store.engine, "checkout", fill_the_disk)
    assert FULL in "".join(desk.alarms)
    assert list_revisions(store) == before
    assert verify(store, strategy()) == []
