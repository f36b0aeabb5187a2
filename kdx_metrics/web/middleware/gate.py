"""Refusal of addresses that no page of ours asks for, and of requests that other sites' pages send."""

from __future__ import annotations

from collections.abc import Callable, Collection

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kdx_metrics.web.addresses import READING, address_of, requested
from kdx_metrics.web.csrf import has_foreign_origin
from kdx_metrics.web.html import Html

# Addresses of Streamlit that its front end asks for on our pages. The rest of what it serves does not exist here: its
# metrics, agent API, sign-in, components and static files of an app.
CALLS = frozenset({"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"})
FILES = ("/_stcore/upload_file/", "/static/", "/media/")
INTERNAL = "/_stcore/"  # nobody comes here by mistyping

BACK = [("/", "全体概況へ戻る")]

FOREIGN = "ほかのサイトからの接続は受け付けていません。"
NOT_FOUND = "お探しのページは見つかりませんでした。"
CHECK_ADDRESS = "アドレスに誤りがないかご確認ください。"

# Writes a line to the audit log: action, what it was about, the visitor's address.
Notice = Callable[[str, str, str], None]


class Gate:
    """ASGI middleware that refuses what no page of ours asks for, and tells the audit log.

    `paths` are the addresses that exist besides CALLS and FILES. `allowed_origins` are further origins
    (`https://dx.example.jp`) whose pages may connect: those of a reverse proxy that does not pass the Host on.
    """

    def __init__(
        self, app: ASGIApp, *, paths: Collection[str], allowed_origins: Collection[str], html: Html, notice: Notice
    ) -> None:
        self.app = app
        self.paths = frozenset(paths)
        self.allowed_origins = frozenset(allowed_origins)
        self.html = html
        self.notice = notice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403 or 404, or pass on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal, action = self._refusal(connection)
        if action:
            await to_thread.run_sync(self.notice, action, requested(connection), address_of(connection))
        await (self.app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> tuple[Response | None, str]:
        """The answer in place of the app's, and its action in the audit log; "" where it is not worth a line."""
        # Asked with a foreign origin, Streamlit would look up this machine's public address on the internet.
        if has_foreign_origin(connection.headers, self.allowed_origins):
            return self._answer(connection, 403, FOREIGN), "cross_site_refused"
        path = connection.scope["path"]
        if self._exists(path):
            return None, ""
        # Anybody mistypes an address, and browsers ask for icons by themselves: only what could do something counts.
        is_looking = connection.scope["type"] == "http" and connection.scope["method"] in READING
        answer = self._answer(connection, 404, NOT_FOUND, CHECK_ADDRESS)
        return answer, "address_refused" if path.startswith(INTERNAL) or not is_looking else ""

    def _exists(self, path: str) -> bool:
        """True if someone answers; Streamlit itself sends a page's address with a / at its end to that without."""
        return path in CALLS or path.startswith(FILES) or (path.rstrip("/") or "/") in self.paths

    def _answer(self, connection: HTTPConnection, status: int, heading: str, message: str = "") -> Response:
        """A page for a reader; one line for a script, as Streamlit's own that asks under each page's address first."""
        if "text/html" in connection.headers.get("accept", "text/html"):
            return self.html.page("message.html", heading, status, message=message, links=BACK)
        return PlainTextResponse(heading, status, headers={"cache-control": "no-store"})
