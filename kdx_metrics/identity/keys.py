"""The key that signs cookies and forms: from KDX_SECRET_KEY, else a file in var/ made at the first start."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import structlog
from itsdangerous import BadSignature, Signer

from kdx_metrics.settings import Settings, SettingsError

FILE_NAME = "secret.key"
SHORTEST = 32
COOKIE = "kdx_session"


def secret_key(settings: Settings, folder: Path) -> bytes:
    """The key of this installation. Raises SettingsError for one that is too short to be one.

    Where `folder` cannot be written, a key for this process only: then a restart signs everybody out.
    """
    if settings.secret_key is not None:
        key = settings.secret_key.get_secret_value()
        if len(key) < SHORTEST:
            raise SettingsError(f"設定 KDX_SECRET_KEY は{SHORTEST}文字以上にしてください。")
        return key.encode()
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _from_file(path)
    except OSError as error:
        structlog.stdlib.get_logger(__name__).warning("secret_key_not_kept", file=FILE_NAME, reason=error.strerror)
        return secrets.token_bytes(SHORTEST)


def _from_file(path: Path) -> bytes:
    """Read the key; the first of several processes makes it, whole and under its name in one step."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.") as draft:  # owner only
            draft.write(secrets.token_urlsafe(SHORTEST))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)  # unlike a rename it never replaces the key of another process
    return path.read_text(encoding="ascii").strip().encode()


def signed(token: str, key: bytes) -> str:
    """A session's token as the cookie holds it."""
    return _signer(key).sign(token).decode()


def unsigned(value: str, key: bytes) -> str | None:
    """The token inside a cookie, or None when we did not write it."""
    try:
        return _signer(key).unsign(value).decode()
    except (BadSignature, UnicodeError):
        return None


def code(key: bytes, purpose: str, *parts: str) -> str:
    """A code that only the holder of the key can write, over parts that hold no line break."""
    return hmac.new(key, "\n".join((purpose, *parts)).encode(), hashlib.sha256).hexdigest()


def _signer(key: bytes) -> Signer:
    return Signer(key, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha256)
