"""/auth/oidc and /auth/callback: over to the OIDC provider and back, ending in the same kind of session."""

from __future__ import annotations

import hashlib
from typing import Any

import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import StarletteOAuth2App
from httpx2 import HTTPError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.identity import oidc
from kdx_metrics.identity.oidc import Groups
from kdx_metrics.identity.signing_in import SignInRefused
from kdx_metrics.web.addresses import address_of, safe_next, see_other, url_of
from kdx_metrics.web.cookies import keep_session
from kdx_metrics.web.forms import Forms
from kdx_metrics.web.routes.account import in_thread, refusing

START = "/auth/oidc"
CALLBACK = "/auth/callback"
PATHS = (START, CALLBACK)
HEADING = "共通アカウントでのサインイン"
UNREACHABLE = "認証サーバーに接続できませんでした。しばらくしてからもう一度お試しください。"
FAILED = "サインインを完了できませんでした。もう一度サインインをお試しください。"
STATE_COOKIE = "kdx_oidc"
STATE_SECONDS = 600  # from leaving for the provider to coming back


def oidc_routes(forms: Forms, client: StarletteOAuth2App, groups: Groups, origin: str = "") -> list[Route]:
    """The two routes of a provider, which sends browsers back to `origin`; "" is the host that they came to."""
    routes = OidcRoutes(forms, client, groups, origin)
    return [
        Route(START, refusing(forms, routes.leave), methods=["GET"]),
        Route(CALLBACK, refusing(forms, routes.come_back), methods=["GET"]),
    ]


class OidcRoutes:
    """The handlers. What has to be known on coming back travels in a signed cookie of ten minutes."""

    def __init__(self, forms: Forms, client: StarletteOAuth2App, groups: Groups, origin: str) -> None:
        self.forms = forms
        self.client = client
        self.groups = groups
        self.origin = origin
        self.serializer = URLSafeTimedSerializer(
            forms.identity.key, salt=STATE_COOKIE, signer_kwargs={"digest_method": hashlib.sha256}
        )

    async def leave(self, request: Request) -> Response:
        """Send the browser to the provider, with state, nonce and the challenge of PKCE."""
        state: dict[str, Any] = {"next": safe_next(request.query_params.get("next", "/"))}
        origin = self.origin or str(request.url.replace(path="", query=""))
        try:
            response: Response = await self.client.authorize_redirect(_with(request, state), origin + url_of(CALLBACK))
        except (HTTPError, ValueError, KeyError) as error:
            return self._unreachable(request, error)
        response.set_cookie(
            STATE_COOKIE,
            self.serializer.dumps(state),
            max_age=STATE_SECONDS,
            httponly=True,
            samesite="lax",
        )
        response.headers["cache-control"] = "no-store"
        return response

    async def come_back(self, request: Request) -> Response:
        """Trade the code for an ID token, check it, and begin a session for whom it describes."""
        try:
            state = self.serializer.loads(request.cookies.get(STATE_COOKIE, ""), max_age=STATE_SECONDS)
        except BadSignature:
            return await self._failed(request, "state")
        address = address_of(request)
        try:
            metadata = await self.client.load_server_metadata()
            token = await self.client.authorize_access_token(  # type: ignore[no-untyped-call]  # not typed in its stubs
                _with(request, state),
                claims_options={
                    "iss": {"essential": True, "values": [metadata["issuer"]]},
                    "aud": {"essential": True, "value": self.client.client_id},
                },
            )
        except HTTPError as error:
            return self._unreachable(request, error)
        except (OAuthError, JoseError, ValueError, KeyError) as error:
            return await self._failed(request, type(error).__name__)
        claims = token.get("userinfo")
        if not claims:  # a provider that sent no ID token
            return await self._failed(request, "id_token")
        identity = self.forms.identity
        old = identity.token(request.cookies)
        try:
            session = await in_thread(oidc.sign_in, identity, metadata["issuer"], claims, self.groups, address, old)
        except SignInRefused as error:
            return self.forms.page(request, "message.html", HEADING, 403, error=str(error))
        response = see_other(safe_next(str(state.get("next", "/"))))
        keep_session(response, identity, session)
        response.delete_cookie(STATE_COOKIE, httponly=True, samesite="lax")
        return response

    async def _failed(self, request: Request, reason: str) -> Response:
        await in_thread(self._tell, address_of(request), reason)
        return self.forms.page(request, "message.html", HEADING, 400, error=FAILED)

    def _tell(self, address: str, reason: str) -> None:
        self.forms.identity.notice("sign_in_refused", "oidc", address, reason=reason)

    def _unreachable(self, request: Request, error: Exception) -> Response:
        structlog.stdlib.get_logger(__name__).warning("oidc_unreachable", reason=type(error).__name__)
        return self.forms.page(request, "message.html", HEADING, 502, error=UNREACHABLE)


def _with(request: Request, state: dict[str, Any]) -> Request:
    """The request with `state` as the session in which Authlib keeps what it must know on coming back."""
    return Request({**request.scope, "session": state}, request.receive)
