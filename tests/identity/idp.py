"""Starts and stops the OIDC provider of the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

PROGRAM = Path(__file__).with_name("provider.py")
PATIENCE = 30  # seconds


@contextmanager
def running_provider() -> Iterator[str]:
    """The issuer of a provider in a process of its own, ready to be asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen([sys.executable, str(PROGRAM), str(port)], env=environment)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(issuer, process)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_answers(issuer: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    with httpx2.Client() as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                client.get(f"{issuer}/.well-known/openid-configuration")
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return
    raise RuntimeError(f"the provider did not start ({process.poll()})")
