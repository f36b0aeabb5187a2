"""Japanese messages for database errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from kdx_metrics.database.errors import StoreUnavailable

FULL = "保存先の空き容量が足りないため、保存できませんでした。容量を空けてからもう一度お試しください。"
BROKEN_DEVICE = "保存先に書き込めませんでした。空き容量と機器の状態を確かめてから、もう一度お試しください。"
READ_ONLY = "保存先が読み取り専用のため、書き込めませんでした。管理者に連絡してください。"
BUSY = "ほかの処理が保存先を使っているため、保存できませんでした。しばらくしてからもう一度お試しください。"
DAMAGED = "保存ファイルが壊れているため、開けません。管理者に連絡し、バックアップから復元してください。"
NOT_OURS = "保存先に必要な表がありません。管理者に連絡し、バックアップから復元してください。"
GONE = "データベースに接続できません。しばらくしてからもう一度お試しください。"

# Messages for SQLite's primary result codes and PostgreSQL's SQLSTATEs.
SQLITE_WORDS = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: BROKEN_DEVICE,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_ERROR: NOT_OURS,
}
POSTGRESQL_WORDS = {
    "53100": FULL,  # disk_full
    "58030": BROKEN_DEVICE,  # io_error
    "25006": READ_ONLY,  # read_only_sql_transaction
    "42501": READ_ONLY,  # insufficient_privilege
    "55P03": BUSY,  # lock_not_available
    "57014": BUSY,  # query_canceled
    "40001": BUSY,  # serialization_failure
    "40P01": BUSY,  # deadlock_detected
    "XX001": DAMAGED,  # data_corrupted
    "XX002": DAMAGED,  # index_corrupted
    "42P01": NOT_OURS,  # undefined_table
    "42703": NOT_OURS,  # undefined_column
}


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn errors of the driver into StoreUnavailable, except a violated constraint, a fault of the program."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeoutError, sqlite3.Error) as error:
        raise StoreUnavailable(words_for(error)) from error


def words_for(error: Exception) -> str:
    """Message for an error of SQLAlchemy or of a driver."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # The low byte of an extended result code is the primary code; errors of the sqlite3 module itself have none.
        code = getattr(cause, "sqlite_errorcode", None)
        return GONE if code is None else SQLITE_WORDS.get(code & 0xFF, GONE)
    return POSTGRESQL_WORDS.get(getattr(cause, "sqlstate", None) or "", GONE)
