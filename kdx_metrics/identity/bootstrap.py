"""The first account: an administrator with a one-time password, made when nobody has an account yet."""

from __future__ import annotations

import sys

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords
from kdx_metrics.identity.people import insert_local

ACCOUNT = "admin"
STARTER = Actor("初回起動", "admin")


def first_administrator(store: Store) -> str | None:
    """Make `admin` where nobody has an account, and return the one-time password; None where somebody has.

    Of several replicas that start at once exactly one makes it. Raises StoreUnavailable.
    """
    count = select(func.count()).select_from(person)
    with store.reading() as connection:
        if connection.execute(count).scalar_one():
            return None
    password = passwords.one_time()
    hashed = passwords.hashed(password)
    try:
        with store.writing() as connection:
            if connection.execute(count).scalar_one():
                return None
            insert_local(connection, ACCOUNT, "管理者", "admin", hashed)
            audit.record(connection, STARTER, "user_add", ACCOUNT, {"name": "管理者", "role": "admin"})
    except IntegrityError:  # another replica's `admin` came between the count and ours
        return None
    return password


def announce(password: str) -> None:
    """Say the password once, on the console only: it goes into no log and cannot be read again."""
    line = "─" * 60
    sys.stderr.write(
        f"{line}\n最初の管理者アカウントを作成しました。この表示は一度だけです。\n"
        f"  アカウント名: {ACCOUNT}\n  仮パスワード: {password}\n"
        f"/sign-in からサインインし、新しいパスワードに変更してください。\n{line}\n"
    )
    sys.stderr.flush()
