"""The store, SQLite in a file or PostgreSQL, with its read and write transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from kdx_metrics.database.audit_throttle import AuditThrottle
from kdx_metrics.database.db_errors import READ_ONLY, plain_words
from kdx_metrics.database.errors import StoreUnavailable

CONNECT_SECONDS = 3
WAIT_SECONDS = 15  # wait for another writer
WRITES = "kdx_writes"  # execution option of transactions that write


@dataclass(frozen=True, eq=False)
class Store:
    """An open store; `location` is its file's path, or its URL without the password.

    `refusals` bounds the entries of its audit log about forbidden actions.
    """

    engine: Engine
    location: str
    refusals: AuditThrottle = field(default_factory=AuditThrottle)

    @property
    def is_sqlite(self) -> bool:
        """True if the store is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Transaction that reads a consistent snapshot of the store. Raises StoreUnavailable."""
        options: dict[str, Any] = (
            {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with plain_words(), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Transaction that is committed at the end and rolled back on any exception. Raises StoreUnavailable."""
        writer = self.engine.execution_options(**{WRITES: True})
        with plain_words(), writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def connect(url: str | URL) -> Store:
    """Prepare a store; nothing is sent to it yet, but a missing SQLite file is created.

    Raises StoreUnavailable if the URL is not usable or the file cannot be created.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnavailable(
            "KDX_DATABASE_URL の書き方に誤りがあります(例: postgresql://user:password@host/kdx)。"
        ) from error
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        return _sqlite(Path(parsed.database))
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _postgresql(parsed)
    raise StoreUnavailable("KDX_DATABASE_URL には sqlite:///ファイル名 か postgresql://… を指定してください。")


def _postgresql(url: URL) -> Store:
    options = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": WAIT_SECONDS * 1000}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_timeout=WAIT_SECONDS, connect_args=options
    )
    return Store(engine, url.render_as_string(hide_password=True))


def _sqlite(path: Path) -> Store:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # the file holds accounts too
    except OSError as error:
        raise StoreUnavailable(f"{READ_ONLY}({path.name}: {error.strerror})") from error
    # With mode=rw, a file that disappears while the server runs is an error and not a new, empty store.
    address = f"file:{quote(str(path.resolve()))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # erased content must not stay in free pages
        return connection

    # Without a pool, a file that was replaced or restored is used at once; opening it is cheap.
    engine = create_engine("sqlite://", creator=open_file, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return Store(engine, str(path))


def _begin(connection: Connection) -> None:
    """Begin a transaction; a writer takes the lock immediately, so that it cannot fail to get it half-way."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
