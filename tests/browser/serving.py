"""Real servers for the browser tests: started, listened to, stopped."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import SystemRandom
from typing import IO

from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.seeding import seed
from kdx_metrics.settings import PREFIX, ROOT
from tests.browser.harness import PATIENCE
from tests.processes import PROCESSES
from tests.shipped import DATA, NOW, strategy

READY = '"event": "ready"'
LASTING = range(20_000, 32_000)  # ports below those that clients are given on Linux


class Forked:
    """The command in a process that has imported everything already; what it is asked is asked as of a Popen."""

    def __init__(self, command: list[str], env: Mapping[str, str], stderr: Connection) -> None:
        self._process = PROCESSES.Process(target=_run_streamlit, args=(command, dict(env), stderr), daemon=True)
        self._process.start()
        self.terminate = self._process.terminate
        self.kill = self._process.kill

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once there is one. Raises TimeoutExpired as a Popen does."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("streamlit", timeout or 0)
        return self._process.exitcode


def _run_streamlit(command: list[str], env: dict[str, str], stderr: Connection) -> None:
    from streamlit.web import cli  # noqa: PLC0415  # for the process of the server alone

    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(stderr.fileno(), 2)
    sys.argv = command
    cli.main(args=command[command.index("streamlit") + 1 :], prog_name="streamlit")


@dataclass
class Server:
    """A dashboard. `folder` holds its store, `log` the lines it has written to stderr so far."""

    port: int
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[str] | Forked = field(init=False)
    log: list[str] = field(default_factory=list)
    settled: threading.Event = field(default_factory=threading.Event)
    reader: threading.Thread = field(init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def place(self) -> Path:
        """The file of its own store."""
        return Path(self.folder.name) / "kdx.sqlite3"

    @property
    def database(self) -> str:
        """The address of its own store."""
        return f"sqlite:///{self.place}"

    def start(self, env: Mapping[str, str], script: str = "dashboard.py", *, cold: bool = False) -> bool:
        """Start and wait until its data is loaded, or until it has ended; whether it is loaded.

        `cold`: as an operator starts it for the first time. Else it is forked off a process that has imported
        everything, over a store that has taken in the shipped data: the same program with the same settings.
        """
        command = serve_command(self.port, script)
        env = clean_environment({"KDX_DATABASE_URL": self.database} | dict(env))
        self.log.clear()
        self.settled.clear()
        if cold:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            assert self.process.stderr is not None
            self._listen(self.process.stderr)
        else:
            if env["KDX_DATABASE_URL"] == self.database and not self.place.exists():
                shutil.copy(shipped_store(), self.place)
            heard, said = PROCESSES.Pipe(duplex=False)
            with said:
                self.process = Forked(command, env, said)
            self._listen(os.fdopen(os.dup(heard.fileno()), encoding="utf-8"))
            heard.close()
        return self.settled.wait(PATIENCE) and any(READY in line for line in self.log)

    def _listen(self, stream: IO[str]) -> None:
        self.reader = threading.Thread(target=self._follow, args=(stream,))
        self.reader.start()

    def _follow(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.log.append(line)
                if READY in line:
                    self.settled.set()
        self.settled.set()  # the process has ended: nobody needs to wait any longer

    def end(self) -> None:
        """End the process as an operator's SIGTERM would; the store stays."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join()

    def stop(self) -> None:
        """End the process and remove its store."""
        self.end()
        self.folder.cleanup()


@cache
def shipped_store() -> Path:
    """A store that holds the shipped data, to be copied: taking it in is as much work as the rest of a start."""
    folder = tempfile.TemporaryDirectory(prefix="kdx-shipped-")
    atexit.register(folder.cleanup)
    place = Path(folder.name) / "kdx.sqlite3"
    store = open_store(f"sqlite:///{place}")
    seed(store, strategy(), DATA, fallback_as_at=NOW)
    store.close()
    return place


def serve_command(port: int, script: str = "dashboard.py") -> list[str]:
    """The command of `make run`, with this interpreter."""
    return [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]


def clean_environment(env: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without the developer's own settings, and `env` on top."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | dict(env)


def new_server(port: int | None = None) -> Server:
    """A server that is yet to be started, at a free port, with a folder of its own."""
    return Server(port or free_port(), tempfile.TemporaryDirectory(prefix="kdx-store-"))


def start_server(
    env: Mapping[str, str] | None = None, script: str = "dashboard.py", port: int | None = None, *, cold: bool = False
) -> Server:
    """Start a server (on a free port) and return once its data is loaded; RuntimeError with its log where it fails."""
    server = new_server(port)
    if not server.start(env or {}, script, cold=cold):
        server.stop()
        raise RuntimeError("the server did not start:\n" + "".join(server.log))
    return server


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lasting_port() -> int:
    """One of those that no client is given, so that it stays free while a server there is replaced by another."""
    for port in SystemRandom().sample(LASTING, 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
