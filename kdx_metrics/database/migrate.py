"""Migration of the store's tables to this program's version, at each start and safe with several replicas."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, text
from sqlalchemy.engine.interfaces import DBAPICursor

from kdx_metrics.database.db_errors import plain_words
from kdx_metrics.database.engine import WAIT_SECONDS, Store, connect
from kdx_metrics.database.errors import StoreUnavailable

SCRIPTS = Path(__file__).parent / "migrations"
RETRY_SECONDS = 0.05
ADVISORY_LOCK = 0x4B4458  # "KDX" in ASCII; one replica migrates while the others wait
TOO_NEW = "データベースは新しい版のプログラムで作られています。プログラムを更新してください。"


def open_store(url: str | URL) -> Store:
    """Open the store at `url` and create or migrate its tables. Raises StoreUnavailable."""
    store = connect(url)
    try:
        if store.is_sqlite:
            _write_ahead(store)
        upgrade(store)
    except StoreUnavailable:
        store.close()
        raise
    return store


def upgrade(store: Store) -> None:
    """Run the missing migrations, if any. Raises StoreUnavailable."""
    with store.reading() as connection:
        if _current(connection) == _head():
            return
    config = _config()
    with store.writing() as connection:
        if not store.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreUnavailable(TOO_NEW) from error


def _config() -> Config:
    config = Config(attributes={"path_separator": "os"})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


@cache
def _head() -> str | None:
    """Revision of this program's newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _write_ahead(store: Store) -> None:
    """Set the file to write-ahead logging (WAL), so that readers are not blocked by a writer.

    The mode is stored in the file. Setting it is retried for WAIT_SECONDS, since SQLite itself does not wait for a
    process that is writing to a file without WAL.
    """
    with plain_words():
        connection = store.engine.raw_connection()
        try:
            _set_wal(connection.cursor())
        finally:
            connection.close()


def _set_wal(cursor: DBAPICursor) -> None:
    deadline = monotonic() + WAIT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(RETRY_SECONDS)
        else:
            return
