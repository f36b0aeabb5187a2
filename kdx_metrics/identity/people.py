"""Accounts with their names, roles and one-time passwords; each change is written to the audit log."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import ADMINISTRATORS, Actor, Role
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.plain_text import LONGEST_NAME, folded_name, visible_line
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords, sessions, throttle
from kdx_metrics.settings import ONE_TIME_PASSWORD_LIFETIME

ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
ACCOUNT_RULE = "アカウント名は半角の英小文字・数字と . _ @ - の64文字以内で、英数字から始めてください。"
ONE_TIME_HOURS = int(ONE_TIME_PASSWORD_LIFETIME.total_seconds() // 3600)
NOBODY = "そのアカウントは見つかりません。一覧を確かめてください。"


@dataclass(frozen=True, slots=True)
class Person:
    """One account; `name` is shown in the history.

    A `local` account signs in with a password stored here, which is a one-time one while `must_change` is true.
    """

    id: int
    account: str
    name: str
    role: Role
    local: bool
    must_change: bool
    created_at: datetime
    signed_in_at: datetime | None
    disabled_at: datetime | None

    def actor(self, address: str = "") -> Actor:
        """Actor for the functions that write."""
        return Actor(self.name, self.role, address, self.id, self.account)

    def may(self, allowed: tuple[Role, ...]) -> bool:
        """True if the role is among `allowed`."""
        return self.role in allowed


def normal_account(typed: str) -> str:
    """Account name as stored: half-width, in small letters, without surrounding blanks."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def from_row(row: RowMapping) -> Person:
    """Person of a row of the SQL table."""
    return Person(
        id=row["id"],
        account=row["account"],
        name=row["name"],
        role=row["role"],
        local=row["password_hash"] is not None,
        must_change=row["must_change"],
        created_at=row["created_at"],
        signed_in_at=row["signed_in_at"],
        disabled_at=row["disabled_at"],
    )


def everyone(store: Store) -> list[Person]:
    """All accounts, by account name. Raises StoreUnavailable."""
    with store.reading() as connection:
        return [from_row(row) for row in connection.execute(select(person).order_by(person.c.account)).mappings()]


def by_account(store: Store, account: str) -> Person:
    """Person of an account name. Raises NotPossible for an unknown one."""
    with store.reading() as connection:
        row = connection.execute(select(person).where(person.c.account == normal_account(account))).mappings().first()
    if row is None:
        raise NotPossible(NOBODY)
    return from_row(row)


def add(store: Store, actor: Actor, account: str, name: str, role: Role) -> str:
    """Make a local account and return its one-time password, to be replaced at the first sign-in.

    Raises Forbidden unless the actor is an administrator, NotPossible for a name that cannot be used or is taken.
    """
    account, name = normal_account(account), visible_line(name)
    audit.require(store, actor, ADMINISTRATORS, "user_add", account[:LONGEST_NAME])
    if not ACCOUNT.fullmatch(account):
        raise NotPossible(ACCOUNT_RULE)
    if not name or len(name) > LONGEST_NAME:
        raise NotPossible(f"氏名を{LONGEST_NAME}文字以内で入力してください。")
    password = passwords.one_time()
    hashed = passwords.hashed(password)
    try:
        with store.writing() as connection:
            if is_taken(connection, name):
                raise NotPossible(
                    f"「{name}」という氏名の利用者がすでにいます。更新履歴で見分けられるように、"
                    f"所属などを添えてください(例: {name}(総務課))。"
                )
            insert_local(connection, account, name, role, hashed)
            audit.record(connection, actor, "user_add", account, {"name": name, "role": role})
    except IntegrityError as error:
        raise NotPossible(f"アカウント名「{account}」はすでに使われています。") from error
    return password


def is_taken(connection: Connection, name: str, *, besides: int | None = None) -> bool:
    """True if another account than `besides` has this name; width, case and blanks do not count."""
    wanted = folded_name(name)
    rows = connection.execute(select(person.c.id, person.c.name))
    return any(number != besides and folded_name(other) == wanted for number, other in rows)


