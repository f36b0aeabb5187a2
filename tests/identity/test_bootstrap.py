from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.identity import bootstrap
from kdx_metrics.identity.bootstrap import FILE_NAME, FirstAdministrator
from kdx_metrics.identity.people import by_account, everyone
from kdx_metrics.identity.request_identity import VAR, _folder, get_identity
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, sign_in
from kdx_metrics.settings import get_settings
from tests.identity.support import HOME, KEY, LIFETIMES, Clock, signed_in, told


def starting(store: Store, folder: Path, clock: Clock | None = None) -> Identity:
    """An identity over a store that may be new."""
    now = clock.now if clock else Clock().now
    return Identity(lambda: store, KEY, LIFETIMES, now=now, first=FirstAdministrator(folder / FILE_NAME))


def test_the_first_start_makes_one_administrator_whose_password_lies_in_a_file_for_its_owner(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "var" / FILE_NAME
    identity = starting(store, file.parent)
    identity.store()
    printed = capsys.readouterr()
    password = file.read_text().strip()
    assert str(file) in printed.err
    assert password not in printed.err + printed.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    user = identity.check(signed_in(identity, "admin", password)).person
    assert user is not None
    assert (user.role, user.must_change) == ("admin", True)
    assert not file.exists()
    assert told(store)[0] == ("user_add", "admin")
    starting(store, file.parent).store()
    assert (capsys.readouterr().err, file.exists()) == ("", False)


def test_a_wrong_password_leaves_the_file_and_one_of_an_earlier_store_is_replaced(store: Store, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("of an earlier store")
    identity = starting(store, tmp_path)
    identity.store()
    with pytest.raises(SignInRefused):
        sign_in(identity, "admin", "of an earlier store", HOME)
    assert signed_in(identity, "admin", (tmp_path / FILE_NAME).read_text().strip())


def test_where_no_file_can_be_written_the_console_says_how_to_get_a_password(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    starting(store, tmp_path / "var").store()
    said = capsys.readouterr().err
    assert "python -m kdx_metrics user password admin" in said
    assert "admin" in [user.account for user in everyone(store)]


def test_the_first_password_is_worth_nothing_after_three_days(store: Store, tmp_path: Path, clock: Clock) -> None:
    identity = starting(store, tmp_path, clock)
    identity.store()
    password = (tmp_path / FILE_NAME).read_text().strip()
    clock.moment = datetime.now(UTC) + timedelta(hours=72)
    with pytest.raises(SignInRefused, match=r"72時間が過ぎた.*python -m kdx_metrics user password admin"):
        sign_in(identity, "admin", password, HOME)


def test_where_the_provider_names_the_administrators_no_local_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    monkeypatch.setenv("KDX_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("KDX_OIDC_ISSUER", "https://idp.example")
    monkeypatch.setenv("KDX_OIDC_CLIENT_ID", "kdx")
    made = {}
    for groups in ("", "dx-admins"):
        monkeypatch.setenv("KDX_OIDC_ADMIN_GROUPS", groups)
        get_settings.cache_clear()
        get_identity.cache_clear()
        made[groups] = get_identity().first
    get_settings.cache_clear()
    get_identity.cache_clear()
    assert made == {"": FirstAdministrator(tmp_path / FILE_NAME), "dx-admins": None}


def test_without_a_local_administrator_the_store_opens_empty(store: Store) -> None:
    assert everyone(Identity(lambda: store, KEY, LIFETIMES).store()) == []


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////srv/kdx/kdx.sqlite3", "/srv/kdx"),
        ("postgresql://kdx:secret@db/kdx", str(VAR)),
        ("no address", str(VAR)),
    ],
)
def test_the_file_lies_beside_a_sqlite_store_and_else_in_var(url: str, folder: str) -> None:
    assert _folder(url) == Path(folder)


def test_replicas_that_start_at_once_make_one_administrator(store: Store, store_url: str) -> None:
    stores = [open_store(store_url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(bootstrap.first_administrator, stores))
    assert sum(password is not None for password in made) == 1
    assert [user.account for user in everyone(store)] == ["admin"]
    for opened in stores:
        opened.close()


def test_where_somebody_has_an_account_none_is_made(identity: Identity) -> None:
    before = by_account(identity.store(), "admin")
    assert bootstrap.first_administrator(identity.store()) is None
    assert everyone(identity.store()) == [before]


def test_a_database_that_is_away_at_the_start_is_opened_when_it_is_back(store: Store, tmp_path: Path) -> None:
    answers: list[Store | None] = [None, store]

    def opening() -> Store:
        opened = answers.pop(0)
        if opened is None:
            raise StoreUnavailable("データベースに接続できません。")
        return opened

    identity = Identity(opening, KEY, LIFETIMES, first=FirstAdministrator(tmp_path / FILE_NAME))
    with pytest.raises(StoreUnavailable):
        identity.store()
    assert identity.store() is store
    assert (tmp_path / FILE_NAME).is_file()
