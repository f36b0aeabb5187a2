"""Numbers that a 取組 continues (引継元): one that was merged, split or renumbered keeps what was known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pandas as pd

from kdx_metrics.plan.text import listed

Known = TypeVar("Known")
Continued = Mapping[str, tuple[str, ...]]


def predecessors(actions: pd.DataFrame) -> Continued:
    """Numbers that each 取組 continues, of those that continue any."""
    rows = actions[actions["predecessor"] != ""]
    continued: dict[str, tuple[str, ...]] = {}
    for number, cell in zip(rows["action_id"].tolist(), rows["predecessor"].tolist(), strict=True):
        others = (other for other in listed(cell) if other != number)
        continued[number] = tuple(dict.fromkeys((*continued.get(number, ()), *others)))
    return continued


def nearest(number: str, continued: Continued, known: Mapping[str, Known]) -> dict[str, Known]:
    """What is known of the numbers that `number` continues; of their own predecessors where nothing is."""
    values: dict[str, Known] = {}
    seen, waiting = {number}, list(continued.get(number, ()))
    while waiting:
        other = waiting.pop(0)
        if other in seen:
            continue
        seen.add(other)
        if other in known:
            values[other] = known[other]
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
