from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, text

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store, connect
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from kdx_metrics.publications.revisions import list_revisions


def test_a_new_store_is_empty_and_its_head_is_0(store: Store) -> None:
    assert head.current(store) == head.Head(0, None, "")
    assert list_revisions(store) == []


def test_the_migrations_make_exactly_the_tables_that_the_program_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        made = set(inspect(connection).get_table_names())
    assert made == set(metadata.tables) | {"alembic_version"}


def test_opening_again_changes_nothing(store: Store, store_url: str) -> None:
    again = open_store(store_url)
    assert head.current(again) == head.current(store)
    again.close()


def test_replicas_that_start_at_once_all_get_the_same_store(store_url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(open_store, [store_url] * 8))
    assert [head.current(store).number for store in opened] == [0] * 8
    for store in opened:
        store.close()


def test_a_file_that_another_process_has_just_made_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "kdx.sqlite3"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    commit = Timer(0.3, lambda: other.execute("COMMIT"))
    commit.start()
    store = open_store(f"sqlite:///{file}")
    commit.join()
    assert head.current(store).number == 0
    other.close()
    store.close()


def test_a_store_of_a_newer_program_is_left_alone(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="新しい版のプログラム"):
        open_store(store_url)


def test_the_sqlite_file_keeps_a_log_and_is_readable_by_its_owner_only(sqlite_store: Store) -> None:
    with sqlite_store.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    assert stat.S_IMODE(Path(sqlite_store.location).stat().st_mode) == 0o600


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    open_store(URL.create("sqlite", database=str(tmp_path / "var" / "a b?c#d%20" / "kdx.sqlite3"))).close()
    assert (tmp_path / "var" / "a b?c#d%20" / "kdx.sqlite3").is_file()


@pytest.mark.parametrize("url", ["", "kdx.sqlite3", "mysql://host/kdx", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_store_is_refused_in_words(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="KDX_DATABASE_URL"):
        connect(url)


def test_a_password_is_never_shown() -> None:
    store = connect("postgresql://kdx:himitsu@db.invalid/kdx")
    assert "himitsu" not in store.location
    store.close()
