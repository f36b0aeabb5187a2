"""The first account: an administrator with a one-time password, made when nobody has an account yet."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords, people

ACCOUNT = "admin"
STARTER = Actor("初回起動", "admin", account="system:start")
FILE_NAME = "first-password"
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """The account `admin` of a new store; its one-time password lies in `file` until it is used.

    The console only names the file, since at most installations a console is a log.
    """

    file: Path

    def ensure(self, store: Store) -> None:
        """Make the account where nobody has one, and say where its password is. Raises StoreUnavailable."""
        password = first_administrator(store)
        if password is not None:
            _announce(self.file if self._write(password) else None)

    def forget_password(self) -> None:
        """Delete the file, since its password has been used."""
        try:
            self.file.unlink(missing_ok=True)
        except OSError as error:
            structlog.stdlib.get_logger(__name__).warning("first_password_not_deleted", reason=error.strerror)

    def _write(self, password: str) -> bool:
        """Write the file in place of one that an earlier store left; False where that is not possible."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.unlink(missing_ok=True)
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(f"{password}\n")
        except OSError:
            return False
        return True


def first_administrator(store: Store) -> str | None:
    """Make `admin` in a store without accounts and return the one-time password; None for any other store.

    Of several replicas that start at once exactly one makes the account. Raises StoreUnavailable.
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
            people.insert_local(connection, ACCOUNT, "管理者", "admin", hashed)
            audit.record(connection, STARTER, "user_add", ACCOUNT, {"name": "管理者", "role": "admin"})
    except IntegrityError:  # another replica made `admin` after the count
        return None
    return password


def _announce(file: Path | None) -> None:
    where = (
        f"仮パスワードはファイル {file} にあります(最初のサインインで消えます)。"
        if file
        else "仮パスワードはファイルに書けませんでした。"
        f"python -m kdx_metrics user password {ACCOUNT} で発行してください。"
    )
    sys.stderr.write(
        f"最初の管理者アカウント「{ACCOUNT}」を作成しました。{where}"
        f"{people.ONE_TIME_HOURS}時間以内に /sign-in からサインインし、新しいパスワードに変更してください。\n"
    )
    sys.stderr.flush()
