"""Rules for new passwords, their argon2id hashes, and a check that takes as long for unknown accounts."""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256  # hashing a megabyte would keep the server busy
DISTINCT_AT_LEAST = 5
# The commonest leaked passwords of at least SHORTEST characters, and those that suggest themselves here.
# fmt: off
COMMONEST = frozenset((
    "123456789012", "1234567890123", "12345678901234", "123456789123", "1234567890qwerty", "123123123123",
    "1q2w3e4r5t6y", "1qaz2wsx3edc", "1qazxsw23edc", "qwertyuiop123", "qwertyuiop12", "qwertyuiopas", "qwerty123456",
    "qwerty1234567", "qwertyqwerty", "qazwsxedcrfv", "password1234", "password12345", "password123456",
    "password2023", "password2024", "password2025", "password2026", "passwordpassword", "p@ssw0rd1234",
    "p@ssword1234", "passw0rd1234", "administrator", "administrator1", "admin1234567", "admin12345678",
    "adminadminadmin", "abcdefghijkl", "abcdefghijklm", "abcd12345678", "abc123456789", "abcdef123456",
    "iloveyou1234", "letmein12345", "welcome12345", "changeme1234", "changemechangeme", "kashima12345",
    "kashima-city", "kashimacity1", "kashima-dx-dashboard", "dashboard123", "kashimakashima", "ibaraki12345",
    "sakura123456", "nihonnihonnihon",
))
# fmt: on

# The library's defaults are RFC 9106's second recommended set (64 MiB, 3 passes, 4 lanes).
HASHER = PasswordHasher()


def fault(password: str, account: str) -> str:
    """Reason to refuse a new password, as a Japanese sentence; "" for a good one."""
    plain = _normal(password)
    folded = plain.casefold()
    if len(plain) < SHORTEST:
        return f"パスワードは{SHORTEST}文字以上にしてください。"
    if len(plain) > LONGEST:
        return f"パスワードは{LONGEST}文字以内にしてください。"
    if not folded.replace(account.casefold(), ""):
        return "アカウント名をパスワードにすることはできません。"
    if folded in COMMONEST or len(set(folded)) < DISTINCT_AT_LEAST:
        return "よく使われる、または推測されやすいパスワードです。別のパスワードにしてください。"
    return ""


def hashed(password: str) -> str:
    """Hash of the password, with parameters and salt inside."""
    return HASHER.hash(_normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Check the password against the stored hash; without a hash the answer is no and takes as long."""
    try:
        HASHER.verify(stored or _dummy_hash(), _normal(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """True for a hash made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def one_time() -> str:
    """Random password of 100 bits for the first sign-in, without letters that look alike."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(5)) for _ in range(4))


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def warm_up() -> None:
    """Precompute the dummy hash, so that an unknown account takes as long to refuse as a known one."""
    _dummy_hash()


def _normal(password: str) -> str:
    """Password in NFKC (NIST SP 800-63B), since a Japanese keyboard may give full-width letters."""
    return unicodedata.normalize("NFKC", password)
