"""What a server and a publication import and look up, for processes that are forked off this one. No thread here."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import streamlit.web.cli  # noqa: F401
from streamlit.components.v2 import manifest_scanner

import kdx_metrics

# What is imported on the way, by the first check, the first forecast and a server that is about to listen.
LATE = (
    "anyio._backends._asyncio",
    "scipy.special",
    "streamlit.web.server.starlette.starlette_agent_routes",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
APART = ("__main__", "migrations")  # a command, and what alembic runs by itself

for _module in pkgutil.walk_packages(kdx_metrics.__path__, "kdx_metrics."):
    if not any(part in APART for part in _module.name.split(".")):
        importlib.import_module(_module.name)
for _late in LATE:
    importlib.import_module(_late)

# Streamlit looks for components in every installed package at each start: half of what a forked one has to do.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
manifest_scanner.scan_component_manifests()
