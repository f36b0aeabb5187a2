"""Load of many visitors, at the server's limit, at the pace of a meeting, and all opening a page at once."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from bench.client import Visitor
from bench.servers import Server

Action = Callable[[], Awaitable[float]]  # performs an action and returns its seconds
PACE = 2.0  # seconds between two actions of a visitor


@dataclass(frozen=True, slots=True)
class Load:
    """Performance of a server under load, in seconds; CPU time is that of the server's process."""

    actions: int
    per_second: float
    p50: float
    p95: float
    cpu_per_action: float

    def as_json(self) -> dict[str, float]:
        """Fields by name."""
        return asdict(self)


def quantile(values: Sequence[float], share: float) -> float:
    """Value below which `share` of the values lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def saturate(server: Server, actions: Sequence[Action], seconds: float) -> Load:
    """Load with visitors who act again as soon as they have an answer."""
    return await _measure(server, actions, seconds, pace=0.0)


async def at_meeting_pace(server: Server, actions: Sequence[Action], seconds: float) -> Load:
    """Load with visitors who act about every PACE seconds, independently of each other."""
    return await _measure(server, actions, seconds, pace=PACE)


async def _measure(server: Server, actions: Sequence[Action], seconds: float, *, pace: float) -> Load:
    seconds_taken: list[float] = []
    chance = random.Random(6)  # noqa: S311  # spreads actions, identically in each run
    start, cpu = time.perf_counter(), server.cpu_seconds()
    end = start + seconds

    async def visit(action: Action, delay: float) -> None:
        await asyncio.sleep(delay)
        while time.perf_counter() < end:
            seconds_taken.append(await action())
            if pace:
                await asyncio.sleep(chance.uniform(0.75 * pace, 1.25 * pace))

    await asyncio.gather(*(visit(action, chance.uniform(0, pace)) for action in actions))
    elapsed = time.perf_counter() - start
    used = server.cpu_seconds() - cpu
    return Load(
        actions=len(seconds_taken),
        per_second=len(seconds_taken) / elapsed,
        p50=statistics.median(seconds_taken),
        p95=quantile(seconds_taken, 0.95),
        cpu_per_action=used / len(seconds_taken),
    )


def acting(visitor: Visitor) -> Action:
    """A visitor's action, one rerun of the page."""

    async def act() -> float:
        return (await visitor.run()).seconds

    return act


async def open_visitors(server: Server, page: str, count: int) -> list[Visitor]:
    """Visitors with the page open, opened a few at a time."""
    few = asyncio.Semaphore(4)

    async def arrive() -> Visitor:
        async with few:
            visitor = await Visitor(server.url, page).__aenter__()
            await visitor.run()
            return visitor

    return list(await asyncio.gather(*(arrive() for _ in range(count))))


async def close_visitors(visitors: Sequence[Visitor]) -> None:
    """Close the visitors' connections."""
    await asyncio.gather(*(visitor.__aexit__(None, None, None) for visitor in visitors))


async def all_at_once(server: Server, page: str, count: int) -> float:
    """Seconds until all of `count` visitors who open the page at the same moment have it complete."""
    visitors = [Visitor(server.url, page) for _ in range(count)]

    async def arrive(visitor: Visitor) -> None:
        await visitor.__aenter__()
        await visitor.run()

    start = time.perf_counter()
    await asyncio.gather(*(arrive(visitor) for visitor in visitors))
    elapsed = time.perf_counter() - start
    await close_visitors(visitors)
    return elapsed
