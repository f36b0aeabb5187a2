"""What is counted while the dashboard runs, for Prometheus: no name, address or content of anybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.publications.store_source import StoreSource

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST

registry = CollectorRegistry()
ProcessCollector(registry=registry)  # CPU, memory, open files
RUNS = Histogram(
    "kdx_page_run_seconds", "Seconds a full run of a page took", ["page"], buckets=SECONDS, registry=registry
)
FAILED = Counter("kdx_page_runs_failed", "Runs of a page that ended in an error", ["page"], registry=registry)
SESSIONS = Gauge("kdx_sessions", "Open pages (WebSockets)", registry=registry)
ANSWERS = Counter("kdx_http_answers", "HTTP answers by status", ["status"], registry=registry)
REFUSALS = Counter("kdx_refusals", "HTTP requests and WebSockets refused, by status", ["status"], registry=registry)


@contextmanager
def measured(page: str) -> Iterator[None]:
    """Count a run of a page and its seconds; an error is counted and goes on."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        FAILED.labels(page).inc()
        raise
    finally:
        RUNS.labels(page).observe(time.perf_counter() - began)


class StoreCollector(Collector):
    """What the store holds, asked at each scrape: one indexed row unless something was published."""

    def __init__(self, published: Callable[[], StoreSource | None]) -> None:
        self.published = published

    def collect(self) -> Iterator[Metric]:
        """The store's state; only kdx_store_up where it cannot be asked."""
        source = self.published()
        up = GaugeMetricFamily("kdx_store_up", "Whether the database answers")
        state = None
        if source is not None:
            try:
                state = source.state()
            except StoreUnavailable:
                state = None
        up.add_metric([], float(source is not None and not source.trouble))
        yield up
        if state is None:
            return
        revisions = state.revisions
        for name, text, value in (
            ("kdx_store_head", "How many times the store has changed", state.head.number),
            ("kdx_revision", "Number of the newest revision", revisions[-1].id if revisions else 0),
            ("kdx_publications", "Publications so far", len({one.publication for one in revisions})),
        ):
            gauge = GaugeMetricFamily(name, text)
            gauge.add_metric([], float(value))
            yield gauge


def exposition(published: Callable[[], StoreSource | None]) -> bytes:
    """Everything, in Prometheus' text format."""
    store = CollectorRegistry()
    store.register(StoreCollector(published))
    return generate_latest(registry) + generate_latest(store)
