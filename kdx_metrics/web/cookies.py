"""The cookies of a session and of a known browser; names over https, path and Secure are the edge's."""

from __future__ import annotations

from starlette.responses import Response

from kdx_metrics.identity import devices
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.service import Identity


def keep_session(response: Response, identity: Identity, token: str) -> None:
    """Give the browser the cookie of a new session. It ends with the browser, or when the store says so."""
    response.set_cookie(COOKIE, signed(token, identity.key), httponly=True, samesite="lax")


def keep_device(response: Response, account: str, key: bytes) -> None:
    """Make the browser known for the next time that somebody signs in there with this account."""
    response.set_cookie(
        devices.cookie_name(account),
        devices.new_cookie(account, key),
        max_age=int(devices.LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
    )


def drop_session(response: Response) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
