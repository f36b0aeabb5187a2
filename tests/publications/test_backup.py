from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from kdx_metrics.database import audit, head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from kdx_metrics.database.schema.identity import person
from kdx_metrics.publications.backup import backup, restore
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.verify import verify
from tests.database.server import Server
from tests.publications.support import ACTION_HEADER, ADMIN, EARLIER, EDITOR, action, actions, csv, kpis, put, strategy

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another store, of either kind, to restore into."""
    server: Server | None = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    opened = open_store(server.database() if server else f"sqlite:///{tmp_path / 'other.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, actions(40), as_at=EARLIER)
    put(store, actions(50), kpis(1))
    put(store, Upload("部.csv", csv(ACTION_HEADER, action(2, 70)), mode="merge"))
    with store.writing() as connection:
        for account, role, disabled_at in (
            ("chief", "admin", None),
            ("former", "admin", AT),
            ("hanako", "editor", None),
        ):
            connection.execute(
                insert(person).values(
                    account=account, name=account, role=role, must_change=False, created_at=AT, disabled_at=disabled_at
                )
            )
        chief = connection.execute(select(person.c.id).where(person.c.account == "chief")).scalar_one()
    redact(store, strategy(), replace(ADMIN, person_id=chief, account="chief"), 1, reason="個人情報")
    return store


def rows(store: Store, *, without: set[str]) -> dict[str, list[Any]]:
    with store.reading() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in metadata.sorted_tables
            if table.name not in without
        }


def test_a_backup_restores_to_every_row_and_byte_in_either_kind_of_store(
    filled: Store, empty: Store, tmp_path: Path
) -> None:
    backup(filled, ADMIN, tmp_path / "backup.kdx")
    restore(empty, ADMIN, tmp_path / "backup.kdx")
    assert rows(empty, without={"audit"}) == rows(filled, without={"audit"})
    assert verify(empty, strategy()) == []
    assert audit.entries(empty)[0].detail == {"administrators": ["chief"]}
    assert [entry.action for entry in audit.entries(empty)] == [
        "restore",
        *(e.action for e in audit.entries(filled)[1:]),
    ]


def test_a_restored_store_goes_on_counting(filled: Store, empty: Store, tmp_path: Path) -> None:
    backup(filled, ADMIN, tmp_path / "backup.kdx")
    restore(empty, ADMIN, tmp_path / "backup.kdx")
    assert put(empty, actions(90)).revisions == {"action_plan": len(list_revisions(filled)) + 1}
    assert head.current(empty).number == head.current(filled).number + 1


def test_a_backup_is_one_file_that_only_its_owner_reads(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(filled, ADMIN, folder / "backup.kdx")
    assert [path.name for path in folder.iterdir()] == ["backup.kdx"]
    assert stat.S_IMODE((folder / "backup.kdx").stat().st_mode) == 0o600
    with closing(sqlite3.connect(folder / "backup.kdx")) as connection:
        assert connection.execute("SELECT count(*) FROM revision").fetchone() == (4,)


def test_a_backup_never_overwrites_a_file(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("大切")
    with pytest.raises(NotPossible, match="すでにあります"):
        backup(filled, ADMIN, tmp_path / "kept.csv")
    assert (tmp_path / "kept.csv").read_text() == "大切"


def test_a_backup_into_a_folder_that_is_not_there_says_so(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="読み書きできません"):
        backup(filled, ADMIN, tmp_path / "nowhere" / "backup.kdx")


def test_a_store_with_publications_is_never_overwritten(filled: Store, tmp_path: Path) -> None:
    backup(filled, ADMIN, tmp_path / "backup.kdx")
    before = rows(filled, without=set())
    with pytest.raises(NotPossible, match="空の保存先にだけ"):
        restore(filled, ADMIN, tmp_path / "backup.kdx")
    assert rows(filled, without=set()) == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 2000])
def test_a_file_that_is_no_backup_is_refused(empty: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(NotPossible, match="バックアップではないか"):
        restore(empty, ADMIN, tmp_path / "x")
    assert head.current(empty).number == 0


def test_a_backup_with_a_changed_byte_is_refused(filled: Store, empty: Store, tmp_path: Path) -> None:
    backup(filled, ADMIN, tmp_path / "backup.kdx")
    with closing(sqlite3.connect(tmp_path / "backup.kdx")) as connection:
        connection.execute("UPDATE revision SET uploaded = x'00' WHERE id = 2")
        connection.commit()
    with pytest.raises(NotPossible, match="第2版の内容が、公開されたときと違います"):
        restore(empty, ADMIN, tmp_path / "backup.kdx")
    assert list_revisions(empty) == []


def test_only_an_administrator_takes_a_backup_or_restores_one(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        backup(filled, EDITOR, tmp_path / "backup.kdx")
    with pytest.raises(Forbidden):
        restore(filled, EDITOR, tmp_path / "backup.kdx")


def test_a_backup_is_the_state_of_one_moment_while_somebody_publishes(filled: Store, tmp_path: Path) -> None:
    with filled.reading() as connection:
        connection.execute(select(metadata.tables["head"]))
        put(filled, actions(90))  # a reader does not hold a writer back, nor the other way round
        backup(filled, ADMIN, tmp_path / "backup.kdx")
    saved = open_store(f"sqlite:///{tmp_path / 'backup.kdx'}")
    assert verify(saved, strategy()) == []
    saved.close()
