"""Measured servers on the loopback interface, the dashboard, plain Streamlit with two settings, and Dash."""

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
from types import MappingProxyType
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.browser.serving import clean_environment, free_port

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "bench" / "floors"
TODAY = "2026-11-23"
PATIENCE = 90.0  # seconds to wait for a server's first answer


@dataclass(frozen=True)
class Server:
    """A running server; `started_in` is the number of seconds from its start to its first good answer."""

    name: str
    url: str
    process: psutil.Process
    started_in: float

    def cpu_seconds(self) -> float:
        """CPU seconds of the process so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Bytes of memory that only this process uses (USS)."""
        return int(self.process.memory_full_info().uss)


@contextmanager
def ours(data: Path | None = None, *, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """The dashboard as `make run` serves it, with a new SQLite store and `data` in place of data/ if given.

    `settings` come on top of those of the bench.
    """
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        env = {
            "KDX_DATABASE_URL": f"sqlite:///{folder}/kdx.sqlite3",
            "KDX_TODAY": TODAY,
            "KDX_LOG_LEVEL": "WARNING",
            "KDX_MAX_ROWS": "200000",
            **settings,
        }
        if data is not None:
            env["KDX_DATA_DIR"] = str(data)
        with _streamlit("ours", "dashboard.py", ROOT, "/healthz", env) as server:
            yield server


@contextmanager
def plain_defaults(figures: Path) -> Iterator[Server]:
    """A Streamlit page of six figures, in a folder without any configuration."""
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        shutil.copy(FLOORS / "six.py", folder)
        env = {"BENCH_FIGURES": str(figures)}
        with _streamlit("plain, Streamlit's settings", "six.py", Path(folder), "/_stcore/health", env) as server:
            yield server


@contextmanager
def plain_ours(figures: Path) -> Iterator[Server]:
    """The same page with the dashboard's configuration, its objects frozen after the warm-up like the dashboard's."""
    with tempfile.TemporaryDirectory(prefix="kdx-bench-") as folder:
        for name in ("six.py", "six_app.py"):
            shutil.copy(FLOORS / name, folder)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        env = {"BENCH_FIGURES": str(figures)}
        with _streamlit("plain, our settings", "six_app.py", Path(folder), "/_stcore/health", env) as server:
            yield server


@contextmanager
def dash(figures: Path) -> Iterator[Server]:
    """The same figures from a Dash callback, in one process with threads."""
    port = free_port()
    command = [sys.executable, str(FLOORS / "dash_app.py"), str(port)]
    with _running("Dash", command, FLOORS, f"http://127.0.0.1:{port}", "/", {"BENCH_FIGURES": str(figures)}) as server:
        yield server


@contextmanager
def _streamlit(name: str, script: str, folder: Path, health: str, env: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    # Neither the question of a first start nor the look-up of the public address may disturb the measurement.
    command += ["--browser.gatherUsageStats=false", "--browser.serverAddress=localhost"]
    with _running(name, command, folder, f"http://127.0.0.1:{port}", health, env) as server:
        yield server


@contextmanager
def _running(
    name: str, command: list[str], folder: Path, url: str, health: str, env: Mapping[str, str]
) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as log:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # our own commands
            command, cwd=folder, env=clean_environment(env), stdout=log, stderr=log, text=True
        )
        try:
            if not _answers(url + health, process, start + PATIENCE):
                log.seek(0)
                raise RuntimeError(f"{name} did not start:\n{log.read()[-3000:]}")
            yield Server(name, url, psutil.Process(process.pid), time.perf_counter() - start)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str, process: subprocess.Popen[str], deadline: float) -> bool:
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310  # http to loopback
                answer.read()
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return True
    return False


def load_average() -> float:
    """Average number of processes that were running or waiting for a core in the last minute."""
    return os.getloadavg()[0]
