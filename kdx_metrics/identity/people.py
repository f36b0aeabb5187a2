"""Accounts: who they are, what they may do, and changes to them, each written to the audit log."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import ADMINISTRATORS, Actor, Role
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords, sessions, throttle

ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
ACCOUNT_RULE = "アカウント名は半角の英小文字・数字と . _ @ - の64文字以内で、英数字から始めてください。"
NAME_LENGTH = 200
NOBODY = "そのアカウントは見つかりません。一覧を確かめてください。"


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `name` is what history shows; `local` says whether it signs in with a password kept here."""

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
        """The person as the store's functions want to know who acts."""
        return Actor(self.name, self.role, address)

    def may(self, allowed: tuple[Role, ...]) -> bool:
        """Whether the role is among `allowed`."""
        return self.role in allowed


def normal_account(typed: str) -> str:
    """The account name as it is kept: half-width, small letters, no blanks around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def from_row(row: RowMapping) -> Person:
    """A row of `person` as a Person."""
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
    """Every account, by account name. Raises StoreUnavailable."""
    with store.reading() as connection:
        return [from_row(row) for row in connection.execute(select(person).order_by(person.c.account)).mappings()]


def by_account(store: Store, account: str) -> Person:
    """The person of an account name. Raises NotPossible when there is none."""
    with store.reading() as connection:
        row = connection.execute(select(person).where(person.c.account == normal_account(account))).mappings().first()
    if row is None:
        raise NotPossible(NOBODY)
    return from_row(row)


def add(store: Store, actor: Actor, account: str, name: str, role: Role) -> str:
    """Make a local account and return its one-time password, which must be changed at the first sign-in.

    Raises Forbidden unless the actor is an administrator, NotPossible for a name that cannot be used or is taken.
    """
    account, name = normal_account(account), name.strip()
    audit.require(store, actor, ADMINISTRATORS, "user_add", account[:NAME_LENGTH])
    if not ACCOUNT.fullmatch(account):
        raise NotPossible(ACCOUNT_RULE)
    if not name or len(name) > NAME_LENGTH:
        raise NotPossible(f"氏名を{NAME_LENGTH}文字以内で入力してください。")
    password = passwords.one_time()
    hashed = passwords.hashed(password)
    try:
        with store.writing() as connection:
            insert_local(connection, account, name, role, hashed)
            audit.record(connection, actor, "user_add", account, {"name": name, "role": role})
    except IntegrityError as error:
        raise NotPossible(f"アカウント名「{account}」はすでに使われています。") from error
    return password


def insert_local(connection: Connection, account: str, name: str, role: Role, hashed: str) -> None:
    """Write the row of a local account with a one-time password."""
    connection.execute(
        insert(person).values(
            account=account,
            name=name,
            role=role,
            password_hash=hashed,
            must_change=True,
            created_at=datetime.now(UTC),
        )
    )


def set_role(store: Store, actor: Actor, person_id: int, role: Role) -> None:
    """Give another role; open sessions have it at their next request.

    Raises Forbidden, or NotPossible for the last administrator, for nobody, and for accounts of an OIDC provider.
    """
    audit.require(store, actor, ADMINISTRATORS, "user_role", str(person_id))
    with store.writing() as connection:
        found = _locked(connection, person_id)
        if not found.local:
            raise NotPossible("この方の権限は、認証サーバーのグループで決まります。")
        if role == found.role:
            return
        if found.role == "admin":
            _not_the_last(connection, person_id)
        connection.execute(update(person).where(person.c.id == person_id).values(role=role))
        audit.record(connection, actor, "user_role", found.account, {"from": found.role, "to": role})


def set_disabled(store: Store, actor: Actor, person_id: int, *, disabled: bool) -> None:
    """Shut an account out, ending its sessions, or let it in again.

    Raises Forbidden, or NotPossible for the last administrator and for nobody.
    """
    action = "user_disable" if disabled else "user_enable"
    audit.require(store, actor, ADMINISTRATORS, action, str(person_id))
    with store.writing() as connection:
        found = _locked(connection, person_id)
        if disabled == (found.disabled_at is not None):
            return
        if disabled and found.role == "admin":
            _not_the_last(connection, person_id)
        when = datetime.now(UTC) if disabled else None
        connection.execute(update(person).where(person.c.id == person_id).values(disabled_at=when))
        if disabled:
            sessions.end_all(connection, person_id)
        audit.record(connection, actor, action, found.account)


def reset_password(store: Store, actor: Actor, person_id: int) -> str:
    """Replace a forgotten password by a one-time one, returned; sessions end, failed attempts are forgiven.

    Raises Forbidden, or NotPossible for nobody and for accounts of an OIDC provider.
    """
    audit.require(store, actor, ADMINISTRATORS, "password_reset", str(person_id))
    password = passwords.one_time()
    hashed = passwords.hashed(password)
    with store.writing() as connection:
        found = _locked(connection, person_id)
        if not found.local:
            raise NotPossible("この方のパスワードは、認証サーバーで管理しています。")
        connection.execute(
            update(person).where(person.c.id == person_id).values(password_hash=hashed, must_change=True)
        )
        sessions.end_all(connection, person_id)
        throttle.forgive_account(connection, found.account)
        audit.record(connection, actor, "password_reset", found.account)
    return password


def _locked(connection: Connection, person_id: int) -> Person:
    row = connection.execute(select(person).where(person.c.id == person_id).with_for_update()).mappings().first()
    if row is None:
        raise NotPossible(NOBODY)
    return from_row(row)


def _not_the_last(connection: Connection, person_id: int) -> None:
    """Every administrator's row is locked, so that two cannot shut each other out at once."""
    active = person.c.role == "admin", person.c.disabled_at.is_(None)
    connection.execute(select(person.c.id).where(*active).order_by(person.c.id).with_for_update())
    others = connection.execute(
        select(func.count()).select_from(person).where(*active, person.c.id != person_id)
    ).scalar_one()
    if not others:
        raise NotPossible("管理者がいなくなるため、変更できません。先に別の管理者を追加してください。")
