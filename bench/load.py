"""Many visitors at once: as fast as the server can, at a meeting's pace, and all opening in the same moment."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from bench.client import Visitor
from bench.servers import Server

Act = Callable[[], Awaitable[float]]  # one action; returns its seconds
PACE = 2.0  # seconds between two actions of one visitor


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load. Seconds of CPU are the server's own, its children's included."""

    actions: int
    per_second: float
    p50: float
    p95: float
    cpu_per_action: float

    def as_json(self) -> dict[str, float]:
        """Plain numbers."""
        return asdict(self)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def saturate(server: Server, acts: Sequence[Act], seconds: float) -> Load:
    """Let every visitor act again as soon as it has its answer."""
    return await _measure(server, acts, seconds, pace=0.0)


async def at_meeting_pace(server: Server, acts: Sequence[Act], seconds: float) -> Load:
    """Let every visitor act about every PACE seconds, each at moments of its own."""
    return await _measure(server, acts, seconds, pace=PACE)


async def _measure(server: Server, acts: Sequence[Act], seconds: float, *, pace: float) -> Load:
    taken: list[float] = []
    chance = random.Random(6)  # noqa: S311  # spreads actions, and the same way in every run
    began, cpu = time.perf_counter(), server.cpu_seconds()
    until = began + seconds

    async def visit(act: Act, delay: float) -> None:
        await asyncio.sleep(delay)
        while time.perf_counter() < until:
            taken.append(await act())
            if pace:
                await asyncio.sleep(chance.uniform(0.75 * pace, 1.25 * pace))

    await asyncio.gather(*(visit(act, chance.uniform(0, pace)) for act in acts))
    whole = time.perf_counter() - began
    used = server.cpu_seconds() - cpu
    return Load(
        actions=len(taken),
        per_second=len(taken) / whole,
        p50=statistics.median(taken),
        p95=quantile(taken, 0.95),
        cpu_per_action=used / len(taken),
    )


def acting(visitor: Visitor) -> Act:
    """A visitor's action: one rerun of the page."""

    async def act() -> float:
        return (await visitor.run()).seconds

    return act


async def open_visitors(server: Server, page: str, count: int) -> list[Visitor]:
    """Visitors that have opened the page, a few at a time."""
    few = asyncio.Semaphore(4)

    async def arrive() -> Visitor:
        async with few:
            visitor = await Visitor(server.url, page).__aenter__()
            await visitor.run()
            return visitor

    return list(await asyncio.gather(*(arrive() for _ in range(count))))


async def close_visitors(visitors: Sequence[Visitor]) -> None:
    """Let them go."""
    await asyncio.gather(*(visitor.__aexit__(None, None, None) for visitor in visitors))


async def all_at_once(server: Server, page: str, count: int) -> float:
    """Seconds until the last of `count` visitors that open the page in the same moment has it whole."""
    visitors = [Visitor(server.url, page) for _ in range(count)]

    async def arrive(visitor: Visitor) -> None:
        await visitor.__aenter__()
        await visitor.run()

    began = time.perf_counter()
    await asyncio.gather(*(arrive(visitor) for visitor in visitors))
    whole = time.perf_counter() - began
    await close_visitors(visitors)
    return whole
