from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, TooManyAttempts, sign_in
from kdx_metrics.identity.throttle import ACCOUNT_LIMIT, Limit, wait_after
from tests.identity.support import HOME, PASSWORD, Clock, told

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


def guess(identity: Identity, account: str = "admin", address: str = HOME) -> str:
    """What is said to a guess."""
    with pytest.raises(SignInRefused) as refused:
        sign_in(identity, account, "a wrong password", address)
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


def test_guessing_one_password_for_many_names_locks_the_address(identity: Identity, clock: Clock) -> None:
    said = [guess(identity, f"name{number}") for number in range(31)]
    assert ["違います" in text for text in said] == [True] * 30 + [False]
    assert "違います" in guess(identity, "another", address="192.0.2.77")
    clock.advance(hours=2)
    assert "違います" in guess(identity, "another")


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
