from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kdx_metrics.cache import Keeper


def test_what_was_built_once_is_recalled_and_not_built_again() -> None:
    keeper, built = Keeper(2), []
    for _ in range(3):
        assert keeper.recall(("token", "matrix"), lambda: built.append(1) or "figure") == "figure"  # type: ignore[func-returns-value]
    assert built == [1]


def test_the_least_recently_used_result_is_let_go_first() -> None:
    keeper, built = Keeper(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        keeper.recall(key, lambda key=key: built.append(key))  # type: ignore[misc]
    assert built == ["a", "b", "c", "b"]


def test_sessions_that_ask_together_get_the_same_result() -> None:
    keeper, together = Keeper(2), Barrier(4)

    def build() -> object:
        together.wait(timeout=10)
        return object()

    with ThreadPoolExecutor(4) as sessions:
        found = list(sessions.map(lambda _: keeper.recall("figure", build), range(4)))
    assert len({id(one) for one in found}) == 1
