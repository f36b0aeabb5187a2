"""Forms of the pages outside Streamlit: shown with a code, and read where they bring it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kdx_metrics.identity.service import Identity
from kdx_metrics.web.csrf import form_code, form_token, is_foreign, is_genuine, keep_form_token
from kdx_metrics.web.html import Html

LONGEST_FORM = 16 * 1024  # bytes
MOST_FIELDS = 20
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
    """Shows pages and reads their forms. `allowed_origins` are those of a proxy that does not pass the Host on."""

    identity: Identity
    html: Html
    allowed_origins: Collection[str] = ()

    def page(self, request: Request, template: str, heading: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401  # whatever the template shows
        """A page for this browser; its forms carry a code that is worth nothing in another."""
        token = form_token(request)
        context["code"] = form_code(self.identity, request, token)
        response = self.html.page(template, heading, status, **context)
        keep_form_token(response, request, token)
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
        if not is_genuine(self.identity, request, fields.pop("code", "")):
            raise FormRefused(403, EXPIRED)
        return fields


def given(fields: Mapping[str, str], *names: str) -> list[str]:
    """The fields of these names, "" for one that was not sent."""
    return [fields.get(name, "") for name in names]
