"""Requests that other sites' pages send: told by Origin and Sec-Fetch-Site, and by a code in every form.

Browsers name the sender, but send no Sec-Fetch-Site over plain HTTP, and an Origin can be lost on the way. Only the
code ties a form to the session for which it was shown: a tab that one person left open does nothing in the name of the
next.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from kdx_metrics.identity.keys import code
from kdx_metrics.identity.service import Identity

COOKIE = "kdx_form"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_foreign(headers: Headers, allowed_origins: Collection[str]) -> bool:
    """True if another site's page sent this request, as far as the browser says."""
    site = headers.get("sec-fetch-site", "none")
    return site not in {"same-origin", "none"} or has_foreign_origin(headers, allowed_origins)


def has_foreign_origin(headers: Headers, allowed_origins: Collection[str]) -> bool:
    """True if the browser names another site's page as the sender; a link from another site has no origin."""
    origin = headers.get("origin")
    if origin is None or origin in allowed_origins:
        return False
    try:
        return urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no address at all
        return True


def form_token(request: Request) -> str:
    """The browser's token for forms, made where it has none yet."""
    token = request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else secrets.token_urlsafe(32)


def keep_form_token(response: Response, request: Request, token: str) -> None:
    """Give the browser its token, unless it has it."""
    if request.cookies.get(COOKIE) != token:
        response.set_cookie(COOKIE, token, httponly=True, samesite="lax")


def form_code(identity: Identity, request: Request, token: str) -> str:
    """The code of a form, bound to the browser and to its session: signing in or out makes older forms worthless."""
    return code(identity.key, "form", token, identity.token(request.cookies) or "")


def is_genuine(identity: Identity, request: Request, given: str) -> bool:
    """True if the code of a form is the one that this browser was given in this session."""
    token = request.cookies.get(COOKIE, "")
    expected = form_code(identity, request, token)
    return TOKEN.fullmatch(token) is not None and hmac.compare_digest(given.encode(), expected.encode())
