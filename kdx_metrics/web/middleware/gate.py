"""What may not pass: unknown addresses, Streamlit's agent API, and requests that other sites' pages send."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kdx_metrics.web.forms import address_of, asked_for, has_foreign_origin

# What Streamlit's own front end asks for. Its sign-in routes, metrics and the app-static folder are not in use.
SERVER_PREFIXES = ("/_stcore/", "/static/", "/media/", "/component/")
AGENT_PREFIX = "/_stcore/agent/"


READING = ("GET", "HEAD")

# Writes a line to the audit log: action, what it was about, the visitor's address.
Notice = Callable[[str, str, str], None]


class Gate:
    """ASGI middleware that refuses what no page of ours asks for, and tells the audit log.

    `paths` are the addresses that exist besides the server's own prefixes. `allowed_origins` are further origins
    (`https://dx.example.jp`) whose pages may connect: those of a reverse proxy that does not pass the Host on.
    """

    def __init__(
        self, app: ASGIApp, *, paths: Collection[str], allowed_origins: Collection[str], title: str, notice: Notice
    ) -> None:
        self.app = app
        self.paths = frozenset(paths)
        self.allowed_origins = frozenset(allowed_origins)
        self.title = title
        self.notice = notice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403 or 404, or pass on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal, action = self._refusal(connection)
        if action:
            await to_thread.run_sync(self.notice, action, asked_for(connection), address_of(connection))
        await (self.app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> tuple[Response | None, str]:
        """The answer in place of the app's, and its action in the audit log; "" where it is not worth a line."""
        # Asked with a foreign origin, Streamlit would look up this machine's public address on the internet.
        if has_foreign_origin(connection.headers, self.allowed_origins):
            return _page(403, self.title, "ほかのサイトからの接続は受け付けていません。"), "cross_site_refused"
        path = connection.scope["path"]
        is_forbidden = path.startswith(AGENT_PREFIX)
        if not is_forbidden and self._exists(path):
            return None, ""
        # Anybody mistypes an address, and browsers ask for icons by themselves: only what could do something counts.
        is_looking = connection.scope["type"] == "http" and connection.scope["method"] in READING
        answer = _page(
            404, self.title, "お探しのページは見つかりませんでした。", "アドレスに誤りがないかご確認ください。"
        )
        return answer, "address_refused" if is_forbidden or not is_looking else ""

    def _exists(self, path: str) -> bool:
        """Whether someone answers; Streamlit itself sends a page's address with a / at its end to that without."""
        return path.startswith(SERVER_PREFIXES) or (path.rstrip("/") or "/") in self.paths


def _page(status: int, title: str, *lines: str) -> HTMLResponse:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="/favicon.png"><title>{escape(lines[0])} | {escape(title)}</title></head>'
        f'<body style="font: 18px/1.8 sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em; color: #1a1a1a">'
        f'<h1 style="font-size: 24px">{escape(title)}</h1>{paragraphs}'
        f'<p><a href="/" style="color: #0017c1">全体概況へ戻る</a></p></body></html>',
        status_code=status,
        headers={"cache-control": "no-store"},
    )
