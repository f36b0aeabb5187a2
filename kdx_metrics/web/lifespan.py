"""The start of the process: reading, computing and importing before the first visitor."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from anyio import to_thread

from kdx_metrics import charts
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.publications.live import LiveSource
from kdx_metrics.publications.reports import default_day
from kdx_metrics.publications.source import summary_at
from kdx_metrics.settings import get_settings, unknown_settings
from kdx_metrics.web.routes.health import Readiness


def lifespan(source: LiveSource, readiness: Readiness) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The app's lifespan: warm up, say so in the log, serve."""
    log = structlog.stdlib.get_logger(__name__)

    @asynccontextmanager
    async def around(_app: object) -> AsyncIterator[None]:
        for name in unknown_settings():
            log.warning("unknown_setting", name=name)
        try:
            await to_thread.run_sync(warm_up, source)
        except Exception:  # a page may still have something to show, and /healthz keeps saying 503
            log.exception("warm_up_failed")
        else:
            readiness.loaded = True
            data = source.now()
            log.info("ready", dates=len(data.dates), issues=len(source.issues(data)))
        yield
        log.info("stopped")

    return around


def warm_up(source: LiveSource) -> None:
    """Read the data, compute what pages show first as they do, import what draws, and freeze what is there.

    Frozen objects are left out of every later garbage collection: with pandas' and plotly's modules among them, a
    collection took longer than a rerun (design/speed.md).
    """
    data = source.now()
    summary_at(data, default_day(data, get_settings().today or today(source.strategy.about.timezone)))
    for module in pkgutil.iter_modules(charts.__path__, prefix=f"{charts.__name__}."):
        importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
