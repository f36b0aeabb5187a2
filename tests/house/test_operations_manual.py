"""docs/operations.md against the program: no setting, metric or address goes without a word."""

from __future__ import annotations

import re

import pytest
from pydantic_settings import BaseSettings

from kdx_metrics.settings import PREFIX, ROOT, Settings
from kdx_metrics.web import counters, health
from kdx_metrics.web import metrics as web_metrics

MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def kinds_of_settings() -> list[type[BaseSettings]]:
    """Every class of settings in the program, found rather than listed."""
    found, wanted = [], [Settings]
    while wanted:
        one = wanted.pop()
        found.append(one)
        wanted += one.__subclasses__()
    return [*found, *(one for one in BaseSettings.__subclasses__() if one not in found and "kdx" in one.__module__)]


def test_every_setting_is_in_the_manual_and_no_other() -> None:
    known = {PREFIX + name.upper() for kind in kinds_of_settings() for name in kind.model_fields}
    told = set(re.findall(r"^\| `(KDX_\w+)` \|", MANUAL, re.MULTILINE))
    assert told == known


@pytest.mark.parametrize("name", ["kdx.env.example", "compose/compose.yaml", "systemd/kdx@.service"])
def test_what_is_deployed_sets_nothing_unknown(name: str) -> None:
    known = {PREFIX + field.upper() for kind in kinds_of_settings() for field in kind.model_fields}
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"\b(KDX_\w+)", text)) <= known


def test_every_metric_of_ours_is_in_the_manual() -> None:
    text = counters.exposition(lambda: None).decode()
    ours = set(re.findall(r"^# TYPE (kdx_\w+)", text, re.MULTILINE))
    assert {name for name in ours if name not in MANUAL and not name.endswith("_created")} == set()


def test_every_address_for_machines_is_in_the_manual() -> None:
    assert all(f"`{path}`" in MANUAL for path in (health.PATH, health.READY_PATH, web_metrics.PATH))
