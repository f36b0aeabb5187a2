from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kdx_metrics.database.actors import Actor
from kdx_metrics.identity import sessions
from kdx_metrics.identity.people import by_account
from kdx_metrics.identity.request_identity import get_identity, who_is
from kdx_metrics.identity.service import Identity
from kdx_metrics.settings import get_settings
from tests.identity.support import HOME, add, signed_in


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
    user = who_is(signed_in(here, "hanako"), HOME)
    assert user is not None
    assert user.actor(HOME) == Actor("鹿島 花子", "editor", HOME, user.id, "hanako")


def test_a_visitor_a_forger_and_whoever_has_a_one_time_password_are_nobody_to_a_page(here: Identity) -> None:
    add(here.store(), "hanako", "editor", must_change=True)
    assert who_is({}) is None
    assert who_is({"kdx_session": "forged"}) is None
    assert who_is(signed_in(here, "hanako")) is None


def test_each_run_of_an_open_page_learns_that_its_session_has_ended(
    here: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")  # an open page keeps those of its beginning
    assert who_is(cookies) == by_account(here.store(), "hanako")
    with here.store().writing() as connection:  # at another replica
        sessions.end_all(connection, someone.id)
    monkeypatch.setattr(here, "ticks", lambda: float("inf"))
    assert who_is(cookies) is None


def test_a_store_that_cannot_be_opened_leaves_everybody_a_visitor(
    here: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(here.store(), "hanako", "editor")
    cookies = signed_in(here, "hanako")
    get_identity.cache_clear()
    get_settings.cache_clear()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("KDX_DATABASE_URL", "sqlite:////proc/nowhere/kdx.sqlite3")
        assert who_is(cookies) is None
