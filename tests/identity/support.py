"""People, clocks and a small site around the real middleware and routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from httpx2 import Response as Answer
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor, Role
from kdx_metrics.database.audit_throttle import AuditThrottle
from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import passwords
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.people import Person, by_account
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.sessions import Lifetimes
from kdx_metrics.identity.signing_in import sign_in
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.settings import Settings
from kdx_metrics.web.html import Html
from kdx_metrics.web.identity_layer import IdentityLayer, identity_layer
from kdx_metrics.web.middleware.edge import Edge
from kdx_metrics.web.middleware.headers import SecurityHeaders
from kdx_metrics.web.public_address import PublicAddress

KEY = b"a key of the tests, thirty-two characters"
PASSWORD = "correct horse battery"
HOME = "192.0.2.10"
LIFETIMES = Lifetimes(idle=timedelta(minutes=60), whole=timedelta(hours=12))
CHIEF = Actor("管理 次郎", "admin", "192.0.2.9")


@dataclass
class Clock:
    """A wall clock and a stopwatch that a test moves."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.moment

    def ticks(self) -> float:
        return self.seconds

    def advance(self, **duration: float) -> None:
        """`advance(minutes=5)`."""
        self.moment += timedelta(**duration)
        self.seconds += timedelta(**duration).total_seconds()


def made_identity(store: Store, clock: Clock) -> Identity:
    """An identity on an open store in which `admin` has an account already, so that none is announced."""
    add(store, "admin", "admin", name="管理者")
    return Identity(
        lambda: store, KEY, LIFETIMES, now=clock.now, ticks=clock.ticks, throttle=AuditThrottle(clock.ticks)
    )


def add(store: Store, account: str, role: Role, *, name: str = "", must_change: bool = False) -> Person:
    """Somebody with PASSWORD."""
    row = {
        "account": account,
        "name": name or account.title(),
        "role": role,
        "password_hash": passwords.hashed(PASSWORD),
        "must_change": must_change,
        "created_at": datetime.now(UTC),
    }
    with store.writing() as connection:
        connection.execute(insert(person).values(row))
    return by_account(store, account)


def signed_in(identity: Identity, account: str = "admin", password: str = PASSWORD) -> dict[str, str]:
    """The cookies of a browser in which this account has just signed in."""
    return {COOKIE: signed(sign_in(identity, account, password, HOME), identity.key)}


def told(store: Store) -> list[tuple[str, str]]:
    """What the audit log says: (action, about), oldest first."""
    return [(entry.action, entry.object) for entry in reversed(audit.entries(store))]


def site(  # the whole layer around an app that stands for Streamlit's
    identity: Identity,
    *,
    require_login: bool = False,
    pages: Mapping[str, Mapping[str, str]] | None = None,
    limits: Limits | None = None,
    host: str = "http://testserver",
    settings: Mapping[str, object] | None = None,
    uploaded: Mapping[str, int] | None = None,
) -> TestClient:
    """A browser in front of the real routes and middleware.

    `pages` are open pages: session id → their cookies; `uploaded` is what they hold: session id → bytes.
    """
    layer = layer_of(
        identity, require_login=require_login, pages=pages, limits=limits, settings=settings, uploaded=uploaded
    )
    values = Settings.model_validate(settings or {})
    app = Starlette(
        routes=[*layer.routes, *STREAMLIT],
        middleware=[
            Middleware(Edge, proxies=values.trusted_proxies, public=public_of(values)),
            Middleware(SecurityHeaders),
            layer.gate,
        ],
    )
    return TestClient(app, base_url=host, follow_redirects=False, client=(HOME, 50000))


def layer_of(
    identity: Identity,
    *,
    require_login: bool = False,
    pages: Mapping[str, Mapping[str, str]] | None = None,
    limits: Limits | None = None,
    settings: Mapping[str, object] | None = None,
    uploaded: Mapping[str, int] | None = None,
) -> IdentityLayer:
    """The layer as the settings make it."""
    values = Settings.model_validate({"require_login": require_login, **(settings or {})})
    return identity_layer(
        identity,
        values,
        limits or Limits(),
        html=Html("DX戦略 進捗", ZoneInfo("Asia/Tokyo")),
        allowed_origins=(),
        cookies_of_page=(pages or {}).get,
        uploaded_bytes=lambda: uploaded or {},
        public=public_of(values),
    )


def public_of(settings: Settings) -> PublicAddress:
    """The address that the settings give."""
    return PublicAddress.of(settings.public_url, "")


def _said(text: str) -> Callable[[Request], Response]:
    return lambda _request: PlainTextResponse(text)


async def _received(request: Request) -> Response:
    return PlainTextResponse(f"received {len(await request.body())}")


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        pass


STREAMLIT = [
    Route("/", _said("page")),
    Route("/update", _said("page")),
    Route("/healthz", _said("healthy")),
    Route("/static/app.js", _said("script")),
    Route("/media/figure.png", _said("picture")),
    Route("/_stcore/health", _said("ok")),
    Route("/_stcore/upload_file/{page}/{file}", _received, methods=["PUT", "POST", "DELETE"]),
    WebSocketRoute("/_stcore/stream", _echo),
]


def code_in(text: str) -> str:
    """The form code of a page."""
    match = re.search(r'name="code" value="([0-9a-f]{64})"', text)
    assert match, text
    return match.group(1)


def submit(browser: TestClient, path: str, *, page: str = "", **fields: str) -> Answer:
    """Open `page` (or `path`) as a browser does and send its form."""
    code = code_in(browser.get(page or path).text)
    return browser.post(path, data={"code": code, **fields})
