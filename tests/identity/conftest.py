"""Every test that asks for `store` runs on SQLite and PostgreSQL; hashing is cheap, time stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete

from kdx_metrics.database.engine import Store
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema.identity import attempt, person, sign_in
from kdx_metrics.database.schema.revisions import audit
from kdx_metrics.identity import passwords
from kdx_metrics.identity.service import Identity
from tests.database.server import Server
from tests.identity.support import Clock, made_identity
from tests.stores import migrated_file, postgresql, sqlite_store

__all__ = ["migrated_file", "postgresql", "sqlite_store"]


@pytest.fixture(scope="session")
def database(postgresql: Server) -> str:
    """One PostgreSQL database for all tests here: making one takes longer than most of them."""
    return postgresql.database()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the store of this test is."""
    if request.param == "sqlite":
        file = tmp_path / "kdx.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        return f"sqlite:///{file}"
    return str(request.getfixturevalue("database"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store in which nobody has an account and nothing was done."""
    opened = open_store(store_url)
    yield opened
    if not opened.is_sqlite:
        with opened.writing() as connection:
            for table in (attempt, sign_in, person, audit):
                connection.execute(delete(table))
    opened.close()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id as always, with the least memory it takes: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._dummy_hash.cache_clear()


@pytest.fixture
def clock() -> Clock:
    """The time of the test, which moves when the test says so."""
    return Clock()


@pytest.fixture
def identity(store: Store, clock: Clock) -> Identity:
    """Accounts in either store."""
    return made_identity(store, clock)
