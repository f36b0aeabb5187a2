from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kdx_metrics.database.engine import Store
from kdx_metrics.identity import devices, people
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.sessions import Lifetimes
from kdx_metrics.identity.signing_in import change_password, sign_in, sign_out
from tests.identity.support import CHIEF, HOME, KEY, PASSWORD, Clock, add, made_identity, signed_in, told


def test_a_fresh_cookie_says_who_it_is(identity: Identity) -> None:
    checked = identity.check(signed_in(identity))
    assert checked.person is not None
    assert (checked.person.account, checked.person.role, checked.trouble) == ("admin", "admin", "")
    assert checked.person.actor(HOME) == CHIEF.__class__("管理者", "admin", HOME, checked.person.id, "admin")


def test_no_cookie_is_a_visitor_and_no_trouble(identity: Identity) -> None:
    assert (identity.check({}).person, identity.check({}).trouble) == (None, "")
    assert told(identity.store()) == []


@pytest.mark.parametrize("forgery", ["x", "a.b.c", "ü", ".", "0" * 5000])
def test_a_forged_cookie_is_nobodys(identity: Identity, forgery: str) -> None:
    assert (identity.check({COOKIE: forgery}).person, identity.check({COOKIE: forgery}).trouble) == (None, "forged")


def test_a_cookie_changed_in_one_letter_is_nobodys(identity: Identity) -> None:
    value = signed_in(identity)[COOKIE]
    for position in (0, len(value) // 2, len(value) - 2):
        changed = value[:position] + ("A" if value[position] != "A" else "B") + value[position + 1 :]
        assert identity.check({COOKIE: changed}).trouble == "forged"


def test_parts_of_two_cookies_make_no_third(identity: Identity) -> None:
    first, second = signed_in(identity)[COOKIE], signed_in(identity)[COOKIE]
    (token, _, signature), (other, _, _) = first.rpartition("."), second.rpartition(".")
    for forgery in (f"{other}.{signature}", f"{first}{first}", f"{first}.{signature}", first[:-1], token, signature):
        assert identity.check({COOKIE: forgery}).trouble == "forged", forgery


def test_a_device_cookie_is_no_session_and_the_other_way_round(identity: Identity) -> None:
    session = signed_in(identity)[COOKIE]
    device = devices.new_cookie("admin", identity.key)
    assert identity.check({COOKIE: device}).trouble == "forged"
    assert devices.device_of({devices.cookie_name("admin"): session}, "admin", identity.key) is None


def test_a_cookie_signed_with_another_key_is_forged_and_one_of_an_unknown_session_unknown(identity: Identity) -> None:
    assert identity.check({COOKIE: signed("token", b"another key" * 4)}).trouble == "forged"
    assert identity.check({COOKIE: signed("token", identity.key)}).trouble == "unknown"


def test_a_session_ends_after_an_idle_hour_but_not_while_it_is_used(identity: Identity, clock: Clock) -> None:
    cookies = signed_in(identity)
    for _ in range(4):
        clock.advance(minutes=50)
        assert identity.check(cookies).person is not None
    clock.advance(minutes=60)
    assert (identity.check(cookies).person, identity.check(cookies).trouble) == (None, "expired")


def test_what_a_timer_asks_does_not_put_off_the_end_of_an_idle_session(identity: Identity, clock: Clock) -> None:
    cookies = signed_in(identity)
    for _ in range(59):
        clock.advance(minutes=1)
        assert identity.check(cookies, use=False).person is not None
    clock.advance(minutes=1)
    assert identity.check(cookies, use=False).trouble == "expired"


def test_use_counts_though_a_timer_has_just_asked(identity: Identity, clock: Clock) -> None:
    cookies = signed_in(identity)
    for _ in range(4):
        clock.advance(minutes=50)
        assert identity.check(cookies, use=False).person is not None
        clock.advance(seconds=1)  # the answer is still believed
        assert identity.check(cookies).person is not None
    clock.advance(minutes=59)
    assert identity.check(cookies, use=False).person is not None


def test_a_believed_answer_is_not_believed_beyond_the_end_of_the_session(identity: Identity, clock: Clock) -> None:
    cookies = signed_in(identity)
    clock.advance(minutes=59, seconds=59)
    assert identity.check(cookies, use=False).person is not None
    clock.advance(seconds=1)
    assert identity.check(cookies).trouble == "expired"


@pytest.mark.parametrize("idle", [1, 2, 60])
def test_use_is_counted_exactly_enough_for_a_short_idle_time(store: Store, clock: Clock, idle: int) -> None:
    add(store, "admin", "admin")
    identity = Identity(
        lambda: store, KEY, Lifetimes(timedelta(minutes=idle), timedelta(hours=12)), now=clock.now, ticks=clock.ticks
    )
    cookies = signed_in(identity)
    for _ in range(10):
        clock.advance(minutes=idle * 0.8)
        assert identity.check(cookies).person is not None


def test_a_session_ends_after_twelve_hours_even_while_it_is_used(identity: Identity, clock: Clock) -> None:
    cookies = signed_in(identity)
    for _ in range(23):
        clock.advance(minutes=30)
        assert identity.check(cookies).person is not None
    clock.advance(minutes=30)
    assert identity.check(cookies).trouble == "expired"


def test_a_session_that_was_signed_out_is_revoked_at_once_wherever_its_cookie_is(identity: Identity) -> None:
    cookies = signed_in(identity)
    user, token = identity.check(cookies).person, identity.token(cookies)
    assert user is not None
    assert token is not None
    sign_out(identity, token, user, HOME)
    assert (identity.check(cookies).person, identity.check(cookies).trouble) == (None, "revoked")


def test_an_account_disabled_in_mid_session_is_out_within_seconds_on_every_replica(
    identity: Identity, clock: Clock
) -> None:
    store = identity.store()
    someone = add(store, "hanako", "editor")
    cookies = signed_in(identity, "hanako")
    replica = Identity(lambda: store, identity.key, identity.lifetimes, now=clock.now, ticks=clock.ticks)
    assert replica.check(cookies).person is not None
    people.set_disabled(store, CHIEF, someone.id, disabled=True)
    clock.advance(seconds=2)
    assert (replica.check(cookies).person, replica.check(cookies).trouble) == (None, "disabled")


def test_a_role_taken_away_is_gone_within_seconds(identity: Identity, clock: Clock) -> None:
    someone = add(identity.store(), "hanako", "editor")
    cookies = signed_in(identity, "hanako")
    assert identity.check(cookies).person == people.by_account(identity.store(), "hanako")
    people.set_role(identity.store(), CHIEF, someone.id, "viewer")
    clock.advance(seconds=2)
    user = identity.check(cookies).person
    assert user is not None
    assert user.role == "viewer"


def test_signing_in_again_ends_the_session_the_browser_had(identity: Identity) -> None:
    first = signed_in(identity)
    second = sign_in(identity, "admin", PASSWORD, HOME, old_token=identity.token(first))
    assert identity.token(first) != second
    assert identity.check(first).trouble == "revoked"
    assert identity.check({COOKIE: signed(second, identity.key)}).person is not None


def test_a_new_password_ends_every_session_but_the_one_it_begins(identity: Identity) -> None:
    here, elsewhere = signed_in(identity), signed_in(identity)
    user = identity.check(here).person
    assert user is not None
    token = change_password(identity, user, PASSWORD, "an altogether new one", HOME)
    assert [identity.check(cookies).trouble for cookies in (here, elsewhere)] == ["revoked", "revoked"]
    assert identity.check({COOKIE: signed(token, identity.key)}).person is not None


def test_what_is_wrong_with_a_cookie_is_in_the_audit_log_once_a_minute(identity: Identity, clock: Clock) -> None:
    for _ in range(100):
        identity.check({COOKIE: "forged"}, HOME)
    assert told(identity.store()) == [("cookie_refused", COOKIE)]
    clock.advance(minutes=1)
    identity.check({COOKIE: "forged"}, HOME)
    assert told(identity.store()) == [("cookie_refused", COOKIE)] * 2


def test_the_store_holds_no_token(sqlite_store: Store, clock: Clock) -> None:
    local = made_identity(sqlite_store, clock)
    token = local.token(signed_in(local))
    assert token is not None
    content = b"".join(file.read_bytes() for file in Path(sqlite_store.location).parent.iterdir() if file.is_file())
    assert token.encode() not in content
    assert PASSWORD.encode() not in content


def test_with_the_database_gone_whoever_was_seen_goes_on_looking_as_a_viewer(sqlite_store: Store, clock: Clock) -> None:
    identity = made_identity(sqlite_store, clock)
    cookies, stranger = signed_in(identity), signed_in(identity)
    assert identity.check(cookies).person is not None
    file = Path(sqlite_store.location)
    away = file.rename(file.with_name("away"))
    clock.advance(minutes=1)
    checked = identity.check(cookies)
    assert checked.person is not None
    assert (checked.person.account, checked.person.role, checked.trouble) == ("admin", "viewer", "unavailable")
    assert identity.check(stranger).person is None
    clock.advance(minutes=60)
    assert identity.check(cookies).person is None
    away.rename(file)
    fresh = signed_in(identity)
    clock.advance(seconds=5)
    healed = identity.check(fresh)
    assert healed.person is not None
    assert (healed.person.role, healed.trouble) == ("admin", "")
