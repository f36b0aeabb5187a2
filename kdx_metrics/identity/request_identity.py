"""Identity of this process, as the settings describe it, and the questions that pages ask it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotSignedIn, StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.identity.bootstrap import FILE_NAME, FirstAdministrator
from kdx_metrics.identity.keys import secret_key
from kdx_metrics.identity.service import Checked, Identity
from kdx_metrics.identity.sessions import Lifetimes, Trouble
from kdx_metrics.settings import ROOT, get_settings

VAR = ROOT / "var"
SIGN_IN_AGAIN = "何も変更していません。続けるには、サインインして、この画面を開き直してください。"
SIGNED_OUT: Mapping[Trouble, str] = {
    "": f"サインインしていません。{SIGN_IN_AGAIN}",
    "expired": f"前回の操作から時間がたったため、サインインが終わっています。{SIGN_IN_AGAIN}",
    "revoked": f"サインアウトまたはパスワードの変更により、サインインが終わっています。{SIGN_IN_AGAIN}",
    "disabled": "このアカウントは利用を停止しています。何も変更していません。管理者に確認してください。",
}
UNSURE = "データベースに接続できないため、サインインを確かめられません。何も変更していません。"


@lru_cache(maxsize=1)
def get_identity() -> Identity:
    """Identity of this process; its store is opened later. Raises SettingsError for a key that cannot be used."""
    settings = get_settings()
    lifetimes = Lifetimes(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
    # Where the provider names the administrators, a local one would be a door that nobody watches.
    provided = settings.oidc_issuer and settings.oidc_admin_groups
    first = None if provided else FirstAdministrator(_folder(settings.database_url) / FILE_NAME)
    return Identity(_open, secret_key(settings, VAR), lifetimes, first=first)


def who_is(cookies: Mapping[str, str], address: str = "") -> Checked:
    """Person signed in with these cookies, none for a visitor; never raises.

    Pages ask at each run, since a WebSocket keeps the cookies of its beginning and the session may have ended
    meanwhile. An answer costs one indexed read and is believed for two seconds. A person who still has to replace a
    one-time password is a visitor. Asking is no use of the session, which `count_use` notes.
    """
    return _with_own_password(get_identity().check(cookies, address, use=False))


def actor_of(cookies: Mapping[str, str], address: str = "") -> Actor:
    """Person signed in with these cookies at this moment, as the author of what is about to be written.

    No earlier answer is believed, however young. Raises NotSignedIn with the reason, StoreUnavailable.
    """
    checked = _with_own_password(get_identity().check(cookies, address, use=False, fresh=True))
    if checked.trouble == "unavailable":
        raise StoreUnavailable(UNSURE)
    if checked.person is None:
        raise NotSignedIn(SIGNED_OUT.get(checked.trouble, SIGNED_OUT[""]))
    return checked.person.actor(address)


def count_use(cookies: Mapping[str, str], address: str = "") -> None:
    """Put off the end of an idle session, because a person did something."""
    get_identity().check(cookies, address)


def _with_own_password(checked: Checked) -> Checked:
    """The answer without a person who still has to replace a one-time password."""
    return Checked() if checked.person is not None and checked.person.must_change else checked


def _folder(database_url: str) -> Path:
    """Folder of a SQLite store; `var/` for any other store."""
    try:
        url = make_url(database_url)
    except ArgumentError:  # opening the store says so
        return VAR
    return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else VAR


def _open() -> Store:
    return open_store(get_settings().database_url)
