from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kdx_metrics.identity import devices, people
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, TooManyAttempts, change_password, sign_in
from kdx_metrics.identity.throttle import ACCOUNT_LIMIT, Limit, wait_after
from kdx_metrics.web import metrics
from tests.identity.support import CHIEF, HOME, PASSWORD, Clock, add, signed_in, site, submit, told

NAME = "kdx_sign_ins_locked_total "
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (11, 900), (200, 900)]
)
def test_after_five_failures_each_further_one_doubles_the_wait_up_to_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    assert wait_after([NOW] * failures, ACCOUNT_LIMIT, NOW) == timedelta(seconds=seconds)


def test_the_wait_runs_from_the_last_failure() -> None:
    failures = [NOW - timedelta(seconds=20), *[NOW - timedelta(hours=1)] * 4]
    assert wait_after(failures, Limit(5, timedelta(hours=24)), NOW) == timedelta(seconds=10)


def guess(identity: Identity, account: str = "admin", address: str = HOME, device: str | None = None) -> str:
    """What is said to a guess."""
    with pytest.raises(SignInRefused) as refused:
        sign_in(identity, account, "a wrong password", address, device=device)
    return str(refused.value)


def test_the_sixth_guess_is_not_even_looked_at_and_the_right_password_neither(identity: Identity) -> None:
    for _ in range(5):
        assert "違います" in guess(identity)
    assert "約1分後" in guess(identity)
    with pytest.raises(TooManyAttempts):
        sign_in(identity, "admin", PASSWORD, HOME)


def test_after_the_wait_the_right_password_signs_in_and_wipes_the_slate(identity: Identity, clock: Clock) -> None:
    for _ in range(5):
        guess(identity)
    clock.advance(seconds=31)
    sign_in(identity, "admin", PASSWORD, HOME)
    for _ in range(5):
        assert "違います" in guess(identity)


def test_names_that_nobody_has_are_answered_and_locked_like_those_that_somebody_has(identity: Identity) -> None:
    known = [guess(identity, "admin", "192.0.2.1") for _ in range(7)]
    unknown = [guess(identity, "nobody", "192.0.2.2") for _ in range(7)]
    assert known == unknown


def test_every_spelling_of_an_account_has_the_same_counter(identity: Identity) -> None:
    spellings = ["admin", "ADMIN", " Admin ", "ａｄｍｉｎ", "ＡＤＭＩＮ", "　admin　", "aDmIn\t", "ａdmin"]
    said = [guess(identity, account, f"192.0.2.{number}") for number, account in enumerate(spellings)]
    assert ["違います" in text for text in said] == [True] * 5 + [False] * 3


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_an_address_that_a_visitor_invents_is_not_counted(identity: Identity, header: str) -> None:
    browser = site(identity)
    statuses = []
    for number in range(32):
        browser.headers[header] = f"for=198.51.100.{number}" if header == "forwarded" else f"198.51.100.{number}"
        statuses.append(submit(browser, "/sign-in", account=f"name{number}", password="a wrong password").status_code)
    assert statuses == [401] * 30 + [429] * 2


def test_guessing_one_password_for_many_names_locks_the_address(identity: Identity, clock: Clock) -> None:
    said = [guess(identity, f"name{number}") for number in range(31)]
    assert ["違います" in text for text in said] == [True] * 30 + [False]
    assert "違います" in guess(identity, "another", address="192.0.2.77")
    clock.advance(hours=2)
    assert "違います" in guess(identity, "another")


@pytest.mark.parametrize("template", ["2001:db8:1:2::{:x}", "2001:db8:1:2:{0:x}:{0:x}::1", "::ffff:192.0.2.1"])
def test_the_addresses_of_one_ipv6_network_are_one_address(identity: Identity, template: str) -> None:
    said = [guess(identity, f"name{number}", address=template.format(number + 1)) for number in range(31)]
    assert ["違います" in text for text in said] == [True] * 30 + [False]
    assert "違います" in guess(identity, "another", address="2001:db8:1:3::1")
    assert ("違います" in guess(identity, "another", address="192.0.2.1")) is not template.startswith("::ffff")


def test_nobody_locks_the_owner_out_of_a_known_browser(identity: Identity, clock: Clock) -> None:
    for number in range(24):
        clock.advance(minutes=15)
        guess(identity, address=f"198.51.100.{number}")
    with pytest.raises(TooManyAttempts):
        sign_in(identity, "admin", PASSWORD, HOME)
    assert sign_in(identity, "admin", PASSWORD, HOME, device="0123")
    with pytest.raises(TooManyAttempts):  # the owner's success gives the others no new guesses
        sign_in(identity, "admin", PASSWORD, HOME)


def test_a_known_browser_has_a_counter_of_its_own(identity: Identity) -> None:
    for _ in range(5):
        assert "違います" in guess(identity, device="0123")
    with pytest.raises(TooManyAttempts):
        sign_in(identity, "admin", PASSWORD, HOME, device="0123")
    assert sign_in(identity, "admin", PASSWORD, HOME, device="4567")
    assert sign_in(identity, "admin", PASSWORD, HOME)


