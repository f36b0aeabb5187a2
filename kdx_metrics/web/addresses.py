"""Addresses: of a request's sender, of what it asks for, and of the page that comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

# Parts of a page: whoever asks for one is no person, and a redirect would bring HTML where a script is expected.
PARTS = ("/_stcore/", "/static/", "/media/", "/component/")
READING = ("GET", "HEAD")
LONGEST = 200  # of an address in the audit log


@dataclass
class _Base:
    """Path under which the dashboard is published."""

    path: str = ""


_BASE = _Base()


def publish_under(base: str) -> None:
    """Say once, at the start, under which path the dashboard is published: "/dx", or "" at the root."""
    _BASE.path = base


def url_of(address: str) -> str:
    """An address of ours (`/sign-in`) as a browser is to ask for it, for links and forms.

    Redirects and cookies go without: the outermost middleware sees to them.
    """
    return f"{_BASE.path}{address}"


def address_of(connection: HTTPConnection) -> str:
    """The visitor's IP address."""
    return connection.client.host if connection.client else ""


def requested(connection: HTTPConnection) -> str:
    """The requested address as the audit log keeps it: percent-encoded, so that no sign in it does harm, and short."""
    return quote(connection.scope["path"])[:LONGEST]


def safe_next(address: str) -> str:
    r"""The next page, if it is one of this site; the first page otherwise.

    Browsers take `//host` and `/\\host` for another site, and leave tabs and line breaks out before looking.
    """
    if not re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", address) or address.startswith(("/sign-", "/auth/")):
        return "/"
    return address


def with_next(address: str, next_address: str) -> str:
    """The address of one of our pages that leads on to `next_address`."""
    # It holds printable ASCII only: what would end a value inside a query is quoted once more.
    value = safe_next(next_address).replace("%", "%25").replace("&", "%26").replace("#", "%23").replace("+", "%2B")
    return f"{address}?next={value}"


def see_other(address: str) -> RedirectResponse:
    """A redirect that makes the browser GET the page."""
    return RedirectResponse(address, 303, headers={"cache-control": "no-store"})
