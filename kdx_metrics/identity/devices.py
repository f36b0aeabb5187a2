"""Known browsers, marked by a signed cookie per account that has signed in there (OWASP's device cookies).

The cookie opens nothing. Its holder's failed attempts are counted apart from those of unknown browsers.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from itsdangerous import BadSignature, TimestampSigner

COOKIE = "kdx_device"
LIFETIME = timedelta(days=180)
ID_BYTES = 16


def cookie_name(account: str) -> str:
    """Name of the account's cookie: one per account, since colleagues share computers."""
    return f"{COOKIE}_{_digest(account)[:16]}"


def new_cookie(account: str, key: bytes) -> str:
    """Value of the cookie for a browser in which the account has just signed in."""
    return _signer(key).sign(f"{_digest(account)}.{secrets.token_hex(ID_BYTES)}").decode()


def device_of(cookies: Mapping[str, str], account: str, key: bytes) -> str | None:
    """Id of this browser for this account, None for an unknown browser."""
    try:
        value = _signer(key).unsign(cookies.get(cookie_name(account), ""), max_age=int(LIFETIME.total_seconds()))
        owner, _, device = value.decode().partition(".")
    except (BadSignature, UnicodeError):
        return None
    return device if owner == _digest(account) else None


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()


def _signer(key: bytes) -> TimestampSigner:
    return TimestampSigner(key, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha256)
