"""Two replicas behind a real nginx, over a real PostgreSQL; all on loopback."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from kdx_metrics.settings import ROOT
from tests.browser.serving import Server, free_port, start_server
from tests.database.server import Server as PostgreSQL

PATIENCE = 10
NGINX = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include kdx/kdx-http.conf;
    upstream kdx {{
        hash $kdx_route consistent;
        server 127.0.0.1:{first} max_fails=0;
        server 127.0.0.1:{second} max_fails=0;
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port}{tls};
        include kdx/kdx-locations.conf;
    }}
}}
"""


@dataclass
class Site:
    """The proxy's address, and its replicas by port."""

    url: str
    database: str
    env: dict[str, str]
    replicas: dict[int, Server]

    def start(self, port: int) -> None:
        """Start the replica of a port."""
        self.replicas[port] = start_server(self.env, port=port)

    def restart(self, port: int) -> None:
        """Restart a replica as an upgrade does: SIGTERM, start, wait until it is ready."""
        self.replicas.pop(port).stop()
        self.start(port)

    def kill(self, port: int) -> None:
        """End a replica without a word."""
        running = self.replicas.pop(port)
        running.process.kill()
        running.stop()

    def sessions(self, port: int) -> int:
        """The number of pages that a replica serves, as its own /metrics says."""
        with urlopen(f"{self.replicas[port].url}/metrics", timeout=PATIENCE) as answer:  # noqa: S310  # loopback
            sessions = re.search(r"^kdx_sessions (\S+)$", answer.read().decode(), re.MULTILINE)
        assert sessions is not None
        return int(float(sessions[1]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, own_port: int) -> Iterator[Site]:
    database = PostgreSQL()
    folder = tmp_path_factory.mktemp("nginx")
    port, first, second = own_port, free_port(), free_port()
    env = {
        "KDX_DATABASE_URL": database.database(),
        "KDX_SECRET_KEY": "one key for both of the replicas under test",
        "STREAMLIT_SERVER_COOKIE_SECRET": "one cookie secret for both as well, and long",
        "KDX_TRUSTED_PROXIES": "127.0.0.1",
        "KDX_TODAY": "2026-11-23",
    }
    running = Site(f"http://127.0.0.1:{port}", env["KDX_DATABASE_URL"], env, {})
    proxy = None
    try:
        running.start(first)
        running.start(second)
        proxy = start_nginx(folder, port=port, first=first, second=second)
        yield running
    finally:
        if proxy is not None:
            proxy.terminate()
            proxy.wait(timeout=PATIENCE)
        for replica in running.replicas.values():
            replica.stop()
        database.remove()


def start_nginx(folder: Path, tls: str = "", **ports: int) -> subprocess.Popen[bytes]:
    """Start nginx with the shipped configuration; return once that is found good and nginx listens.

    `tls` goes on after the address and port to listen on, up to the semicolon.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    assert program is not None, "nginx is missing: `make test` installs it, or says what to install"
    shutil.copytree(ROOT / "deploy" / "nginx", folder / "kdx")
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(folder=folder, tls=tls, **ports), encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(written), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t", "-q"], check=True, capture_output=True)
    # Started by root, its workers would be another user's, who may not write large bodies into the tests' folder.
    user = " user root;" if os.geteuid() == 0 else ""
    running = subprocess.Popen([*command, "-g", f"daemon off;{user}"])
    for _ in range(PATIENCE * 20):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", ports["port"])):
            return running
        time.sleep(0.05)
    running.terminate()
    raise TimeoutError("nginx does not listen")
