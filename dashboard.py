"""The ASGI app and nothing else: `streamlit run dashboard.py` finds `app` and serves it."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st
from starlette.middleware import Middleware

from kdx_metrics import logs
from kdx_metrics.identity.request_identity import get_identity
from kdx_metrics.plan.strategy import StrategyError
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.settings import ROOT, SettingsError, get_settings
from kdx_metrics.web.addresses import publish_under
from kdx_metrics.web.compressing import FOLDER
from kdx_metrics.web.html import Html
from kdx_metrics.web.identity_layer import identity_layer
from kdx_metrics.web.lifespan import lifespan
from kdx_metrics.web.metrics import PATH as METRICS_PATH
from kdx_metrics.web.metrics import Counted, metrics_route
from kdx_metrics.web.middleware.bounds import Bounds
from kdx_metrics.web.middleware.compressed import CompressedFiles
from kdx_metrics.web.middleware.edge import Edge, be_the_only_one
from kdx_metrics.web.middleware.gate import Gate
from kdx_metrics.web.middleware.headers import SecurityHeaders
from kdx_metrics.web.middleware.hosts import Hosts
from kdx_metrics.web.routes.first_page import page_routes
from kdx_metrics.web.routes.health import PATH as HEALTH_PATH
from kdx_metrics.web.routes.health import READY_PATH, Readiness, health_route, ready_route
from kdx_metrics.web.routes.scripts import script_routes
from pages.frame.errors import show_script_error
from pages.frame.style import SHEET
from pages.titles import ADDRESSES
from pages.view.connection import cookies_of_page, sizes_of, uploaded_bytes
from pages.view.server import public_address

try:
    settings = get_settings()
    source = get_source()
    identity = get_identity()
    public = public_address(settings.public_url)
except (SettingsError, StrategyError) as error:
    sys.exit(f"起動できません。{error}")

logs.configure(settings.log_level)
be_the_only_one()
publish_under(public.base)
html = Html(f"{source.strategy.about.title} 進捗", ZoneInfo(source.strategy.about.timezone))
readiness = Readiness()
allowed_origins = st.get_option("server.corsAllowedOrigins")
accounts = identity_layer(
    identity,
    settings,
    Limits.of(settings),
    html=html,
    allowed_origins=allowed_origins,
    cookies_of_page=cookies_of_page,
    uploaded_bytes=uploaded_bytes,
    public=public,
)
FOR_MACHINES = (HEALTH_PATH, READY_PATH, METRICS_PATH)
routes = [
    health_route(source, readiness),
    ready_route(readiness),
    metrics_route(lambda: source.store_source, settings.metrics_addresses),
    *accounts.routes,
    *script_routes(),
    *page_routes(Path(st.__file__).parent / "static" / "index.html", html.title, ADDRESSES, SHEET),
]

app = st.App(
    # Absolute: a relative path would depend on whether Streamlit's command or uvicorn's starts the app. The shell
    # lies inside pages/ so that Streamlit never takes a file there for a page of its own (design, decision 1).
    ROOT / "pages" / "shell.py",
    lifespan=accounts.around(lifespan(source, readiness)),
    routes=routes,
    middleware=[
        Middleware(Edge, proxies=settings.trusted_proxies, public=public, at_root_too=FOR_MACHINES),
        Middleware(Counted),
        Middleware(SecurityHeaders),
        Middleware(Hosts, public=public, html=html, notice=identity.notice),
        Middleware(Bounds, sizes_of=sizes_of),
        accounts.gate,
        Middleware(
            Gate,
            paths=[route.path for route in routes],
            allowed_origins=allowed_origins,
            html=html,
            notice=identity.notice,
        ),
        Middleware(CompressedFiles, folder=FOLDER),
    ],
    on_script_error=show_script_error,
)
