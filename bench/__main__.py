"""`make bench`: measure everything in one run, print the table, keep the JSON in bench/results/."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx2
import psutil

from bench import chromium, dash_client, load, numbers, servers
from bench.client import Visitor
from bench.figures import write_figures
from bench.report import table
from bench.samples import data_folder
from bench.servers import ROOT, Server

RESULTS = ROOT / "bench" / "results"
PAGES = ["", "progress", "actions", "kpis", "timeline", "changes", "guide", "history"]
SEVERAL = 8  # sessions that keep a server saturated
MEETING = 50


@dataclass(frozen=True)
class Sizes:
    """How long and how much; `quick` says less."""

    pages: list[str]
    saturate: float = 6.0
    pace: float = 12.0
    sessions: int = 1000
    rows: tuple[int, ...] = (40, 4_000, 100_000)
    growth: tuple[int, ...] = (40, 400, 4_000, 40_000)
    times: int = 5


FULL = Sizes(PAGES)
QUICK = Sizes(["", "actions", "kpis"], 3.0, 5.0, 150, (40, 4_000, 100_000), (40, 4_000, 40_000), 3)


@dataclass
class Bench:
    """One run: the sizes and what was found so far."""

    sizes: Sizes
    path: Path
    found: dict[str, Any] = field(default_factory=dict)

    def keep(self) -> None:
        """Write down what was found so far: a run that is cut short is not lost."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.found, indent=1), encoding="utf-8")

    def run(self) -> None:
        """Measure; servers one after the other, so that they share nothing but the machine."""
        self.found["machine"] = machine()
        self.found["reading"] = {rows: numbers.reading(rows, self.sizes.times) for rows in self.sizes.rows}
        self.found["growth"] = {rows: numbers.growth(rows, self.sizes.times) for rows in self.sizes.growth}
        with tempfile.TemporaryDirectory(prefix="kdx-bench-") as name:
            folder = Path(name)
            six = folder / "six.json"
            write_figures(six)
            for key, start in (("plain", servers.plain_defaults), ("plain_ours", servers.plain_ours)):
                self.keep()
                say(f"floor: {key}")
                with start(six) as server:
                    self.found[key] = asyncio.run(self.page(server, "", at_once=True))
            self.keep()
            say("floor: Dash")
            with servers.dash(six) as server:
                self.found["dash"] = asyncio.run(self.dash(server))
            with servers.ours() as server:
                self.found["start"] = server.started_in
                self.found["pages"] = asyncio.run(self.ours(server))
            with servers.ours() as server:
                self.keep()
                say("sessions opened and closed")
                self.found["memory"] = asyncio.run(self.memory(server))
            with servers.ours() as server:
                self.keep()
                say("Chromium")
                self.found["chromium"] = chromium.visits(server, self.sizes.pages)
            self.found["scale"] = {}
            for rows in (40, 4_000):
                self.keep()
                say(f"pages at {rows} 取組")
                with servers.ours(data_folder(folder / str(rows), rows)) as server:
                    self.found["scale"][rows] = asyncio.run(self.scaled(server))
        self.found["machine"]["load_after"] = servers.load_average()
        self.keep()

    async def page(self, server: Server, page: str, *, at_once: bool) -> dict[str, Any]:
        """One page under each kind of load."""
        found: dict[str, Any] = {}
        async with Visitor(server.url, page) as first:
            run = await first.run()
            found["first"] = {"seconds": run.seconds, "bytes": run.received, "messages": run.messages}
        if at_once:
            found["all_at_once"] = await load.all_at_once(server, page, MEETING)
        several = await load.open_visitors(server, page, SEVERAL)
        acts = [load.acting(visitor) for visitor in several]
        found["saturated"] = (await load.saturate(server, acts, self.sizes.saturate)).as_json()
        found["bytes_per_action"] = (await several[0].run()).received
        more = several + await load.open_visitors(server, page, MEETING - SEVERAL)
        acts = [load.acting(visitor) for visitor in more]
        found["paced"] = (await load.at_meeting_pace(server, acts, self.sizes.pace)).as_json()
        await load.close_visitors(more)
        return found

    async def ours(self, server: Server) -> dict[str, Any]:
        """Every page of ours."""
        found = {}
        for page in self.sizes.pages:
            say(f"page: {page or 'overview'}")
            found[page or "overview"] = await self.page(server, page, at_once=True)
        return found

    async def dash(self, server: Server) -> dict[str, Any]:
        """The Dash page under the same two loads."""
        async with httpx2.AsyncClient(timeout=60, limits=httpx2.Limits(max_connections=MEETING)) as client:
            acts = [dash_client.acting(client, server.url) for _ in range(MEETING)]
            return {
                "saturated": (await load.saturate(server, acts[:SEVERAL], self.sizes.saturate)).as_json(),
                "paced": (await load.at_meeting_pace(server, acts, self.sizes.pace)).as_json(),
            }

    async def memory(self, server: Server) -> dict[str, float]:
        """Bytes before, with 50 open sessions, and after many were opened and closed."""
        await load.close_visitors(await load.open_visitors(server, "", 2))
        before = server.memory()
        visitors = await load.open_visitors(server, "", MEETING)
        with_sessions = server.memory()
        await load.close_visitors(visitors)
        for number in range(self.sizes.sessions):
            async with Visitor(server.url, self.sizes.pages[number % len(self.sizes.pages)]) as visitor:
                await visitor.run()
        return {
            "before": before,
            "a_session": (with_sessions - before) / MEETING,
            "sessions": self.sizes.sessions,
            "after": server.memory(),
        }

    async def scaled(self, server: Server) -> dict[str, float]:
        """CPU seconds of one rerun of each page."""
        found = {}
        for page in self.sizes.pages:
            visitors = await load.open_visitors(server, page, 4)
            acts = [load.acting(visitor) for visitor in visitors]
            found[page or "overview"] = (await load.saturate(server, acts, self.sizes.saturate)).cpu_per_action
            await load.close_visitors(visitors)
        return found


def machine() -> dict[str, Any]:
    """Where and with what this was measured."""
    names = ("streamlit", "pandas", "plotly", "dash", "uvicorn", "uvloop")
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": psutil.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "python": platform.python_version(),
        "system": platform.platform(),
        "versions": {name: version(name) for name in names},
        "load_before": servers.load_average(),
    }


def say(text: str) -> None:
    """Tell how far it has come."""
    print(f"… {text}", flush=True)


def main() -> None:
    """Parse the options, measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three minutes: fewer pages, sessions and repeats")
    parser.add_argument("--table", type=Path, help="print the table of an earlier run's JSON and measure nothing")
    options = parser.parse_args()
    if options.table:
        print(table(json.loads(options.table.read_text(encoding="utf-8"))))
        return
    path = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    bench = Bench(QUICK if options.quick else FULL, path)
    bench.run()
    print(table(json.loads(path.read_text(encoding="utf-8"))))
    print(f"→ {path.relative_to(ROOT)}")


main()
