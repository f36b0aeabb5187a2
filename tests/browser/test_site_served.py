"""The public site behind a real nginx, by the lines that docs/operations.md gives."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from getpass import getuser
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote

import pytest

from kdx_metrics.settings import ROOT
from kdx_metrics.site.content import edition_of
from kdx_metrics.site.edition import write_edition
from kdx_metrics.site.rendering import files_of
from tests.browser.harness import PATIENCE
from tests.browser.serving import free_port
from tests.shipped import NOW, summary

# A server that begins as root would read as a user who may not look into a folder of tests.
NGINX = """
user {user};
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        absolute_redirect off;
        {lines}
    }}
}}
"""


def lines_of_the_manual() -> str:
    """The snippet for nginx."""
    section = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("## The public site")[1]
    snippet = re.search(r"```conf\n(.+?)```", section, re.DOTALL)
    assert snippet is not None
    return snippet[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    assert program is not None, "nginx is missing: `make test` installs it, or says what to install"
    folder, listening = tmp_path_factory.mktemp("nginx"), free_port()
    write_edition(folder / "site", NOW, files_of(edition_of(summary(NOW), [], None)))
    for shared in (folder, folder.parent, folder.parent.parent):
        shared.chmod(0o755)  # nginx reads as a user of its own
    lines = lines_of_the_manual().replace("/srv/dx-public", str(folder / "site"))
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(user=getuser(), folder=folder, port=listening, lines=lines), encoding="utf-8")
    proxy = subprocess.Popen([program, "-c", str(written), "-p", str(folder)])  # our own configuration
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError):
            ask(listening, "/")
            break
        time.sleep(0.05)
    yield listening
    proxy.terminate()
    proxy.wait(timeout=PATIENCE)


def ask(port: int, path: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", quote(path))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/strategy/", "text/html"),
        ("/strategy/actions/P1-01.html", "text/html"),
        (f"/strategy/{NOW}/index.html", "text/html"),
        (f"/strategy/{NOW}/site.css", "text/css"),
        (f"/strategy/{NOW}/datapackage.json", "application/json"),
    ],
)
def test_the_folder_is_served_with_its_types_and_may_be_kept_for_minutes(port: int, path: str, kind: str) -> None:
    answer = ask(port, path)
    assert answer.status == 200
    assert answer.headers.get_content_type() == kind
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_address_without_its_last_slash_leads_there(port: int) -> None:
    answer = ask(port, "/strategy")
    assert (answer.status, answer.headers["Location"]) == (301, "/strategy/")


@pytest.mark.parametrize("path", ["/strategy/../nginx.conf", "/strategy/nothing.html"])
def test_nothing_beside_the_folder_is_served(port: int, path: str) -> None:
    assert ask(port, path).status in {400, 404}


def test_the_manual_shows_where_the_files_are() -> None:
    assert Path("/srv/dx-public") == Path(re.findall(r"alias (\S+?);", lines_of_the_manual())[0])
