"""The environment that make sets up holds nothing that nobody uses, and can be asked for known vulnerabilities."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from kdx_metrics.settings import ROOT


def ran(script: str, *arguments: str, **environment: str) -> str:
    """Output of a script that ends well."""
    command = [str(ROOT / "scripts" / script), *arguments]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_environment_holds_pip_alone(tmp_path: Path) -> None:
    ran("make-venv", str(tmp_path / "venv"))
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    assert {path.name.split("-")[0] for path in packages.iterdir()} == {"pip"}


def test_where_nobody_answers_the_question_for_vulnerabilities_says_so_and_ends_well() -> None:
    assert "既知の脆弱性を確かめられません" in ran("audit", UV_OFFLINE="1")
