from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.identity import bootstrap
from kdx_metrics.identity.people import by_account, everyone
from kdx_metrics.identity.service import Identity
from tests.identity.support import KEY, LIFETIMES, signed_in, told


def test_the_first_start_makes_one_administrator_whose_password_is_printed_once(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    Identity(lambda: store, KEY, LIFETIMES).store()
    printed = capsys.readouterr()
    assert "アカウント名: admin" in printed.err
    assert printed.out == ""
    password = printed.err.split("仮パスワード: ")[1].split()[0]
    later = Identity(lambda: store, KEY, LIFETIMES)
    later.store()
    assert capsys.readouterr().err == ""
    found = later.check(signed_in(later, "admin", password)).person
    assert found is not None
    assert (found.role, found.must_change) == ("admin", True)
    assert told(store)[0] == ("user_add", "admin")


def test_replicas_that_start_at_once_make_one_administrator(store: Store, store_url: str) -> None:
    stores = [open_store(store_url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(bootstrap.first_administrator, stores))
    assert sum(password is not None for password in made) == 1
    assert [one.account for one in everyone(store)] == ["admin"]
    for one in stores:
        one.close()


def test_where_somebody_has_an_account_none_is_made(identity: Identity) -> None:
    before = by_account(identity.store(), "admin")
    assert bootstrap.first_administrator(identity.store()) is None
    assert everyone(identity.store()) == [before]


def test_a_database_that_is_away_at_the_start_is_opened_when_it_is_back(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[Store | None] = [None, store]

    def opening() -> Store:
        opened = answers.pop(0)
        if opened is None:
            raise StoreUnavailable("データベースに接続できません。")
        return opened

    identity = Identity(opening, KEY, LIFETIMES)
    with pytest.raises(StoreUnavailable):
        identity.store()
    assert identity.store() is store
    assert "仮パスワード" in capsys.readouterr().err
