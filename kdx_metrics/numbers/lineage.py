"""Numbers that a 取組 continues (引継元): one that was merged, split or renumbered keeps what was known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from kdx_metrics.numbers.ratings import WORST_FIRST
from kdx_metrics.plan.text import listed

Known = TypeVar("Known")
Key = tuple[str, int]  # action_id, period
Continued = Mapping[str, tuple[str, ...]]


def predecessors(actions: pd.DataFrame) -> Continued:
    """Numbers that each 取組 continues, of those that continue any."""
    rows = actions[actions["predecessor"] != ""]
    continued: dict[str, tuple[str, ...]] = {}
    for number, cell in zip(rows["action_id"].tolist(), rows["predecessor"].tolist(), strict=True):
        others = (other for other in listed(cell) if other != number)
        continued[number] = tuple(dict.fromkeys((*continued.get(number, ()), *others)))
    return continued


def nearest(number: str, continued: Continued, values_of: Mapping[str, Known]) -> dict[str, Known]:
    """Values known of the numbers that `number` continues; of their own predecessors where nothing is."""
    values: dict[str, Known] = {}
    seen, waiting = {number}, list(continued.get(number, ()))
    while waiting:
        other = waiting.pop(0)
        if other in seen:
            continue
        seen.add(other)
        if other in values_of:
            values[other] = values_of[other]
        else:
            waiting += continued.get(other, ())
    return values


def lineage(action_id: str, states: Sequence[pd.DataFrame]) -> frozenset[str]:
    """Numbers under which a 取組 stood: its own and all that it continues. `states` are oldest first."""
    numbers = {action_id}
    for actions in reversed(states):
        continued = predecessors(actions)
        waiting = list(numbers)
        while waiting:
            new = [other for other in continued.get(waiting.pop(), ()) if other not in numbers]
            numbers.update(new)
            waiting += new
    return frozenset(numbers)


def paired(
    old: Mapping[Key, Known], new: Mapping[Key, Known], continued: Continued, rating: Callable[[Known], str]
) -> list[tuple[Key, Known | None, Known | None, tuple[str, ...]]]:
    """Key, earlier and later state and numbers continued: of each row of `new`, then of each of `old` that is gone.

    A row that continues others has the worst of them as its earlier state, and those are not gone.
    """
    gone = {key: state for key, state in old.items() if key not in new}
    pairs: list[tuple[Key, Known | None, Known | None, tuple[str, ...]]] = []
    for (number, period), state in new.items():
        before, others = old.get((number, period)), {}
        if before is None and number in continued:
            of_period = {other: was for (other, its_period), was in gone.items() if its_period == period}
            others = nearest(number, continued, of_period)
            before = min(others.values(), key=lambda state: _badness(rating(state)), default=None)
        pairs.append(((number, period), before, state, tuple(others)))
    followed = {(other, period) for (_, period), _, _, others in pairs for other in others}
    return pairs + [(key, state, None, ()) for key, state in gone.items() if key not in followed]


def _badness(rating: str) -> int:
    """Place among ratings, the worst first; one that says nothing of how far a row has come stands last."""
    return WORST_FIRST.index(rating) if rating in WORST_FIRST else len(WORST_FIRST)
