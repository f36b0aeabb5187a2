"""Sessions where they are required, one-time passwords replaced first, uploads by editors only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kdx_metrics.identity.keys import COOKIE
from kdx_metrics.identity.service import Checked, Identity
from kdx_metrics.web.addresses import PARTS, READING, address_of, requested, see_other, with_next
from kdx_metrics.web.csrf import is_foreign
from kdx_metrics.web.middleware.sockets import pass_while
from kdx_metrics.web.middleware.uploads import Uploads, is_sent_upload
from kdx_metrics.web.routes.account import PASSWORD, SIGN_IN, SIGN_OUT

CLOSED = 1008  # policy violation


@dataclass(frozen=True, eq=False)
class Rules:
    """Whom to let in. `open_paths` need no session where every other byte does (`require_login`)."""

    identity: Identity
    uploads: Uploads
    require_login: bool
    open_paths: Collection[str]


class SessionGate:
    """ASGI middleware before everything that serves data, pages or files."""

    def __init__(self, app: ASGIApp, *, rules: Rules) -> None:
        self.app = app
        self.rules = rules
        self.identity = rules.identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer instead of the app, or pass on."""
        if scope["type"] == "websocket" and self.rules.require_login:
            await self._guarded_socket(scope, receive, send)
            return
        refusal = await self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None and is_sent_upload(scope):
            with self.rules.uploads.received(HTTPConnection(scope), scope["method"]):
                await self.app(scope, receive, send)
        else:
            await (self.app if refusal is None else refusal)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        request, method, path = HTTPConnection(scope), scope["method"], scope["path"]
        if is_sent_upload(scope):
            return await to_thread.run_sync(self.rules.uploads.refusal, request, method)
        if path in self.rules.open_paths:
            return None
        is_page = method in READING and not path.startswith(PARTS)
        if self.rules.require_login or (is_page and COOKIE in request.cookies):
            checked = await self._check(request, use=is_page)
            return self._answer(request, checked, is_page=is_page)
        return None

    def _answer(self, request: HTTPConnection, checked: Checked, *, is_page: bool) -> Response | None:
        path = request.url.path
        address = f"{path}?{request.url.query}" if request.url.query else path
        if checked.person is not None and checked.person.must_change and path not in {PASSWORD, SIGN_OUT}:
            if is_page:
                return see_other(with_next(PASSWORD, address))
            return _said(403, "先にパスワードを変更してください。")
        if checked.person is not None or not self.rules.require_login:
            return None
        if checked.trouble == "unavailable":
            return _said(503, "データベースに接続できないため、サインインを確かめられません。")
        if is_page:
            return see_other(with_next(SIGN_IN, address))
        return _said(401, "サインインが必要です。")

    async def _guarded_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse before the handshake, and end an open connection at the first message after its session ended."""
        connection = HTTPConnection(scope)
        if not await self._may_connect(connection):
            if is_foreign(connection.headers, self.rules.uploads.allowed_origins):
                await to_thread.run_sync(
                    self.identity.notice, "cross_site_refused", requested(connection), address_of(connection)
                )
            await WebSocketClose(CLOSED)(scope, receive, send)
            return

        async def is_signed_in(_message: Message) -> bool:
            return await self._may_connect(connection)

        await pass_while(is_signed_in, CLOSED, self.app, scope, receive, send)

    async def _may_connect(self, connection: HTTPConnection) -> bool:
        # Messages of a page's timers come this way too: whether one is use, the page itself knows.
        person = (await self._check(connection, use=False)).person
        return person is not None and not person.must_change

    async def _check(self, connection: HTTPConnection, *, use: bool) -> Checked:
        ask = partial(self.identity.check, connection.cookies, address_of(connection), use=use)
        return await to_thread.run_sync(ask)


def _said(status: int, text: str) -> Response:
    return PlainTextResponse(text, status, headers={"cache-control": "no-store"})
