from __future__ import annotations

import json

import pytest
from starlette.routing import Router

from kdx_metrics.publications.live import LiveSource, get_source
from kdx_metrics.publications.source import Source
from kdx_metrics.settings import ROOT
from kdx_metrics.web.lifespan import warm_up
from kdx_metrics.web.routes.health import Readiness, health, health_route
from tests.web.asgi import ask


@pytest.fixture(scope="module")
def source() -> LiveSource:
    return get_source()


def test_before_the_data_is_loaded_no_visitor_should_be_sent(source: LiveSource) -> None:
    answer = ask(Router([health_route(source, Readiness())]), "/healthz")
    assert (answer.status, json.loads(answer.body)) == (503, {"status": "loading"})


def test_a_loaded_server_names_its_state_and_counts_its_rows(source: LiveSource) -> None:
    answer = ask(Router([health_route(source, Readiness(loaded=True))]), "/healthz")
    content = json.loads(answer.body)
    data = source.now()
    newest = data.snapshot(data.dates[-1])
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (content["status"], content["token"]) == ("ok", newest.token)
    assert content["as_at"] == data.dates[-1].isoformat()
    assert content["counts"] == {name: len(frame) for name, frame in newest.frames.items()}
    assert content["counts"]["action_plan"] == len(newest.actions) > 0


def test_data_that_can_no_longer_be_read_is_not_healthy(source: LiveSource) -> None:
    class Gone(LiveSource):
        def now(self, upto: int | None = None) -> Source:
            raise OSError(upto)

    gone = Gone(source.strategy, ROOT / "data", "sqlite://")
    assert health(gone, Readiness(loaded=True)) == (503, {"status": "failed"})


def test_warming_up_reads_the_shipped_data(source: LiveSource) -> None:
    warm_up(source)
    assert source.now().dates[-1] == source.strategy.data.as_at
    assert (ROOT / "data" / "strategy.toml").exists()
