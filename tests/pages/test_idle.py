"""Use of a session as pages count it: what a person does puts off its end, what a timer does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import sign_in
from kdx_metrics.identity.request_identity import get_identity
from pages.view.use import _BY_TIMER
from tests.pages.screen import Screen

Seat = Callable[[str], Screen]


def idle_for(store: Store, **duration: float) -> None:
    """Set the last use of every session back."""
    with store.writing() as connection:
        connection.execute(update(sign_in).values(seen_at=datetime.now(UTC) - timedelta(**duration)))
    get_identity().forget()


def idle_minutes(store: Store) -> int:
    """Whole minutes since any session was used."""
    with store.reading() as connection:
        newest = max(connection.execute(select(sign_in.c.seen_at)).scalars())
    return int((datetime.now(UTC) - newest) / timedelta(minutes=1))


@pytest.mark.parametrize("page", ["overview", "actions", "meeting", "guide", "history"])
def test_a_run_that_a_person_causes_is_use_and_one_that_a_timer_causes_is_not(seat: Seat, page: str) -> None:
    screen = seat("hanako")
    store = get_identity().store()
    idle_for(store, minutes=30)
    screen.open(page)
    assert idle_minutes(store) == 0
    idle_for(store, minutes=30)
    screen.set(**{_BY_TIMER: True})
    assert idle_minutes(store) == 30
    screen.run()
    assert idle_minutes(store) == 0


def test_a_session_that_has_ended_is_not_revived_by_its_page(seat: Seat) -> None:
    screen = seat("hanako")
    store = get_identity().store()
    screen.open("overview")
    idle_for(store, minutes=61)
    screen.run()
    assert idle_minutes(store) == 61
    assert "サインイン" in screen.text
    assert "鹿島 花子" not in screen.text
