from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from kdx_metrics.database import head
from kdx_metrics.database.db_errors import BROKEN_DEVICE, BUSY, DAMAGED, FULL, GONE, NOT_OURS, READ_ONLY
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.seeding import seed
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.publications.verify import verify
from tests.database.server import Server
from tests.publications.support import AS_AT, LATER, ROOT, actions, milestones, put, strategy
from tests.publications.writers import PROCESSES, publish_as_nobody, publish_with_little_room


def test_a_file_that_cannot_grow_leaves_nothing_half_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kdx.sqlite3'}"
    store = open_store(url)
    put(store, actions(50))
    with ProcessPoolExecutor(1, mp_context=PROCESSES) as pool:
        assert pool.submit(publish_with_little_room, url).result(timeout=120) in {FULL, BROKEN_DEVICE}
    assert [revision.id for revision in list_revisions(store)] == [1]
    assert verify(store, strategy()) == []
    put(store, actions(60), milestones())
    store.close()


def test_a_full_database_is_said_to_be_full(sqlite_store: Store) -> None:
    put(sqlite_store, actions(50))
    with pytest.raises(StoreUnavailable, match="空き容量"):
        overfill(sqlite_store)
    assert verify(sqlite_store, strategy()) == []


def overfill(store: Store) -> None:
    with store.writing() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        connection.execute(text("CREATE TABLE filler AS SELECT zeroblob(1000000) AS data"))


def test_a_read_only_folder_is_said_to_be_read_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    url = f"sqlite:///{folder / 'kdx.sqlite3'}"
    store = open_store(url)
    put(store, actions(50))
    store.close()
    # pytest's folders are for their owner; another account must at least get this far.
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(0o755)
    (folder / "kdx.sqlite3").chmod(0o444)
    folder.chmod(0o555)
    with ProcessPoolExecutor(1, mp_context=PROCESSES) as pool:
        assert pool.submit(publish_as_nobody, url).result(timeout=120).startswith((READ_ONLY, GONE))
    folder.chmod(0o755)
    (folder / "kdx.sqlite3").chmod(0o600)
    again = open_store(url)
    assert [revision.id for revision in list_revisions(again)] == [1]
    again.close()


def test_an_account_that_may_only_read_is_told_so(postgresql: Server) -> None:
    url = postgresql.database()
    store = open_store(url)
    put(store, actions(50))
    with store.writing() as connection:
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    reader = open_store(url.replace("postgres@", "reader@"))
    with pytest.raises(StoreUnavailable, match="読み取り専用"):
        put(reader, actions(60))
    assert [revision.id for revision in list_revisions(reader)] == [1]
    for opened in (store, reader):
        opened.close()


def test_a_server_whose_disk_is_full_half_way_undoes_the_whole_publication(postgresql: Server) -> None:
    store = open_store(postgresql.database())
    put(store, actions(50))
    with store.writing() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE INSERT ON revision FOR EACH ROW "
                "WHEN (NEW.table_name = 'milestones') EXECUTE FUNCTION full_disk()"
            )
        )
    with pytest.raises(StoreUnavailable, match="空き容量"):
        put(store, actions(60), milestones())
    assert [revision.id for revision in list_revisions(store)] == [1]
    assert head.current(store).number == 1
    assert verify(store, strategy()) == []
    store.close()


@pytest.mark.parametrize("content", [b"\xff" * 5000, b"PK\x03\x04 an archive by mistake" * 50])
def test_a_file_that_is_no_database_is_said_to_be_damaged_at_the_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kdx.sqlite3").write_bytes(content)
    with pytest.raises(StoreUnavailable) as refused:
        open_store(f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    assert str(refused.value) == DAMAGED
    assert (tmp_path / "kdx.sqlite3").read_bytes() == content


def test_pages_damaged_inside_the_file_are_found(tmp_path: Path) -> None:
    path = tmp_path / "kdx.sqlite3"
    store = open_store(f"sqlite:///{path}")
    put(store, actions(50, rows=20, remarks="備" * 10_000))
    store.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9000] = b"\xa5" * 9000
    path.write_bytes(content)
    again = open_store(f"sqlite:///{path}")
    try:
        assert verify(again, strategy()) != []
    except StoreUnavailable as error:
        assert str(error) == DAMAGED  # noqa: PT017  # either way it is told, never passed over
    again.close()


def test_a_store_file_that_vanishes_is_gone_and_not_a_new_and_empty_store(sqlite_store: Store) -> None:
    put(sqlite_store, actions(50))
    path = Path(sqlite_store.location)
    path.rename(path.with_name("moved"))
    with pytest.raises(StoreUnavailable) as refused:
        list_revisions(sqlite_store)
    assert str(refused.value) == GONE
    path.with_name("moved").rename(path)
    assert [revision.id for revision in list_revisions(sqlite_store)] == [1]


def test_a_database_of_something_else_is_not_ours(sqlite_store: Store) -> None:
    with sqlite_store.writing() as connection:
        connection.execute(text("DROP TABLE head"))
    with pytest.raises(StoreUnavailable) as refused:
        head.current(sqlite_store)
    assert str(refused.value) == NOT_OURS


def test_a_store_that_somebody_keeps_locked_is_said_to_be_busy(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kdx_metrics.database.engine.WAIT_SECONDS", 0.1)
    with sqlite_store.writing(), pytest.raises(StoreUnavailable) as refused:
        put(sqlite_store, actions(50))
    assert str(refused.value) == BUSY


def test_the_last_good_state_stays_while_the_server_is_away_and_it_heals(postgresql: Server) -> None:
    store = open_store(postgresql.database())
    put(store, actions(50))
    source = StoreSource(store, strategy())
    before = source.now().snapshot(AS_AT)
    postgresql.stop()
    try:
        assert source.now().snapshot(AS_AT).token == before.token
        assert source.now().number == 1
        assert source.trouble == GONE
        with pytest.raises(StoreUnavailable) as refused:
            put(store, actions(60))
        assert str(refused.value) == GONE
        with pytest.raises(StoreUnavailable):
            StoreSource(store, strategy()).now()
    finally:
        postgresql.start()
    put(store, actions(60), as_at=LATER)
    assert (source.now().number, source.trouble) == (2, "")
    assert source.now().snapshot(LATER).actions["progress"].tolist() == [60, 60, 60]
    store.close()


def test_nothing_is_taken_in_while_the_server_is_away(postgresql: Server) -> None:
    store = open_store(postgresql.database())
    postgresql.stop()
    try:
        with pytest.raises(StoreUnavailable):
            seed(store, strategy(), ROOT / "data", fallback_as_at=date(2026, 11, 23))
    finally:
        postgresql.start()
    assert list_revisions(store) == []
    store.close()
