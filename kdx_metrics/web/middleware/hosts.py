"""Host names that answer: a foreign name that leads here is a foreign site's (DNS rebinding).

A page of a foreign site whose own name is made to lead to this machine would read the dashboard from within the
office's network. Nobody outside can do that with an address in digits, with a name without a dot or with this machine's
own; any other name is one that the operator must have said.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kdx_metrics.web.addresses import address_of, requested
from kdx_metrics.web.html import Html
from kdx_metrics.web.middleware.gate import Notice
from kdx_metrics.web.public_address import PublicAddress

HEADING = "このアドレスでは表示できません。"
HOW_TO_MEND = (
    "「{host}」は、このダッシュボードのアドレスとして登録されていません。お知らせされたアドレスで開いてください。"
    "管理者の方へ: この名前で公開するには、設定 KDX_PUBLIC_URL に利用者が開くアドレス(例 {example})を指定してください。"
)
LONGEST = 100  # of a name on screen
POLICY_VIOLATION = 1008


class Hosts:
    """ASGI middleware that refuses requests and WebSockets to unknown host names, and tells the audit log."""

    def __init__(self, app: ASGIApp, *, public: PublicAddress, html: Html, notice: Notice) -> None:
        self.app = app
        self.html = html
        self.notice = notice
        self.own = {_name(public.host), socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403, or pass on."""
        # Without a Host it is no browser: HTTP/1.0 of a load balancer.
        host = Headers(scope=scope).get("host") if scope["type"] in {"http", "websocket"} else None
        if host is None or self._answers(_name(host)):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        await to_thread.run_sync(self.notice, "cross_site_refused", requested(connection), address_of(connection))
        if scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            shown = host[:LONGEST]
            text = HOW_TO_MEND.format(host=shown, example=f"{connection.url.scheme}://{shown}")
            await self.html.page("message.html", HEADING, 403, message=text, links=[])(scope, receive, send)

    def _answers(self, name: str | None) -> bool:
        if not name:
            return False
        return name in self.own or "." not in name or name.endswith(".localhost") or _is_address(name)


def _name(host: str) -> str | None:
    """The name in a Host header, in small letters; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    if parts.netloc != host or "@" in host:
        return None
    return (parts.hostname or "").rstrip(".") or None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
