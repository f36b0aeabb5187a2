from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.identity import people
from kdx_metrics.identity.people import by_account, everyone
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, change_password, sign_in
from tests.identity.support import CHIEF, HOME, PASSWORD, Clock, add, signed_in, told

EDITOR = Actor("鹿島 花子", "editor", "192.0.2.7")


def test_a_new_account_signs_in_once_and_must_then_choose_a_password(identity: Identity) -> None:
    password = people.add(identity.store(), CHIEF, " Hanako ", "鹿島 花子", "editor")
    cookies = signed_in(identity, "hanako", password)
    user = identity.check(cookies).person
    assert user is not None
    assert (user.account, user.name, user.role, user.must_change) == ("hanako", "鹿島 花子", "editor", True)
    change_password(identity, user, password, "an altogether new one", HOME)
    assert not by_account(identity.store(), "hanako").must_change
    with pytest.raises(SignInRefused):
        sign_in(identity, "hanako", password, HOME)


@pytest.mark.parametrize("issue", ["add", "reset"])
def test_a_one_time_password_is_worth_nothing_after_three_days(identity: Identity, clock: Clock, issue: str) -> None:
    store = identity.store()
    password = people.add(store, CHIEF, "hanako", "鹿島 花子", "editor")
    if issue == "reset":
        password = people.reset_password(store, CHIEF, by_account(store, "hanako").id)
    clock.moment = datetime.now(UTC) + timedelta(hours=71, minutes=59)
    assert sign_in(identity, "hanako", password, HOME)
    clock.advance(minutes=1, seconds=1)
    with pytest.raises(SignInRefused, match="72時間が過ぎたため使えません。管理者に仮パスワードの再発行を依頼"):
        sign_in(identity, "hanako", password, HOME)
    entry = audit.entries(store)[0]
    assert (entry.action, entry.object, entry.detail) == (
        "sign_in_refused",
        "hanako",
        {"reason": "one_time_password_expired"},
    )


def test_that_a_one_time_password_has_expired_is_told_to_nobody_who_does_not_know_it(
    identity: Identity, clock: Clock
) -> None:
    people.add(identity.store(), CHIEF, "hanako", "鹿島 花子", "editor")
    clock.advance(hours=100)
    with pytest.raises(SignInRefused, match="アカウント名またはパスワードが違います"):
        sign_in(identity, "hanako", "a wrong password", HOME)


def test_a_password_of_ones_own_does_not_expire(identity: Identity, clock: Clock) -> None:
    password = people.add(identity.store(), CHIEF, "hanako", "鹿島 花子", "editor")
    change_password(identity, by_account(identity.store(), "hanako"), password, "an altogether new one", HOME)
    clock.advance(hours=1000)
    assert sign_in(identity, "hanako", "an altogether new one", HOME)


@pytest.mark.parametrize("name", ["鹿島 花子", "鹿島花子", "鹿島　花子 ", "鹿島\u200b 花子", "鹿島\u202e 花子"])
def test_nobody_gets_a_name_that_looks_like_somebody_elses(identity: Identity, name: str) -> None:
    people.add(identity.store(), CHIEF, "hanako", "鹿島 花子", "editor")
    with pytest.raises(NotPossible, match=r"という氏名の利用者がすでにいます。.*所属などを添えてください"):
        people.add(identity.store(), CHIEF, "other", name, "editor")
    people.add(identity.store(), CHIEF, "other", f"{name.strip()}(総務課)", "editor")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 管理\u202e 一郎\u200b ", "管理 一郎"),
        ("管理\r\n一郎", "管理 一郎"),
        ("管理\x00一郎", "管理一郎"),
    ],
)
def test_a_name_is_kept_without_signs_that_nobody_sees(identity: Identity, typed: str, kept: str) -> None:
    people.add(identity.store(), CHIEF, "ichiro", typed, "viewer")
    assert by_account(identity.store(), "ichiro").name == kept


@pytest.mark.parametrize("account", ["", "山田", "a b", "-x", "x" * 65, "oidc:abc", "<script>"])
def test_an_account_name_of_other_signs_is_refused(identity: Identity, account: str) -> None:
    with pytest.raises(NotPossible, match="アカウント名"):
        people.add(identity.store(), CHIEF, account, "鹿島 花子", "viewer")


