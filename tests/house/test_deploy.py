"""deploy/: the shipped unit, proxy and containers are bounded, and the real programs accept them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from kdx_metrics.settings import ROOT
from tests.certificate import write_certificate

DEPLOY = ROOT / "deploy"
EXPOSED_AT_MOST = 1.5  # of 10, as systemd reckons it
SECRETS = ("deploy/compose/kdx.env", "deploy/compose/db_password", "deploy/compose/tls")


def program(name: str) -> str:
    """Path of an installed program, also outside a user's own search path."""
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/bin:/usr/local/bin")
    assert path is not None, f"{name} is missing: `make test` installs it, or says what to install"
    return path


def test_systemd_finds_little_that_the_shipped_unit_is_exposed_to(tmp_path: Path) -> None:
    unit = shutil.copy(DEPLOY / "systemd" / "kdx@.service", tmp_path)
    command = [program("systemd-analyze"), "security", "--offline=true", "--no-pager", unit]
    printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", printed)
    assert exposure is not None, printed
    assert float(exposure[1]) <= EXPOSED_AT_MOST


@pytest.mark.parametrize("bound", ["LimitNOFILE", "MemoryMax", "TasksMax", "UMask"])
def test_the_shipped_unit_bounds_what_one_replica_may_use(bound: str) -> None:
    unit = (DEPLOY / "systemd" / "kdx@.service").read_text(encoding="utf-8")
    assert re.search(rf"^{bound}=\S+$", unit, re.MULTILINE)
    assert f"`{bound}`" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("service", COMPOSE["services"].values(), ids=COMPOSE["services"])
def test_each_container_is_bounded_and_has_no_privileges_to_lose(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_the_secrets_of_the_containers_enter_neither_the_repository_nor_an_image() -> None:
    for name in (".gitignore", ".dockerignore"):
        entries = {line.rstrip("/") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()}
        assert entries >= set(SECRETS), name


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A folder with a certificate for a proxy that only checks its configuration."""
    write_certificate(tmp_path, "dx.example.jp")
    return tmp_path


@pytest.mark.parametrize("site", ["nginx/site.conf", "compose/proxy.conf"])
def test_nginx_accepts_the_shipped_proxy(site: str, certificate: Path) -> None:
    text = (DEPLOY / site).read_text(encoding="utf-8")
    shutil.copytree(DEPLOY / "nginx", certificate / "kdx")
    for deployed, here in (
        ("/etc/nginx/", f"{certificate}/"),
        ("/etc/ssl/kdx/", f"{certificate}/"),
        ("app1:", "127.0.0.1:"),
        ("app2:", "127.0.0.1:"),
    ):
        text = text.replace(deployed, here)
    assert_accepted(text, certificate)


def test_nginx_accepts_what_the_manual_says_of_a_dashboard_below_a_path(certificate: Path) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (locations,) = re.findall(r"```nginx\n(.*?)```", manual, re.DOTALL)
    shutil.copytree(DEPLOY / "nginx", certificate / "kdx")
    upstream = "upstream kdx { hash $kdx_route consistent; server 127.0.0.1:8501; }"
    assert_accepted(f"include kdx/kdx-http.conf; {upstream} server {{ listen 8080; {locations} }}", certificate)


def assert_accepted(text: str, folder: Path) -> None:
    """Nginx finds no fault with a configuration of its http block."""
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/nginx.pid; events {{ worker_connections 4096; }} http {{ {text} }}", encoding="utf-8"
    )
    command = [program("nginx"), "-t", "-p", str(folder), "-c", str(whole), "-e", str(folder / "error.log")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
