"""The pages outside Streamlit: rendering with a strict policy, and forms that no other site can send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kdx_metrics.database.actors import ROLE_WORDS
from kdx_metrics.identity.keys import COOKIE, code, signed
from kdx_metrics.identity.service import Identity

TEMPLATES = Path(__file__).parent / "templates"
CSS = (TEMPLATES / "account.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    + "'"
)
FORM_COOKIE = "kdx_form"
FORM_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_FORM = 16 * 1024  # bytes
MOST_FIELDS = 20
LONGEST_ADDRESS = 200  # of an address in the audit log
FORM_TYPE = "application/x-www-form-urlencoded"
EXPIRED = "画面を開いてから時間がたったため、受け付けられませんでした。もう一度入力してください。"
FOREIGN = "ほかのサイトから送られた操作は受け付けていません。"


class FormRefused(Exception):
    """A form that is not taken: HTTP status and Japanese reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, eq=False)
class Forms:
    """Renders pages and reads their forms. `allowed_origins` are those of a proxy that does not pass the Host on."""

    identity: Identity
    title: str
    zone: ZoneInfo
    allowed_origins: Collection[str] = ()

    def page(self, request: Request, template: str, heading: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401  # whatever the template shows
        """A page for this browser; its forms carry a code that is worth nothing in another."""
        token = request.cookies.get(FORM_COOKIE, "")
        known = FORM_TOKEN.fullmatch(token) is not None
        if not known:
            token = secrets.token_urlsafe(32)
        body = ENVIRONMENT.get_template(template).render(
            {"error": "", "message": "", "title": self.title, "heading": heading, "roles": ROLE_WORDS} | context,
            code=self._code(request, token),
            when=self._when,
        )
        response = HTMLResponse(body, status, headers={"cache-control": "no-store", "content-security-policy": POLICY})
        if not known:
            response.set_cookie(FORM_COOKIE, token, httponly=True, samesite="lax", secure=is_secure(request))
        return response

    async def read(self, request: Request) -> dict[str, str]:
        """The fields of a form that one of our own pages sent. Raises FormRefused."""
        if is_foreign(request.headers, self.allowed_origins):
            raise FormRefused(403, FOREIGN)
        if request.headers.get("content-type", "").split(";")[0].strip() != FORM_TYPE:
            raise FormRefused(415, "この形式では受け付けられません。")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                raise FormRefused(413, "送られた内容が長すぎます。")
        try:
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
        except ValueError as error:
            raise FormRefused(400, "送られた内容を読み取れませんでした。") from error
        token = request.cookies.get(FORM_COOKIE, "")
        expected = self._code(request, token)
        given = fields.pop("code", "").encode()
        if not FORM_TOKEN.fullmatch(token) or not hmac.compare_digest(given, expected.encode()):
            raise FormRefused(403, EXPIRED)
        return fields

    def _code(self, request: Request, token: str) -> str:
        """Bound to the browser and to its session: signing in or out makes older forms worthless."""
        return code(self.identity.key, "form", token, self.identity.token(request.cookies) or "")

    def _when(self, moment: datetime | None) -> str:
        return "まだありません" if moment is None else f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"


def is_foreign(headers: Headers, allowed_origins: Collection[str]) -> bool:
    """Whether another site's page sent this request, as far as the browser says."""
    fetched = headers.get("sec-fetch-site", "none")
    return fetched not in {"same-origin", "none"} or has_foreign_origin(headers, allowed_origins)


def has_foreign_origin(headers: Headers, allowed_origins: Collection[str]) -> bool:
    """Whether the browser names another site's page as the sender; a link from another site has no origin."""
    origin = headers.get("origin")
    if origin is None or origin in allowed_origins:
        return False
    try:
        return urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no address at all
        return True


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser's end of the connection is encrypted, also where a trusted proxy does that."""
    return connection.url.scheme in {"https", "wss"}


def address_of(connection: HTTPConnection) -> str:
    """The visitor's IP address."""
    return connection.client.host if connection.client else ""


def asked_for(connection: HTTPConnection) -> str:
    """The address asked for, as the audit log keeps it: percent-encoded, so that no sign in it does harm, and short."""
    return quote(connection.scope["path"])[:LONGEST_ADDRESS]


def safe_next(wanted: str) -> str:
    r"""The page to go on to, if it is one of this site; the first page otherwise.

    Browsers take `//host` and `/\\host` for another site, and leave tabs and line breaks out before looking.
    """
    if not re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", wanted) or wanted.startswith(("/sign-", "/auth/")):
        return "/"
    return wanted


def by_way_of(place: str, wanted: str) -> str:
    """The address of one of our pages from which a reader goes on to the page they wanted."""
    # `wanted` holds printable ASCII only: what would end a value inside a query is quoted once more.
    value = safe_next(wanted).replace("%", "%25").replace("&", "%26").replace("#", "%23").replace("+", "%2B")
    return f"{place}?next={value}"


def go_on(location: str) -> RedirectResponse:
    """A redirect that makes the browser GET the page."""
    return RedirectResponse(location, 303, headers={"cache-control": "no-store"})


def keep_session(response: Response, request: Request, identity: Identity, token: str) -> None:
    """Give the browser the cookie of a new session. It ends with the browser, or when the store says so."""
    response.set_cookie(COOKIE, signed(token, identity.key), httponly=True, samesite="lax", secure=is_secure(request))


def drop_session(response: Response, request: Request) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=is_secure(request))


def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.trim_blocks = True
    made.globals["css"] = Markup(CSS)  # noqa: S704  # our own file, and its hash is in the policy
    return made


ENVIRONMENT = _environment()


def given(fields: Mapping[str, str], *names: str) -> list[str]:
    """The fields of these names, "" for one that was not sent."""
    return [fields.get(name, "") for name in names]
