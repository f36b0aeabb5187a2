"""Everything about identity that the ASGI app needs, put together from the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import structlog
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import Route

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.identity import oidc, passwords
from kdx_metrics.identity.service import Identity
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.settings import Settings
from kdx_metrics.web.forms import Forms
from kdx_metrics.web.html import Html
from kdx_metrics.web.metrics import PATH as METRICS_PATH
from kdx_metrics.web.middleware.session_gate import Rules, SessionGate
from kdx_metrics.web.middleware.uploads import CookiesOfPage, UploadedBytes, Uploads
from kdx_metrics.web.public_address import PublicAddress
from kdx_metrics.web.routes import account
from kdx_metrics.web.routes import oidc as oidc_web
from kdx_metrics.web.routes.account import account_routes
from kdx_metrics.web.routes.health import PATH as HEALTH_PATH
from kdx_metrics.web.routes.health import READY_PATH
from kdx_metrics.web.routes.users import user_routes

Lifespan = Callable[[object], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, eq=False)
class IdentityLayer:
    """`gate` goes inside the security headers."""

    identity: Identity
    routes: Sequence[Route]
    gate: Middleware

    def around(self, lifespan: Lifespan) -> Lifespan:
        """The app's lifespan, with the store opened and the first administrator made before it."""

        @asynccontextmanager
        async def opened(app: object) -> AsyncIterator[None]:
            await to_thread.run_sync(passwords.warm_up)
            try:
                await to_thread.run_sync(self.identity.store)
            except StoreUnavailable as error:  # looking goes on; the store is opened as soon as it answers
                structlog.stdlib.get_logger(__name__).warning("store_unavailable", reason=str(error))
            async with lifespan(app):
                yield

        return opened


def identity_layer(
    identity: Identity,
    settings: Settings,
    limits: Limits,
    *,
    html: Html,
    allowed_origins: Sequence[str],
    cookies_of_page: CookiesOfPage,
    uploaded_bytes: UploadedBytes,
    public: PublicAddress,
) -> IdentityLayer:
    """Routes and middleware of identity.

    `cookies_of_page` and `uploaded_bytes` are what the upload guard asks of Streamlit.
    """
    forms = Forms(identity, html, tuple(allowed_origins))
    client = oidc.client(settings)
    routes = [
        *account_routes(forms, oidc=client is not None, open_to_all=not settings.require_login),
        *user_routes(forms),
        *([] if client is None else oidc_web.oidc_routes(forms, client, oidc.groups(settings), public.origin)),
    ]
    rules = Rules(
        identity,
        Uploads(identity, limits, cookies_of_page, uploaded_bytes, tuple(allowed_origins)),
        settings.require_login,
        frozenset({account.SIGN_IN, *oidc_web.PATHS, HEALTH_PATH, READY_PATH, METRICS_PATH}),
    )
    return IdentityLayer(identity, routes, Middleware(SessionGate, rules=rules))
