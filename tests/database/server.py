"""PostgreSQL server for the tests, a cluster in a temporary folder that is reached by a socket."""

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
    """A running PostgreSQL cluster."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kdx-pg-"))
        self._as = self._account()
        self._numbers = count(1)
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={ACCOUNT}", "--no-sync")
        self.start()

    def _account(self) -> list[str]:
        """Prefix of a command that makes it run as ACCOUNT if the tests run as root."""
        if os.geteuid() != 0:
            return []
        person = pwd.getpwnam(ACCOUNT)
        os.chown(self.folder, person.pw_uid, person.pw_gid)
        return ["setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]

    def _run(self, program: str, *args: str) -> None:
        command = [*self._as, str(_binary(program)), f"--pgdata={self.folder / 'data'}", *args]
        # Output goes to a file: the server inherits it from pg_ctl, so that a pipe would stay open.
        with (self.folder / "output.log").open("ab") as log:
            subprocess.run(command, check=True, cwd=self.folder, stdout=log, stderr=log, timeout=120)

    def start(self) -> None:
        """Start and wait until the server answers; nothing is flushed to disk, since nothing outlives the tests."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c timezone=Asia/Tokyo"
        options += " -c dynamic_shared_memory_type=mmap"  # in its folder, so that it is removed with it
        self._run("pg_ctl", "--wait", f"--log={self.folder / 'server.log'}", f"--options={options}", "start")

    def stop(self) -> None:
        """Stop without a checkpoint, as in a power cut."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def database(self, like: str = "") -> str:
        """URL of a new database, either empty or a copy of the database at `like`, which must have no connections."""
        name = f"kdx_{next(self._numbers)}"
        template = urlsplit(like).path.removeprefix("/") or "template1"
        self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        return f"postgresql://{ACCOUNT}@/{name}?host={self.folder}"

    def run_sql(self, url: str, script: str) -> None:
        """Run a script as psql does, such as a dump; the first error ends it and raises CalledProcessError."""
        command = [str(_binary("psql")), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={url}"]
        subprocess.run(command, input=script.encode(), check=True, capture_output=True, timeout=120)

    def drop(self, url: str) -> None:
        """Delete a database and close its connections, since each database takes megabytes of disk."""
        name = urlsplit(url).path.removeprefix("/")
        self._execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _execute(self, statement: Composed) -> None:
        with psycopg.connect(host=str(self.folder), user=ACCOUNT, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


def _binary(program: str) -> Path:
    """Program of the newest installed server. Raises FileNotFoundError that names the package to install."""
    installed = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which(program)
    if not installed and on_path is None:
        raise FileNotFoundError(f"{program} is missing: apt-get install postgresql")
    return installed[-1] if installed else Path(str(on_path))
