"""Stores for the tests: a test that asks for `store` runs on a SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kdx_metrics.database.engine import Store
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from tests.database.server import Server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    server = Server()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with its tables, to be copied: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def migrated_database(postgresql: Server) -> str:
    """The same on PostgreSQL."""
    url = postgresql.database()
    open_store(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of the test's store. It has its tables if the test asks for `store` too, else nothing is there."""
    migrated = "store" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "kdx.sqlite3"
        if migrated:
            shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.database(like=request.getfixturevalue("migrated_database") if migrated else "")
    yield url
    server.drop(url)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'only.sqlite3'}")
    yield opened
    opened.close()


def rows(store: Store) -> str:
    """Everything in the store but the audit log, which notes refusals, and when a session was used last."""
    tables = [table for table in metadata.sorted_tables if table.name != "audit"]
    written = [[column for column in table.columns if column.name != "seen_at"] for table in tables]
    with store.reading() as connection:
        return repr([connection.execute(select(*columns)).all() for columns in written])
