"""Signing in with a password, signing out, and changing one's own password."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.errors import StoreError
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords, sessions, throttle
from kdx_metrics.identity.bootstrap import ACCOUNT
from kdx_metrics.identity.people import ONE_TIME_HOURS, Person, from_row, normal_account
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.throttle import Counters

WRONG = "アカウント名またはパスワードが違います。大文字・小文字と全角・半角を確かめて、入力し直してください。"
WRONG_OLD = "現在のパスワードが違います。入力し直してください。"
SAME = "現在と同じパスワードです。新しいパスワードを決めてください。"
EXPIRED = (
    f"この仮パスワードは、発行から{ONE_TIME_HOURS}時間が過ぎたため使えません。"
    "管理者に仮パスワードの再発行を依頼してください。"
)
EXPIRED_ADMINISTRATOR = "サーバーを操作できる方は、python -m kdx_metrics user password {} でも再発行できます。"
LONGEST_ACCOUNT = 200
UNKNOWN_ACCOUNT = "(登録のないアカウント)"


class SignInRefused(StoreError):
    """Sign-in or change of password refused; `str()` is the Japanese reason."""


class TooManyAttempts(SignInRefused):
    """Refused before the password was checked, since the account, device or address has failed too often."""

    def __init__(self, wait: timedelta) -> None:
        minutes = ceil(wait / timedelta(minutes=1))
        super().__init__(f"失敗が続いたため、いまはサインインできません。約{minutes}分後にもう一度お試しください。")


def sign_in(
    identity: Identity,
    account: str,
    password: str,
    address: str,
    *,
    old_token: str | None = None,
    device: str | None = None,
) -> str:
    """Begin a session and return its token; the session `old_token` that the browser had before ends.

    `device` is the id of a browser in which the account has signed in before. Duration and message are the same for
    an account that exists, is disabled, is known at the provider (OIDC) only, or is unknown. Raises SignInRefused,
    TooManyAttempts or StoreUnavailable.
    """
    account = normal_account(account)[:LONGEST_ACCOUNT]
    now = identity.now()
    with identity.store().reading() as connection:
        row = connection.execute(select(person).where(person.c.account == account)).mappings().first()
    name = row["account"] if row else UNKNOWN_ACCOUNT
    counters = throttle.of_device(account, device) if device else throttle.of_unknown_browser(account, address)
    attempt = _counted(identity, counters, name, address, now)
    if not passwords.matches(password, row["password_hash"] if row else None) or row is None or row["disabled_at"]:
        audit.record_alone(identity.store(), Actor(name, "viewer", address), "sign_in_refused", name)
        raise SignInRefused(WRONG)
    user = from_row(row)
    if row["password_expires_at"] is not None and now >= row["password_expires_at"]:
        reason = {"reason": "one_time_password_expired"}
        audit.record_alone(identity.store(), Actor(name, "viewer", address), "sign_in_refused", name, reason)
        raise SignInRefused(EXPIRED if user.role != "admin" else EXPIRED + EXPIRED_ADMINISTRATOR.format(user.account))
    renewed = passwords.hashed(password) if passwords.is_outdated(row["password_hash"]) else None
    with identity.store().writing() as connection:
        current_hash = select(person.c.password_hash).where(person.c.id == user.id).with_for_update()
        if connection.execute(current_hash).scalar_one() != row["password_hash"]:  # changed while we looked at it
            raise SignInRefused(WRONG)
        throttle.forgive(connection, counters, attempt)
        if renewed:
            connection.execute(update(person).where(person.c.id == user.id).values(password_hash=renewed))
        if old_token:
            sessions.end(connection, old_token, now)
        token = sessions.start(connection, user.id, address, identity.lifetimes, now)
        audit.record(connection, user.actor(address), "sign_in", user.account)
    if old_token:
        identity.forget(old_token)
    if account == ACCOUNT and identity.first is not None:
        identity.first.forget_password()
    return token


def sign_out(identity: Identity, token: str, user: Person, address: str) -> None:
    """End the session in the store, so that its cookie is worth nothing. Raises StoreUnavailable."""
    identity.forget(token)
    with identity.store().writing() as connection:
        sessions.end(connection, token, identity.now())
        audit.record(connection, user.actor(address), "sign_out", user.account)
    identity.forget(token)  # a request at the same moment may have asked before the end


def change_password(identity: Identity, user: Person, old: str, new: str, address: str) -> str:
    """Change one's own password; every session of the person ends, and the token of a new one is returned.

    The old password is asked for again, and guessing it is bounded as at sign-in. Raises SignInRefused,
    TooManyAttempts or StoreUnavailable.
    """
    if fault := passwords.fault(new, user.account):
        raise SignInRefused(fault)
    now = identity.now()
    with identity.store().reading() as connection:
        current_hash = connection.execute(select(person.c.password_hash).where(person.c.id == user.id)).scalar_one()
    counters = throttle.of_owner(user.account)
    attempt = _counted(identity, counters, user.account, address, now)
    if not passwords.matches(old, current_hash):
        audit.record_alone(identity.store(), user.actor(address), "password_refused", user.account)
        raise SignInRefused(WRONG_OLD)
    if passwords.matches(new, current_hash):
        with identity.store().writing() as connection:
            throttle.forgive(connection, counters, attempt)
        raise SignInRefused(SAME)
    hashed = passwords.hashed(new)
    with identity.store().writing() as connection:
        throttle.forgive(connection, counters, attempt)
        connection.execute(
            update(person)
            .where(person.c.id == user.id)
            .values(password_hash=hashed, must_change=False, password_expires_at=None)
        )
        sessions.end_all(connection, user.id)
        token = sessions.start(connection, user.id, address, identity.lifetimes, now)
        audit.record(connection, user.actor(address), "password_change", user.account)
    identity.forget()
    return token


def _counted(identity: Identity, counters: Counters, about: str, address: str, now: datetime) -> list[int]:
    """Count the attempt as a failure before the password is checked, so that simultaneous guesses all count.

    Returns the ids of the attempt. Raises TooManyAttempts after too many failures; then nothing more is counted.
    """
    with identity.store().reading() as connection:
        wait = throttle.wait(connection, counters, now)
    if not wait:
        with identity.store().writing() as connection:
            attempt = throttle.note(connection, counters, now)
        with identity.store().reading() as connection:
            wait = throttle.wait(connection, counters, now, besides=attempt)
        if not wait:
            return attempt
    identity.notice("sign_in_locked", about, address)
    raise TooManyAttempts(wait)
