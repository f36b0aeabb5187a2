"""An open page acts for nobody who is signed out, expired, demoted or disabled, and says so; each press is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import sign_in
from kdx_metrics.identity import people, sessions
from kdx_metrics.identity.request_identity import SIGNED_OUT, get_identity
from kdx_metrics.publications.live import get_source
from tests.pages.presses import PRESSES, Press, leading
from tests.pages.screen import Screen
from tests.pages.staff import CHIEF, Browser
from tests.stores import rows

Seat = Callable[[str], Screen]


def end_by_sign_out(store: Store, account: str) -> None:
    with store.writing() as connection:
        sessions.end_all(connection, people.by_account(store, account).id)


def end_by_idling(store: Store, _account: str) -> None:
    with store.writing() as connection:
        connection.execute(update(sign_in).values(seen_at=datetime.now(UTC) - timedelta(minutes=61)))


def end_by_demotion(store: Store, account: str) -> None:
    people.set_role(store, CHIEF, people.by_account(store, account).id, "viewer")


def end_by_disabling(store: Store, account: str) -> None:
    people.set_disabled(store, CHIEF, people.by_account(store, account).id, disabled=True)


WORDS: dict[Callable[[Store, str], None], tuple[str, ...]] = {
    end_by_sign_out: (SIGNED_OUT["revoked"],),
    end_by_idling: (SIGNED_OUT["expired"],),
    end_by_demotion: (
        "さんは閲覧者です)。",
        "者から閲覧者に変わりました。その権限でできることを表示しています。",
    ),
    end_by_disabling: (SIGNED_OUT["disabled"],),
}
# What was asked within the last two seconds is believed to draw a page, and never to write.
CASES = [*((end, True) for end in WORDS), (end_by_idling, False), (end_by_demotion, False)]


def sentences(screen: Screen) -> list[str]:
    """Sentences of the page that say what went wrong."""
    return [*screen.told("error"), *screen.told("warning"), *screen.told("toast")]


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_each_press_acts_while_its_person_is_signed_in(seat: Seat, press: Press) -> None:
    screen = seat(press.account)
    press.ready(screen)
    before = rows(get_source().store)
    press.press(screen)
    screen.run()
    if press.shows:
        assert [name for name in screen.tables if name.endswith(press.shows)] != []
    else:
        assert rows(get_source().store) != before


@pytest.mark.parametrize(("end", "believed"), CASES, ids=[f"{end.__name__}-{believed}" for end, believed in CASES])
@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_a_press_of_an_open_page_does_nothing_for_somebody_gone_and_says_why(  # fixtures and cases
    seat: Seat,
    press: Press,
    end: Callable[[Store, str], None],
    believed: bool,  # noqa: FBT001  # a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = seat(press.account)
    press.ready(screen)
    identity, store = get_identity(), get_source().store
    if believed:
        moment = identity.ticks()
        monkeypatch.setattr(identity, "ticks", lambda: moment)
    end(store, press.account)
    if not believed:
        identity.forget()
    before = rows(store)
    press.press(screen)
    screen.run()
    assert rows(store) == before
    assert any(sentence.endswith(words) for sentence in sentences(screen) for words in WORDS[end])
    if press.shows:
        assert [name for name in screen.tables if name.endswith(press.shows)] == []


@pytest.mark.parametrize("account", ["", "mina"], ids=["a visitor", "a viewer"])
@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_a_press_at_the_page_of_another_does_nothing(seat: Seat, press: Press, account: str) -> None:
    screen = seat(press.account)
    press.ready(screen)
    seat(account)  # whoever takes over the page's connection brings cookies of their own
    before = rows(get_source().store)
    press.press(screen)
    screen.run()
    assert rows(get_source().store) == before
    if press.shows:
        assert [name for name in screen.tables if name.endswith(press.shows)] == []


def test_a_page_whose_leader_is_gone_does_not_go_on_leading(seat: Seat) -> None:
    screen = seat("hanako")
    leading(screen)
    end_by_disabling(get_source().store, "hanako")
    screen.run()
    screen.run()
    assert "share-stop" not in [each.key for each in screen.at.button]
    assert "画面を共有中" not in screen.text


def test_a_page_says_once_that_its_person_is_gone_and_a_visitor_is_told_nothing(seat: Seat, browser: Browser) -> None:
    screen = seat("hanako").open("overview")
    assert sentences(screen) == []
    end_by_idling(get_source().store, "hanako")
    get_identity().forget()
    assert sentences(screen.run()) == [SIGNED_OUT["expired"]]
    assert sentences(screen.run()) == []
    browser.cookies.clear()
    assert sentences(Screen().open("overview")) == []


def test_somebody_who_may_more_than_before_is_told_so(seat: Seat) -> None:
    screen = seat("mina").open("overview")
    people.set_role(get_source().store, CHIEF, people.by_account(get_source().store, "mina").id, "editor")
    get_identity().forget()
    assert sentences(screen.run()) == ["権限が閲覧者から編集者に変わりました。その権限でできることを表示しています。"]
