"""The outermost middleware: the visitor's address and the scheme, decided once for everything inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

import uvicorn.config
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class Edge:
    """ASGI middleware that believes X-Forwarded-For and -Proto of the named `proxies` and of nobody else.

    On a socket for IPv4 and IPv6 alike, 127.0.0.1 is called ::ffff:127.0.0.1: inside, and among the proxies, there is
    one name for it.
    """

    def __init__(self, app: ASGIApp, proxies: Collection[str]) -> None:
        self.app = app
        self.believing = ProxyHeadersMiddleware(self._pass_on, [unmapped(proxy) for proxy in proxies])  # type: ignore[arg-type]  # uvicorn types messages more narrowly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the client and the scheme that count."""
        await self.believing(_renamed(scope), receive, send)  # type: ignore[arg-type]  # likewise

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(_renamed(scope), receive, send)


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
    return {**scope, "client": (unmapped(client[0]), *client[1:])} if client else scope
