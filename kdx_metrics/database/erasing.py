"""Removal of erased content from the database's files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import monotonic, sleep

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from kdx_metrics.database.engine import Store

PATIENCE = 5  # seconds to wait for readers
AGAIN = 0.1  # seconds between two looks
SQLITE_REMAINS = (
    "ほかの処理が保存先を読んでいたため、消した内容がまだ保存先の作業ファイル(-wal)に残っています。"
    "プログラムを再起動すると消えます。"
)
POSTGRESQL_REMAINS = (
    "ほかの処理がデータベースを使っていたため、消した内容がまだデータベースのファイルに残っているかもしれません。"
    "データベースの管理者に、次のコマンドの実行を依頼してください: VACUUM FULL {tables}"
)


def clear_remains(store: Store, tables: Sequence[Table]) -> str:
    """Remove what was erased from `tables` out of the database's files; returns what remains, in words, or "".

    Readers delay this, since they go on seeing the moment before the erasure.
    """
    names = ", ".join(table.name for table in tables)
    clear = _empty_write_ahead_log if store.is_sqlite else partial(_rewrite, names=names)
    try:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            done = clear(connection)
    except DBAPIError:  # the erasure itself stands
        done = False
    if done:
        return ""
    return SQLITE_REMAINS if store.is_sqlite else POSTGRESQL_REMAINS.format(tables=names)


def _empty_write_ahead_log(connection: Connection) -> bool:
    """Fold the log of a SQLite file into it, since both hold erased pages; False while readers are at work."""
    connection.execute(text(f"PRAGMA busy_timeout = {PATIENCE * 1000}"))
    busy, _, _ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    return not busy


def _rewrite(connection: Connection, names: str) -> bool:
    """Write the tables and their TOAST anew; False while others are at work.

    A plain VACUUM would free the space of dead rows without overwriting it. Rows that an older transaction may still
    see would be copied, so older transactions are waited for.
    """
    connection.execute(text(f"SET lock_timeout = '{PATIENCE}s'"))
    try:
        if _older_transactions_end(connection):
            connection.execute(text(f"VACUUM FULL {names}"))
            return True
    except DBAPIError:  # somebody began to use the tables meanwhile
        pass
    finally:
        connection.execute(text("RESET lock_timeout"))
    connection.execute(text(f"VACUUM {names}"))
    return False


def _older_transactions_end(connection: Connection) -> bool:
    began = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    older = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend' AND xact_start <= :began"
    )
    until = monotonic() + PATIENCE
    while connection.execute(older, {"began": began}).scalar_one():
        if monotonic() > until:
            return False
        sleep(AGAIN)
    return True
