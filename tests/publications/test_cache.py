from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kdx_metrics.publications.cache import LruCache


def test_a_value_is_created_once_for_its_key() -> None:
    cache, created = LruCache(2), []
    for _ in range(3):
        assert cache.get_or_create(("token", "matrix"), lambda: created.append(1) or "figure") == "figure"  # type: ignore[func-returns-value]
    assert created == [1]


def test_the_least_recently_used_value_is_let_go_first() -> None:
    cache, created = LruCache(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get_or_create(key, lambda key=key: created.append(key))  # type: ignore[misc]
    assert created == ["a", "b", "c", "b"]


def test_sessions_that_miss_together_get_the_same_value() -> None:
    cache, together = LruCache(2), Barrier(4)

    def create() -> object:
        together.wait(timeout=10)
        return object()

    with ThreadPoolExecutor(4) as sessions:
        values = list(sessions.map(lambda _: cache.get_or_create("figure", create), range(4)))
    assert len({id(value) for value in values}) == 1
