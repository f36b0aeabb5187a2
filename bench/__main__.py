"""Measure everything in one run, print the table and save the results as JSON in bench/results/ (`make bench`)."""

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
PAGES = ["", "progress", "actions", "kpis", "strategy", "timeline", "changes", "guide", "history"]
SEVERAL = 8  # sessions that saturate a server
MEETING = 50  # sessions of a meeting


@dataclass(frozen=True)
class Sizes:
    """Pages, seconds under each load, sessions, row counts and repeats of a run."""

    pages: list[str]
    saturate: float = 6.0
    pace: float = 12.0
    sessions: int = 1000
    rows: tuple[int, ...] = (40, 4_000, 30_000)
    growth: tuple[int, ...] = (40, 400, 4_000, 40_000)
    times: int = 5


FULL = Sizes(PAGES)
QUICK = Sizes(["", "actions", "kpis"], 3.0, 5.0, 150, (40, 4_000, 30_000), (40, 4_000, 40_000), 3)


@dataclass
class Bench:
    """A run, with its sizes, the path of its results and the results so far."""

    sizes: Sizes
    path: Path
    results: dict[str, Any] = field(default_factory=dict)

    def save(self) -> None:
        """Write the results so far, so that an interrupted run is not lost."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.results, indent=1), encoding="utf-8")

    def run(self) -> None:
        """Measure everything, one server after the other so that they do not compete."""
        self.results["machine"] = machine()
        self.results["reading"] = {rows: numbers.reading(rows, self.sizes.times) for rows in self.sizes.rows}
        self.results["growth"] = {rows: numbers.growth(rows, self.sizes.times) for rows in self.sizes.growth}
        with tempfile.TemporaryDirectory(prefix="kdx-bench-") as name:
            folder = Path(name)
            six = folder / "six.json"
            write_figures(six)
            for key, start in (("plain", servers.plain_defaults), ("plain_ours", servers.plain_ours)):
                self.save()
                say(f"floor: {key}")
                with start(six) as server:
                    self.results[key] = asyncio.run(self.page(server, "", at_once=True))
            self.save()
            say("floor: Dash")
            with servers.dash(six) as server:
                self.results["dash"] = asyncio.run(self.dash(server))
            with servers.ours() as server:
                self.results["start"] = server.started_in
                self.results["pages"] = asyncio.run(self.ours(server))
            with servers.ours() as server:
                self.save()
                say("sessions opened and closed")
                self.results["memory"] = asyncio.run(self.memory(server))
            with servers.ours() as server:
                self.save()
                say("Chromium")
                self.results["chromium"] = chromium.visits(server, self.sizes.pages)
            self.results["scale"] = {}
            for rows in (40, 4_000):
                self.save()
                say(f"pages at {rows} 取組")
                with servers.ours(data_folder(folder / str(rows), rows)) as server:
                    self.results["scale"][rows] = asyncio.run(self.scaled(server))
        self.results["machine"]["load_after"] = servers.load_average()
        self.save()

    async def page(self, server: Server, page: str, *, at_once: bool) -> dict[str, Any]:
        """Results of one page under each kind of load."""
        results: dict[str, Any] = {}
        async with Visitor(server.url, page) as first:
            run = await first.run()
            results["first"] = {"seconds": run.seconds, "bytes": run.received, "messages": run.messages}
        if at_once:
            results["all_at_once"] = await load.all_at_once(server, page, MEETING)
        several = await load.open_visitors(server, page, SEVERAL)
        actions = [load.acting(visitor) for visitor in several]
        results["saturated"] = (await load.saturate(server, actions, self.sizes.saturate)).as_json()
        results["bytes_per_action"] = (await several[0].run()).received
        more = several + await load.open_visitors(server, page, MEETING - SEVERAL)
        actions = [load.acting(visitor) for visitor in more]
        results["paced"] = (await load.at_meeting_pace(server, actions, self.sizes.pace)).as_json()
        await load.close_visitors(more)
        return results

    async def ours(self, server: Server) -> dict[str, Any]:
        """Results of each page of the dashboard."""
        results = {}
        for page in self.sizes.pages:
            say(f"page: {page or 'overview'}")
            results[page or "overview"] = await self.page(server, page, at_once=True)
        return results

    async def dash(self, server: Server) -> dict[str, Any]:
        """Results of the Dash page under the same two loads."""
        async with httpx2.AsyncClient(timeout=60, limits=httpx2.Limits(max_connections=MEETING)) as client:
            actions = [dash_client.acting(client, server.url) for _ in range(MEETING)]
            return {
                "saturated": (await load.saturate(server, actions[:SEVERAL], self.sizes.saturate)).as_json(),
                "paced": (await load.at_meeting_pace(server, actions, self.sizes.pace)).as_json(),
            }

    async def memory(self, server: Server) -> dict[str, float]:
        """Bytes before, per open session, and after many sessions were opened and closed."""
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
        """CPU seconds per rerun of each page."""
        results = {}
        for page in self.sizes.pages:
            visitors = await load.open_visitors(server, page, 4)
            actions = [load.acting(visitor) for visitor in visitors]
            results[page or "overview"] = (await load.saturate(server, actions, self.sizes.saturate)).cpu_per_action
            await load.close_visitors(visitors)
        return results


def machine() -> dict[str, Any]:
    """Machine, versions and time of the run."""
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
    """Print the progress of the run."""
    print(f"… {text}", flush=True)


def main() -> None:
    """Parse the options, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three minutes, with fewer pages, sessions and repeats")
    parser.add_argument("--table", type=Path, help="print the table of an earlier run's JSON instead of measuring")
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
