from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotSignedIn, StoreUnavailable
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import people, sessions
from kdx_metrics.identity.people import by_account
from kdx_metrics.identity.request_identity import actor_of, get_identity, who_is
from kdx_metrics.identity.service import Identity
from kdx_metrics.settings import get_settings
from tests.identity.support import CHIEF, HOME, add, signed_in


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """The identity of this process, as the environment describes it."""
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    monkeypatch.setenv("KDX_SECRET_KEY", "k" * 40)
    get_settings.cache_clear()
    get_identity.cache_clear()
    made = get_identity()
    yield made
    made.store().close()
    get_settings.cache_clear()
    get_identity.cache_clear()


def test_a_page_learns_who_is_signed_in_and_gets_the_actor_that_the_store_asks_for(here: Identity) -> None:
    add(here.store(), "hanako", "editor", name="鹿島 花子")
    user = who_is(signed_in(here, "hanako"), HOME).person
    assert user is not None
    assert user.actor(HOME) == Actor("鹿島 花子", "editor", HOME, user.id, "hanako")


def test_a_visitor_a_forger_and_whoever_has_a_one_time_password_are_nobody_to_a_page(here: Identity) -> None:
    add(here.store(), "hanako", "editor", must_change=True)
    assert who_is({}).person is None
    assert who_is({"kdx_session": "forged"}).person is None
    assert who_is(signed_in(here, "hanako")).person is None


def test_each_run_of_an_open_page_learns_that_its_session_has_ended(
    here: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")  # an open page keeps those of its beginning
    assert who_is(cookies).person == by_account(here.store(), "hanako")
    with here.store().writing() as connection:  # at another replica
        sessions.end_all(connection, someone.id)
    monkeypatch.setattr(here, "ticks", lambda: float("inf"))
    assert who_is(cookies).person is None


def test_who_acts_is_asked_of_the_store_however_young_the_last_answer_is(here: Identity) -> None:
    someone = add(here.store(), "hanako", "editor", name="鹿島 花子")
    cookies = signed_in(here, "hanako")
    assert actor_of(cookies, HOME) == Actor("鹿島 花子", "editor", HOME, someone.id, "hanako")
    with here.store().writing() as connection:  # at another replica
        connection.execute(update(person).values(role="viewer"))
    assert who_is(cookies).person == replace(by_account(here.store(), "hanako"), role="editor")
    assert actor_of(cookies, HOME).role == "viewer"


def test_nobody_acts_without_a_session_and_each_reason_is_told(here: Identity) -> None:
    someone = add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")
    for stranger in ({}, {"kdx_session": "forged"}):
        with pytest.raises(NotSignedIn, match="サインインしていません。何も変更していません。"):
            actor_of(stranger)
    with here.store().writing() as connection:
        sessions.end_all(connection, someone.id)
    with pytest.raises(NotSignedIn, match="サインアウトまたはパスワードの変更により、サインインが終わっています。"):
        actor_of(cookies)
    people.set_disabled(here.store(), CHIEF, someone.id, disabled=True)
    with pytest.raises(NotSignedIn, match="このアカウントは利用を停止しています。"):
        actor_of(cookies)
    add(here.store(), "jiro", "editor", must_change=True)
    with pytest.raises(NotSignedIn, match="サインインしていません。"):
        actor_of(signed_in(here, "jiro"))


def test_nobody_acts_while_the_store_is_away(here: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")
    assert who_is(cookies).person is not None
    monkeypatch.setattr(type(here.store()), "reading", _gone)
    with pytest.raises(StoreUnavailable, match="サインインを確かめられません。何も変更していません。"):
        actor_of(cookies)


def _gone(_store: Store) -> None:
    raise StoreUnavailable("データベースに接続できません。")


def test_a_store_that_cannot_be_opened_leaves_everybody_a_visitor(
    here: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")
    get_identity.cache_clear()
    get_settings.cache_clear()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("KDX_DATABASE_URL", "sqlite:////proc/nowhere/kdx.sqlite3")
        assert who_is(cookies).person is None
