"""Key that signs cookies and forms, taken from KDX_SECRET_KEY or from a file made at the first start."""

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
    """Key of this installation. Raises SettingsError for a key that is too short.

    Where `folder` cannot be written, the key is this process's own and a restart signs everybody out.
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
    """Read the key. The first of several processes makes the file, complete before it gets its name."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.") as draft:  # owner only
            draft.write(secrets.token_urlsafe(SHORTEST))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)  # unlike a rename, a link never replaces the key of another process
    return path.read_text(encoding="ascii").strip().encode()


def signed(token: str, key: bytes) -> str:
    """Token of a session, signed for the cookie."""
    return _signer(key).sign(token).decode()


def unsigned(value: str, key: bytes) -> str | None:
    """Token in a cookie, or None where the signature is not ours."""
    try:
        return _signer(key).unsign(value).decode()
    except (BadSignature, UnicodeError):
        return None


def code(key: bytes, purpose: str, *parts: str) -> str:
    """Message authentication code over `parts`, which hold no line break."""
    return hmac.new(key, "\n".join((purpose, *parts)).encode(), hashlib.sha256).hexdigest()


def _signer(key: bytes) -> Signer:
    return Signer(key, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha256)