def test_a_locked_address_does_not_shut_out_its_known_browsers(identity: Identity) -> None:
    for number in range(31):
        guess(identity, f"name{number}")
    assert sign_in(identity, "admin", PASSWORD, HOME, device="0123")


def test_signing_in_makes_the_browser_known_for_that_account_alone(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor")
    owner, stranger = site(identity), site(identity)
    submit(owner, "/sign-in", account=" ADMIN", password=PASSWORD)
    submit(owner, "/sign-out", page="/account")
    for account in ("admin", "hanako"):
        for _ in range(6):
            submit(stranger, "/sign-in", account=account, password="a wrong password")
    assert submit(owner, "/sign-in", account="hanako", password=PASSWORD).status_code == 429
    assert submit(owner, "/sign-in", account="admin", password=PASSWORD).status_code == 303


@pytest.mark.parametrize("forgery", ["", "x", "{}x", "renamed"])
def test_a_forged_or_borrowed_device_cookie_makes_no_browser_known(identity: Identity, forgery: str) -> None:
    add(identity.store(), "mallory", "viewer")
    browser = site(identity)
    submit(browser, "/sign-in", account="mallory", password=PASSWORD)
    (own,) = (name for name in browser.cookies if name.startswith(devices.COOKIE))
    value = browser.cookies[own] if forgery == "renamed" else forgery.format(browser.cookies[own])
    assert devices.device_of({own: browser.cookies[own]}, "mallory", identity.key)
    assert devices.device_of({devices.cookie_name("admin"): value}, "admin", identity.key) is None


def test_the_cookie_of_a_known_browser_is_hidden_from_scripts_and_ends(identity: Identity) -> None:
    answer = submit(site(identity, host="https://testserver"), "/sign-in", account="admin", password=PASSWORD)
    (line,) = (line for line in answer.headers.get_list("set-cookie") if line.startswith(f"__Host-{devices.COOKIE}"))
    assert {"HttpOnly", "Secure", "SameSite=lax", f"Max-Age={180 * 24 * 3600}"} <= set(line.split("; "))


def test_somebody_signed_in_changes_the_password_while_strangers_guess(identity: Identity) -> None:
    user = identity.check(signed_in(identity)).person
    assert user is not None
    for _ in range(6):
        guess(identity)
    assert change_password(identity, user, PASSWORD, "an altogether new one", HOME)


def test_guesses_at_the_old_password_are_bounded_too(identity: Identity) -> None:
    user = identity.check(signed_in(identity)).person
    assert user is not None
    for _ in range(5):
        with pytest.raises(SignInRefused, match="現在のパスワードが違います"):
            change_password(identity, user, "a wrong password", "an altogether new one", HOME)
    with pytest.raises(TooManyAttempts):
        change_password(identity, user, PASSWORD, "an altogether new one", HOME)


def test_an_administrators_help_opens_every_counter_of_the_account(identity: Identity) -> None:
    user = add(identity.store(), "hanako", "editor")
    for _ in range(6):
        guess(identity, "hanako")
        guess(identity, "hanako", device="0123")
        with pytest.raises(SignInRefused):
            change_password(identity, user, "a wrong password", "an altogether new one", HOME)
    password = people.reset_password(identity.store(), CHIEF, user.id)
    assert sign_in(identity, "hanako", password, HOME)
    assert sign_in(identity, "hanako", password, HOME, device="0123")
    assert change_password(identity, user, password, "an altogether new one", HOME)


def test_the_operator_sees_how_often_sign_ins_were_locked(identity: Identity) -> None:
    def locked() -> str:
        return next(line for line in metrics.exposition(lambda: None).decode().splitlines() if line.startswith(NAME))

    browser, before = site(identity), float(locked().split()[1])
    for _ in range(8):
        submit(browser, "/sign-in", account="admin", password="a wrong password")
    assert float(locked().split()[1]) == before + 3


def test_guesses_at_the_same_moment_all_count(identity: Identity) -> None:
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: guess(identity), range(12)))
    # Each is counted before it is looked at: where all eight are counted first, none of them is looked at.
    assert sum("違います" in text for text in said) <= 5
    assert "違います" not in guess(identity)


def test_a_locked_account_is_told_to_the_audit_log_once_a_minute(identity: Identity, clock: Clock) -> None:
    for _ in range(9):
        guess(identity)
    assert told(identity.store()).count(("sign_in_locked", "admin")) == 1
    assert told(identity.store()).count(("sign_in_refused", "admin")) == 5
    clock.advance(hours=1)
    for _ in range(2):
        guess(identity)
    assert told(identity.store()).count(("sign_in_locked", "admin")) == 2


def test_what_was_typed_as_an_unknown_name_is_not_kept(identity: Identity) -> None:
    guess(identity, "my-secret-password-in-the-wrong-field")
    assert ("sign_in_refused", "(登録のないアカウント)") in told(identity.store())
    assert "my-secret" not in repr(told(identity.store()))
