"""Real servers for the browser tests: started, listened to, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import SystemRandom
from typing import IO

from kdx_metrics.settings import PREFIX, ROOT
from tests.browser.harness import PATIENCE

READY = '"event": "ready"'
# Clients are given higher ports on Linux, so that one of these stays free while a server there is started again.
PORTS = range(20_000, 32_000)


@dataclass
class Server:
    """A dashboard as `make run` serves it. `folder` holds its store, `log` its lines on stderr since the last start."""

    port: int
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[str] = field(init=False)
    log: list[str] = field(default_factory=list)
    settled: threading.Event = field(default_factory=threading.Event)
    reader: threading.Thread = field(init=False)

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        """The address of its own store."""
        return f"sqlite:///{self.folder.name}/kdx.sqlite3"

    def start(self, env: Mapping[str, str], script: str = "dashboard.py") -> bool:
        """Start and wait until its data is loaded (True) or the process has ended (False)."""
        self.log.clear()
        self.settled.clear()
        self.process = subprocess.Popen(
            serve_command(self.port, script),
            cwd=ROOT,
            env=clean_environment({"KDX_DATABASE_URL": self.database} | dict(env)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        self.reader = threading.Thread(target=self._follow, args=(self.process.stderr,))
        self.reader.start()
        return self.settled.wait(PATIENCE) and any(READY in line for line in self.log)

    def _follow(self, stderr: IO[str]) -> None:
        with stderr:
            for line in stderr:
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


def serve_command(port: int, script: str = "dashboard.py") -> list[str]:
    """The command of `make run`, with this interpreter."""
    return [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]


def clean_environment(env: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without the developer's own settings, and `env` on top."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | dict(env)


def new_server(port: int | None = None) -> Server:
    """A server that is yet to be started, at a free port, with a folder of its own."""
    return Server(port or free_port(), tempfile.TemporaryDirectory(prefix="kdx-store-"))


def start_server(env: Mapping[str, str] | None = None, script: str = "dashboard.py", port: int | None = None) -> Server:
    """Start a server (on a free port) and return once its data is loaded; RuntimeError with its log where it fails."""
    server = new_server(port)
    if not server.start(env or {}, script):
        server.stop()
        raise RuntimeError("the server did not start:\n" + "".join(server.log))
    return server


def free_port() -> int:
    """A TCP port of PORTS on which nobody listens."""
    for port in SystemRandom().sample(PORTS, 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
