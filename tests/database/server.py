"""A real PostgreSQL server for the tests: a cluster of its own in a temporary folder, reached by a socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Composed, Identifier

DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"  # initdb refuses root; Debian's package brings this account


class Server:
    """A running cluster; `database()` gives the URL of a new and empty database."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="kdx-pg-"))
        self._as = self._account()
        self._numbers = count(1)
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={ACCOUNT}", "--no-sync")
        self.start()

    def _account(self) -> list[str]:
        """What to put before a command so that it does not run as root."""
        if os.geteuid() != 0:
            return []
        person = pwd.getpwnam(ACCOUNT)
        os.chown(self.place, person.pw_uid, person.pw_gid)
        return ["setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]

    def _run(self, program: str, *args: str) -> None:
        command = [*self._as, str(_binary(program)), f"--pgdata={self.place / 'data'}", *args]
        # Its output goes to a file: the server keeps what pg_ctl inherited, and a pipe would never end.
        with (self.place / "output.log").open("ab") as log:
            subprocess.run(command, check=True, cwd=self.place, stdout=log, stderr=log, timeout=120)

    def start(self) -> None:
        """Start and wait until it answers. Nothing here outlives the tests, so nothing is flushed to disk."""
        options = f"-k {self.place} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c timezone=Asia/Tokyo"
        options += " -c dynamic_shared_memory_type=mmap"  # in its folder, and so removed with it
        self._run("pg_ctl", "--wait", f"--log={self.place / 'server.log'}", f"--options={options}", "start")

    def stop(self) -> None:
        """Stop as a power cut would."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def remove(self) -> None:
        """Stop for good."""
        self.stop()
        shutil.rmtree(self.place)

    def database(self, like: str = "") -> str:
        """The URL of a new database, empty or a copy of another that nobody is connected to."""
        name = f"kdx_{next(self._numbers)}"
        template = urlsplit(like).path.removeprefix("/") or "template1"
        self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        return f"postgresql://{ACCOUNT}@/{name}?host={self.place}"

    def drop(self, url: str) -> None:
        """Remove a database again, whoever is connected: each takes megabytes of the disk."""
        name = urlsplit(url).path.removeprefix("/")
        self._execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _execute(self, statement: Composed) -> None:
        with psycopg.connect(host=str(self.place), user=ACCOUNT, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


def _binary(program: str) -> Path:
    """The newest installed server's program. Raises FileNotFoundError with what to install."""
    found = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    other = shutil.which(program)
    if not found and other is None:
        raise FileNotFoundError(f"{program} is missing: apt-get install postgresql")
    return found[-1] if found else Path(str(other))
