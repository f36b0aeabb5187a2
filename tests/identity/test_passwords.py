from __future__ import annotations

from typing import Literal

import pytest
from argon2 import PasswordHasher

from kdx_metrics.identity import passwords


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12文字以上"),
        ("elevenchars", "12文字以上"),
        ("password1234", "推測されやすい"),
        ("PassWord1234", "推測されやすい"),
        ("aaaaaaaaaaaaaaaa", "推測されやすい"),
        ("hanako.kashima", "アカウント名"),
        ("Hanako.Kashima", "アカウント名"),
        ("x" * 257, "256文字以内"),
    ],
)
def test_a_password_that_is_short_common_or_the_account_is_refused_in_words(password: str, said: str) -> None:
    assert said in passwords.fault(password, "hanako.kashima")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "潮来の伊太郎ちょっと見なれば", "kx7!pq2mzzw9", "      three words here"]
)
def test_any_other_long_password_is_taken_without_rules_on_its_letters(password: str) -> None:
    assert passwords.fault(password, "hanako") == ""


def test_only_the_password_itself_matches_its_hash() -> None:
    kept = passwords.hashed("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert passwords.matches("correct horse battery", kept)
    assert not passwords.matches("correct horse batterx", kept)
    assert not passwords.matches("", kept)


def test_full_width_letters_of_a_japanese_keyboard_are_the_same_password() -> None:
    assert passwords.matches("correct horse 12", passwords.hashed("correct horse 12"))


def test_nothing_matches_an_account_without_a_password() -> None:
    assert not passwords.matches("correct horse battery", None)
    assert not passwords.matches("correct horse battery", "no hash at all")


def test_a_name_nobody_has_costs_a_whole_verification_too(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  # argon2's name
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Watched(time_cost=1, memory_cost=8, parallelism=1))
    kept = passwords.hashed("correct horse battery")
    passwords.matches("guess", kept)
    passwords.matches("guess", None)
    same_parameters = [hash_.rsplit("$", 2)[0] for hash_ in verified]
    assert same_parameters == ["$argon2id$v=19$m=8,t=1,p=1"] * 2


def test_the_parameters_are_those_of_rfc_9106_for_little_memory() -> None:
    library = PasswordHasher()
    assert (library.memory_cost, library.time_cost, library.parallelism) == (64 * 1024, 3, 4)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert not passwords.is_outdated(passwords.hashed("correct horse battery"))
    assert passwords.is_outdated(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("x"))


def test_one_time_passwords_differ_and_would_be_taken_as_passwords() -> None:
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    assert {passwords.fault(password, "admin") for password in made} == {""}
