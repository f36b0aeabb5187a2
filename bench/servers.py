"""The servers that are measured: ours, plain Streamlit with two kinds of settings, Dash. Loopback only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.browser.serving import clean_environment, free_port

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "bench" / "floors"
TODAY = "2026-11-23"
PATIENCE = 90.0


@dataclass(frozen=True)
class Server:
    """A running server; `started_in` is the seconds from its start to its first good answer."""

    name: str
    url: str
    process: psutil.Process
    started_in: float

    def cpu_seconds(self) -> float:
        """CPU time used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Bytes that only this process holds (USS)."""
        return int(self.process.memory_full_info().uss)


@contextmanager
def ours(data: Path | None = None) -> Iterator[Server]:
    """The dashboard as `make run` serves it, over a new SQLite store; `data` stands in for data/."""
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        env = {
            "KDX_DATABASE_URL": f"sqlite:///{folder}/kdx.sqlite3",
            "KDX_TODAY": TODAY,
            "KDX_LOG_LEVEL": "WARNING",
            "KDX_MAX_ROWS": "200000",
        }
        if data is not None:
            env["KDX_DATA_DIR"] = str(data)
        with _streamlit("ours", "dashboard.py", ROOT, "/healthz", env) as server:
            yield server


@contextmanager
def plain_defaults(figures: Path) -> Iterator[Server]:
    """Six figures on a Streamlit page, in a folder without any configuration."""
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        shutil.copy(FLOORS / "six.py", folder)
        env = {"BENCH_FIGURES": str(figures)}
        with _streamlit("plain, Streamlit's settings", "six.py", Path(folder), "/_stcore/health", env) as server:
            yield server


@contextmanager
def plain_ours(figures: Path) -> Iterator[Server]:
    """The same page under our configuration, frozen after its warm-up as ours is."""
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        for name in ("six.py", "six_app.py"):
            shutil.copy(FLOORS / name, folder)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        env = {"BENCH_FIGURES": str(figures)}
        with _streamlit("plain, our settings", "six_app.py", Path(folder), "/_stcore/health", env) as server:
            yield server


@contextmanager
def dash(figures: Path) -> Iterator[Server]:
    """The same figures from a Dash callback, one process with threads."""
    port = free_port()
    command = [sys.executable, str(FLOORS / "dash_app.py"), str(port)]
    with _running("Dash", command, FLOORS, f"http://127.0.0.1:{port}", "/", {"BENCH_FIGURES": str(figures)}) as server:
        yield server


@contextmanager
def _streamlit(name: str, script: str, folder: Path, health: str, env: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    # Neither a first start's question nor a look-up of the public address may disturb the measurement.
    command += ["--browser.gatherUsageStats=false", "--browser.serverAddress=localhost"]
    with _running(name, command, folder, f"http://127.0.0.1:{port}", health, env) as server:
        yield server


@contextmanager
def _running(
    name: str, command: list[str], folder: Path, url: str, health: str, env: Mapping[str, str]
) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as log:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # our own commands
            command, cwd=folder, env=clean_environment(env), stdout=log, stderr=log, text=True
        )
        try:
            if not _answers(url + health, process, began + PATIENCE):
                log.seek(0)
                raise RuntimeError(f"{name} did not start:\n{log.read()[-3000:]}")
            yield Server(name, url, psutil.Process(process.pid), time.perf_counter() - began)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str, process: subprocess.Popen[str], until: float) -> bool:
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310  # http to loopback
                answer.read()
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return True
    return False


def load_average() -> float:
    """Processes that wanted a core in the last minute: how quiet the machine was."""
    return os.getloadavg()[0]
