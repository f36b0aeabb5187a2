"""The outermost middleware: the visitor's address, the scheme, cookies and the path, decided once for all inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

import uvicorn.config
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kdx_metrics.web.middleware.edge_cookies import Cookies
from kdx_metrics.web.middleware.headers import SecurityHeaders
from kdx_metrics.web.public_address import PublicAddress

ANSWERS = {"http.response.start", "websocket.accept", "websocket.http.response.start"}
NOT_HERE = "お探しのページは見つかりませんでした。ダッシュボードは {base}/ にあります。"


class Edge:
    """ASGI middleware within which the dashboard is at the root, visited by browsers themselves.

    X-Forwarded-For and -Proto are believed of the named `proxies` and of nobody else. On a socket for IPv4 and IPv6
    alike, 127.0.0.1 is called ::ffff:127.0.0.1: inside, and among the proxies, there is one name for it. Who comes to
    the host of an https `public` address came over https, whatever the last proxy says.

    The path of the public address is taken off what is asked and put before where an answer leads. `at_root_too` are
    addresses that answer without it as well.
    """

    def __init__(
        self, app: ASGIApp, proxies: Collection[str], public: PublicAddress, at_root_too: Collection[str] = ()
    ) -> None:
        self.app = app
        self.public = public
        self.at_root_too = frozenset(at_root_too)
        self.believing = ProxyHeadersMiddleware(self._decided, [unmapped(proxy) for proxy in proxies])  # type: ignore[arg-type]  # uvicorn types messages more narrowly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on as decided, or answer what lies outside the public address."""
        if scope["type"] in {"http", "websocket"}:
            await self.believing(_renamed(scope), receive, send)  # type: ignore[arg-type]  # likewise
        else:
            await self.app(scope, receive, send)

    async def _decided(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = _renamed(scope)
        if self.public.is_secure and Headers(scope=scope).get("host") == self.public.host:
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        path = self._path_inside(scope["path"])
        if path is None:
            await self._outside(scope, receive, send)
            return
        cookies = Cookies(secure=scope["scheme"] in {"https", "wss"}, base=self.public.base)
        inside = {**scope, "path": path, "headers": cookies.received(scope["headers"])}

        async def send_outside(message: Message) -> None:
            if message["type"] in ANSWERS:
                headers = MutableHeaders(raw=cookies.sent(message.get("headers", [])))
                leads_to = headers.get("location", "")
                if leads_to.startswith("/") and not leads_to.startswith("//"):
                    headers["location"] = self.public.base + leads_to
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(inside, receive, send_outside)

    def _path_inside(self, path: str) -> str | None:
        """The path as the dashboard knows it, None outside of it."""
        base = self.public.base
        if path.startswith(f"{base}/"):
            return path[len(base) :]
        return path if path in self.at_root_too else None

    async def _outside(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = self.public.base
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        answer: Response = PlainTextResponse(NOT_HERE.format(base=base), 404, headers={"cache-control": "no-store"})
        if scope["path"] in {"/", base}:
            answer = RedirectResponse(f"{base}/", 307, headers={"cache-control": "no-store"})
        await SecurityHeaders(answer)(scope, receive, send)


def unmapped(address: str) -> str:
    """An IPv4 address that was written as an IPv6 one in its own form; any other text as it is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return address if mapped is None else str(mapped)


def be_the_only_one() -> None:
    """Keep uvicorn from believing X-Forwarded-… of this machine: `streamlit run` has no switch for that."""

    def as_it_came(app: ASGIApp, trusted_hosts: object) -> ASGIApp:  # noqa: ARG001  # called by uvicorn
        return app

    uvicorn.config.ProxyHeadersMiddleware = as_it_came  # type: ignore[assignment,attr-defined]  # uvicorn looks it up there


def _renamed(scope: Scope) -> Scope:
    client = scope.get("client")
    return {**scope, "client": (unmapped(client[0]), *client[1:])} if client else {**scope}
