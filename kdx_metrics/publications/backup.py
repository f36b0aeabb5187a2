"""Backup and restore: one portable format, a SQLite file with the store's own tables, whichever the store is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Integer, delete, func, insert, inspect, select

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import ADMINISTRATORS, Actor
from kdx_metrics.database.db_errors import plain_words
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from kdx_metrics.database.schema.identity import person
from kdx_metrics.database.schema.revisions import publication
from kdx_metrics.publications.verify import verify

ROWS_AT_ONCE = 5  # a revision may hold 20 MB


def backup(store: Store, actor: Actor, target: Path) -> None:
    """Write the whole store, accounts and audit log included, as of one moment, while it goes on working.

    The file appears under its name only when it is complete. Raises Forbidden unless the actor is an
    administrator, NotPossible when `target` holds something already or cannot be written, StoreUnavailable.
    """
    audit.require(store, actor, ADMINISTRATORS, "backup", target.name)
    if target.exists() and target.stat().st_size:
        raise NotPossible(f"「{target}」はすでにあります。別の名前を指定してください。")
    with _files_in_plain_words(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".kdx-backup-") as name:
        draft = Path(name) / "backup.sqlite3"
        if store.is_sqlite:
            _copy_pages(store, draft)
        else:
            archive = open_store(URL.create("sqlite", database=str(draft)))
            with store.reading() as source, archive.writing() as copy:
                _copy_rows(source, copy)
            archive.close()
        _make_one_file(draft)
        draft.chmod(0o600)  # it holds accounts too
        draft.replace(target)
    audit.record_alone(store, actor, "backup", target.name)


def restore(store: Store, actor: Actor, archive: Path) -> None:
    """Fill an empty store from a backup of either kind of store, also one made by an older program.

    All or nothing. Raises Forbidden unless the actor is an administrator, NotPossible when the store holds a
    publication, or when the file is no backup or is damaged, StoreUnavailable.
    """
    audit.require(store, actor, ADMINISTRATORS, "restore", archive.name)
    with _files_in_plain_words(archive), tempfile.TemporaryDirectory(prefix="kdx-restore-") as name:
        draft = Path(name) / "restore.sqlite3"
        shutil.copyfile(archive, draft)
        _refuse_foreign(draft, archive)
        source = open_store(URL.create("sqlite", database=str(draft)))
        if findings := verify(source, None):
            raise NotPossible(f"「{archive}」は壊れています: {findings[0].message}")
        with source.reading() as saved, store.writing() as connection:
            head.read(connection, lock=True)
            if connection.execute(select(func.count()).select_from(publication)).scalar_one():
                raise NotPossible("空の保存先にだけ復元できます。この保存先にはすでに公開された版があります。")
            _copy_rows(saved, connection)
            audit.record(connection, actor, "restore", archive.name, {"administrators": _administrators(connection)})
        source.close()


def _administrators(connection: Connection) -> list[str]:
    """Accounts that may do everything: a backup is not signed, so somebody may have planted one."""
    query = select(person.c.account).where(person.c.role == "admin", person.c.disabled_at.is_(None))
    return list(connection.execute(query.order_by(person.c.account)).scalars())


def _copy_pages(store: Store, draft: Path) -> None:
    """SQLite's own online backup: one moment of the file, writers go on."""
    with plain_words(), closing(store.engine.raw_connection()) as source, closing(sqlite3.connect(draft)) as copy:
        connection = source.driver_connection
        if isinstance(connection, sqlite3.Connection):
            connection.backup(copy)


def _make_one_file(draft: Path) -> None:
    """No log beside the file, so that it may be copied alone; and on the disk before it gets its name."""
    with plain_words(), closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _copy_rows(source: Connection, copy: Connection) -> None:
    """Replace every row of the store's tables by those of `source`, parents before children.

    Tables marked `info={"transient": True}` (sessions) stay empty: what was revoked since must not come back.
    """
    unknown = set(inspect(source).get_table_names()) - set(metadata.tables) - {"alembic_version"}
    if unknown:
        raise RuntimeError(f"tables that no module has registered would be lost: {sorted(unknown)}")
    for table in reversed(metadata.sorted_tables):
        copy.execute(delete(table))
    for table in metadata.sorted_tables:
        if table.info.get("transient"):
            continue
        rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
        for part in rows.mappings().partitions():
            copy.execute(insert(table), [dict(row) for row in part])
    if copy.dialect.name == "postgresql":
        _continue_numbers(copy)


def _continue_numbers(copy: Connection) -> None:
    """PostgreSQL's counters do not see rows that came with their numbers: set each behind the last one."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        newest = select(func.max(column)).scalar_subquery()
        counter = func.pg_get_serial_sequence(table.name, column.name)
        copy.execute(select(func.setval(counter, func.coalesce(newest, 1), newest.is_not(None))))


def _refuse_foreign(draft: Path, archive: Path) -> None:
    try:
        with closing(sqlite3.connect(draft)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError:
        names = set()
    if not {"alembic_version", publication.name} <= names:
        raise NotPossible(f"「{archive}」はこのプログラムのバックアップではないか、壊れています。")


@contextmanager
def _files_in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotPossible(f"「{path}」を読み書きできません({error.strerror or error})。") from error