def insert_local(connection: Connection, account: str, name: str, role: Role, hashed: str) -> None:
    """Write the row of a local account with a one-time password."""
    now = datetime.now(UTC)
    connection.execute(
        insert(person).values(account=account, name=name, role=role, created_at=now, **_one_time(hashed, now))
    )


def _one_time(hashed: str, now: datetime) -> dict[str, Any]:
    """Columns of a password that must be replaced at the first sign-in, and soon."""
    return {"password_hash": hashed, "must_change": True, "password_expires_at": now + ONE_TIME_PASSWORD_LIFETIME}


def set_role(store: Store, actor: Actor, person_id: int, role: Role) -> None:
    """Change the role; open sessions have it at their next request.

    Raises Forbidden, or NotPossible for the last administrator, an unknown account, and accounts of an OIDC provider.
    """
    audit.require(store, actor, ADMINISTRATORS, "user_role", str(person_id))
    with store.writing() as connection:
        user = _locked(connection, person_id)
        if not user.local:
            raise NotPossible("この方の権限は、認証サーバーのグループで決まります。")
        if role == user.role:
            return
        if user.role == "admin":
            _not_the_last(connection, person_id)
        connection.execute(update(person).where(person.c.id == person_id).values(role=role))
        audit.record(connection, actor, "user_role", user.account, {"from": user.role, "to": role})


def set_disabled(store: Store, actor: Actor, person_id: int, *, disabled: bool) -> None:
    """Disable an account and end its sessions, or enable it again.

    Raises Forbidden, or NotPossible for the last administrator and an unknown account.
    """
    action = "user_disable" if disabled else "user_enable"
    audit.require(store, actor, ADMINISTRATORS, action, str(person_id))
    with store.writing() as connection:
        user = _locked(connection, person_id)
        if disabled == (user.disabled_at is not None):
            return
        if disabled and user.role == "admin":
            _not_the_last(connection, person_id)
        when = datetime.now(UTC) if disabled else None
        connection.execute(update(person).where(person.c.id == person_id).values(disabled_at=when))
        if disabled:
            sessions.end_all(connection, person_id)
        audit.record(connection, actor, action, user.account)


def reset_password(store: Store, actor: Actor, person_id: int) -> str:
    """Replace a forgotten password by a one-time one and return it; sessions end, failed attempts are forgiven.

    Raises Forbidden, or NotPossible for an unknown account and accounts of an OIDC provider.
    """
    audit.require(store, actor, ADMINISTRATORS, "password_reset", str(person_id))
    password = passwords.one_time()
    hashed = passwords.hashed(password)
    with store.writing() as connection:
        user = _locked(connection, person_id)
        if not user.local:
            raise NotPossible("この方のパスワードは、認証サーバーで管理しています。")
        connection.execute(
            update(person).where(person.c.id == person_id).values(**_one_time(hashed, datetime.now(UTC)))
        )
        sessions.end_all(connection, person_id)
        throttle.forgive_account(connection, user.account)
        audit.record(connection, actor, "password_reset", user.account)
    return password


def _locked(connection: Connection, person_id: int) -> Person:
    row = connection.execute(select(person).where(person.c.id == person_id).with_for_update()).mappings().first()
    if row is None:
        raise NotPossible(NOBODY)
    return from_row(row)


def _not_the_last(connection: Connection, person_id: int) -> None:
    """Lock the rows of all administrators, so that two cannot disable each other at once."""
    active = person.c.role == "admin", person.c.disabled_at.is_(None)
    connection.execute(select(person.c.id).where(*active).order_by(person.c.id).with_for_update())
    others = connection.execute(
        select(func.count()).select_from(person).where(*active, person.c.id != person_id)
    ).scalar_one()
    if not others:
        raise NotPossible("管理者がいなくなるため、変更できません。先に別の管理者を追加してください。")
