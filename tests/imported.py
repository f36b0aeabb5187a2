"""What a server and a publication import, for processes that are forked off this one. Nothing may run here."""

from __future__ import annotations

import importlib
import pkgutil

import streamlit.web.cli  # noqa: F401

import kdx_metrics

APART = ("__main__", "migrations")  # a command, and what alembic runs by itself

for _module in pkgutil.walk_packages(kdx_metrics.__path__, "kdx_metrics."):
    if not any(part in APART for part in _module.name.split(".")):
        importlib.import_module(_module.name)
