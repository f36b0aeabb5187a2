"""The cookies of a session and of a known browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kdx_metrics.identity import devices
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.service import Identity
from kdx_metrics.web.addresses import is_secure


def keep_session(response: Response, request: Request, identity: Identity, token: str) -> None:
    """Give the browser the cookie of a new session. It ends with the browser, or when the store says so."""
    response.set_cookie(COOKIE, signed(token, identity.key), httponly=True, samesite="lax", secure=is_secure(request))


def keep_device(response: Response, request: Request, account: str, key: bytes) -> None:
    """Make the browser known for the next time that somebody signs in there with this account."""
    response.set_cookie(
        devices.cookie_name(account),
        devices.new_cookie(account, key),
        max_age=int(devices.LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def drop_session(response: Response, request: Request) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=is_secure(request))