def test_a_name_is_taken_once(identity: Identity) -> None:
    with pytest.raises(NotPossible, match="すでに使われています"):
        people.add(identity.store(), CHIEF, "ADMIN", "だれか", "viewer")
    with pytest.raises(NotPossible, match="氏名"):
        people.add(identity.store(), CHIEF, "hanako", "  ", "viewer")


def test_only_administrators_change_accounts_and_the_refusal_is_written_down(identity: Identity) -> None:
    store, someone = identity.store(), by_account(identity.store(), "admin")
    for attempt in (
        lambda: people.add(store, EDITOR, "hanako", "鹿島 花子", "admin"),
        lambda: people.set_role(store, EDITOR, someone.id, "viewer"),
        lambda: people.set_disabled(store, EDITOR, someone.id, disabled=True),
        lambda: people.reset_password(store, EDITOR, someone.id),
    ):
        with pytest.raises(Forbidden, match="管理者の権限が必要"):
            attempt()
    assert [action for action, _ in told(store)] == ["refused"] * 4
    assert everyone(store) == [someone]


def test_the_last_administrator_can_neither_be_shut_out_nor_lose_the_role(identity: Identity) -> None:
    store, last = identity.store(), by_account(identity.store(), "admin")
    with pytest.raises(NotPossible, match="管理者がいなくなる"):
        people.set_disabled(store, CHIEF, last.id, disabled=True)
    with pytest.raises(NotPossible, match="管理者がいなくなる"):
        people.set_role(store, CHIEF, last.id, "editor")
    second = add(store, "second", "admin")
    people.set_disabled(store, CHIEF, last.id, disabled=True)
    with pytest.raises(NotPossible, match="管理者がいなくなる"):
        people.set_role(store, CHIEF, second.id, "viewer")


def test_a_disabled_account_is_answered_like_a_wrong_password_until_it_is_let_in_again(identity: Identity) -> None:
    someone = add(identity.store(), "hanako", "editor")
    people.set_disabled(identity.store(), CHIEF, someone.id, disabled=True)
    with pytest.raises(SignInRefused, match="アカウント名またはパスワードが違います"):
        sign_in(identity, "hanako", PASSWORD, HOME)
    people.set_disabled(identity.store(), CHIEF, someone.id, disabled=False)
    assert sign_in(identity, "hanako", PASSWORD, HOME)


def test_a_new_one_time_password_ends_sessions_and_forgives_failed_attempts(identity: Identity) -> None:
    someone = add(identity.store(), "hanako", "editor")
    cookies = signed_in(identity, "hanako")
    for _ in range(6):
        with pytest.raises(SignInRefused):
            sign_in(identity, "hanako", "a wrong password", HOME)
    password = people.reset_password(identity.store(), CHIEF, someone.id)
    assert sign_in(identity, "hanako", password, HOME)
    assert identity.check(cookies).trouble == "revoked"


def test_every_change_is_in_the_audit_log(identity: Identity) -> None:
    store = identity.store()
    people.add(store, CHIEF, "hanako", "鹿島 花子", "viewer")
    someone = by_account(store, "hanako")
    people.set_role(store, CHIEF, someone.id, "editor")
    people.set_role(store, CHIEF, someone.id, "editor")
    people.reset_password(store, CHIEF, someone.id)
    people.set_disabled(store, CHIEF, someone.id, disabled=True)
    people.set_disabled(store, CHIEF, someone.id, disabled=False)
    actions = ["user_add", "user_role", "password_reset", "user_disable", "user_enable"]
    assert told(store) == [(action, "hanako") for action in actions]


def test_nobody_can_be_changed_who_is_not_there(identity: Identity) -> None:
    with pytest.raises(NotPossible, match="見つかりません"):
        people.set_disabled(identity.store(), CHIEF, 4711, disabled=True)
    with pytest.raises(NotPossible, match="見つかりません"):
        by_account(identity.store(), "nobody")


def test_changing_ones_password_asks_for_the_old_one_and_for_a_good_new_one(identity: Identity) -> None:
    user = by_account(identity.store(), "admin")
    for old, new, said in (
        ("a wrong password", "an altogether new one", "現在のパスワードが違います"),
        (PASSWORD, "short", "12文字以上"),
        (PASSWORD, PASSWORD, "現在と同じ"),
        (PASSWORD, "password1234", "推測されやすい"),
    ):
        with pytest.raises(SignInRefused, match=said):
            change_password(identity, user, old, new, HOME)
    assert sign_in(identity, "admin", PASSWORD, HOME)
