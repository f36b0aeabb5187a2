"""Twenty honest readers beside a crowd that means harm, over loopback; the table is printed (`make abuse`).

Ends with 1 unless each reader was answered without an error and memory came back to within 100 MB of before.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2

from bench import load, servers
from bench.attacks import MEGABYTE, Force, Target, attack_all
from bench.client import Visitor
from bench.servers import ROOT, Server
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.migrate import open_store
from kdx_metrics.identity import people, signing_in
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.sessions import Lifetimes

RESULTS = ROOT / "bench" / "results"
READERS = 20
PAGES = ["", "progress", "actions", "kpis", "timeline"]
ANEW = 5  # a reader opens the page anew at each fifth action
FILES = 65_536  # LimitNOFILE of the shipped unit
GROWTH = 100  # MB
FORGOTTEN = 130  # seconds after which Streamlit has let go of closed pages, and memory can be judged
KEY, PASSWORD = "a key of the bench, thirty-two characters", "correct horse battery"  # of a store that is deleted


@dataclass(frozen=True)
class Sizes:
    """Force of the attack, and seconds of calm, of abuse, and until Streamlit has forgotten closed sessions."""

    force: Force
    calm: float
    abuse: float
    settle: float


FULL = Sizes(Force(half_open=1_000, messages=8, visitors=4, uploaders=4, spellers=4), calm=20, abuse=60, settle=150)
QUICK = Sizes(Force(half_open=100, messages=4, visitors=2, uploaders=2, spellers=2), calm=6, abuse=12, settle=5)


@dataclass
class Readers:
    """Honest readers, each with a page open, and what went wrong for them."""

    server: Server
    errors: list[str] = field(default_factory=list)

    async def read(self, seconds: float) -> dict[str, float]:
        """Actions at the pace of a meeting."""
        actions = [self._reader(PAGES[number % len(PAGES)]) for number in range(READERS)]
        return (await load.at_meeting_pace(self.server, actions, seconds)).as_json()

    def _reader(self, page: str) -> load.Action:
        visitor, turn = Visitor(self.server.url, page), 0

        async def act() -> float:
            nonlocal visitor, turn
            start = time.perf_counter()
            try:
                async with asyncio.timeout(60):
                    if turn % ANEW == 0:
                        await visitor.__aexit__(None, None, None)
                        visitor = Visitor(self.server.url, page)
                        async with httpx2.AsyncClient(timeout=60) as client:
                            (await client.get(f"{self.server.url}/{page}")).raise_for_status()
                        await visitor.__aenter__()
                    await visitor.run()
            except Exception as error:  # noqa: BLE001  # whatever a reader meets is counted
                self.errors.append(f"{page or 'overview'}: {error!r}")
                turn = 0
            else:
                turn += 1
            return time.perf_counter() - start

        return act


@asynccontextmanager
async def highest_memory(server: Server) -> AsyncIterator[list[int]]:
    """Bytes of memory, looked at twice a second."""
    seen = [server.memory()]

    async def look() -> None:
        while True:
            await asyncio.sleep(0.5)
            seen.append(server.memory())

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()


async def measure(server: Server, sizes: Sizes, cookie: str) -> dict[str, Any]:
    """Answers to the readers without and with abuse, those to the abuse, and memory."""
    address = urlsplit(server.url)
    target = Target(str(address.hostname), int(address.port or 80), cookie)
    calm = Readers(server)
    await calm.read(sizes.calm / 2)  # warm
    results: dict[str, Any] = {"calm": await calm.read(sizes.calm), "before": server.memory()}
    loop, beside = asyncio.get_running_loop(), Readers(server)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        async with highest_memory(server) as seen:
            attack = loop.run_in_executor(pool, attack_all, target, sizes.force, sizes.abuse)
            results["abused"] = await beside.read(sizes.abuse)
            results["answers"] = await attack
    results["highest"], results["right_after"] = max(seen), server.memory()
    after = Readers(server)  # who go on: Streamlit lets go of pages long closed when others come and go
    await after.read(sizes.settle)
    results["again"] = await after.read(sizes.calm)
    results["after"] = server.memory()
    results["errors"] = [*calm.errors, *beside.errors, *after.errors]
    return results


def editor(database_url: str) -> str:
    """Make a store with one editor, who is signed in; the cookie as a header holds it."""
    store = open_store(database_url)
    once = people.add(store, Actor("計測", "admin"), "editor", "計測", "editor")
    identity = Identity(lambda: store, KEY.encode(), Lifetimes(timedelta(hours=1), timedelta(hours=2)))
    token = signing_in.change_password(identity, people.by_account(store, "editor"), once, PASSWORD, "")
    store.close()
    return f"{COOKIE}={signed(token, KEY.encode())}"


def table(results: dict[str, Any]) -> str:
    """Markdown of a run."""
    megabytes = {name: results[name] / MEGABYTE for name in ("before", "highest", "right_after", "after")}
    lines = [
        f"| {READERS} readers | actions | p50 | p95 |",
        "|---|---|---|---|",
        *(
            f"| {words} | {results[name]['actions']} | {results[name]['p50']:.2f} s | {results[name]['p95']:.2f} s |"
            for name, words in (("calm", "without abuse"), ("abused", "beside the abuse"), ("again", "afterwards"))
        ),
        "",
        "| abuse | answers |",
        "|---|---|",
        *(
            f"| {name} | {', '.join(f'{count} × {answer}' for answer, count in sorted(answers.items())) or 'none'} |"
            for name, answers in results["answers"].items()
        ),
        "",
        (
            f"Memory: {megabytes['before']:.0f} MB before, {megabytes['highest']:.0f} MB at most, "
            f"{megabytes['right_after']:.0f} MB right after, {megabytes['after']:.0f} MB in the end "
            f"({megabytes['after'] - megabytes['before']:+.0f} MB, at most +{GROWTH})."
        ),
        f"Errors met by readers: {len(results['errors'])}.",
        *results["errors"][:10],
    ]
    return "\n".join(lines)


def is_held(results: dict[str, Any], sizes: Sizes) -> bool:
    """True if each reader was answered and memory came back; a short run cannot tell of memory."""
    came_back = results["after"] - results["before"] <= GROWTH * MEGABYTE
    return not results["errors"] and (came_back or sizes.settle < FORGOTTEN)


def main() -> int:
    """Parse the options, start a server as the shipped unit does, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a minute: shows that it works")
    sizes = QUICK if parser.parse_args().quick else FULL
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most), most))
    with tempfile.TemporaryDirectory(prefix="kdx-abuse-") as folder:
        settings = {"KDX_DATABASE_URL": f"sqlite:///{folder}/kdx.sqlite3", "KDX_SECRET_KEY": KEY}
        cookie = editor(settings["KDX_DATABASE_URL"])
        with servers.ours(settings=settings) as server:
            results = asyncio.run(measure(server, sizes, cookie))
    path = RESULTS / f"abuse-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print(table(results))
    print(f"→ {path.relative_to(ROOT)}")
    return 0 if is_held(results, sizes) else 1


if __name__ == "__main__":
    sys.exit(main())
