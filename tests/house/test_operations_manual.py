"""docs/operations.md describes all settings, metrics, events of the log and addresses of the program."""

from __future__ import annotations

import re

import pytest
from pydantic_settings import BaseSettings

from kdx_metrics.settings import PREFIX, ROOT, Settings
from kdx_metrics.web import metrics
from kdx_metrics.web.routes import health

MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def kinds_of_settings() -> list[type[BaseSettings]]:
    """Settings, its subclasses, and other classes of settings that the program defines."""
    kinds, pending = [], [Settings]
    while pending:
        kind = pending.pop()
        kinds.append(kind)
        pending += kind.__subclasses__()
    return [*kinds, *(kind for kind in BaseSettings.__subclasses__() if kind not in kinds and "kdx" in kind.__module__)]


def test_every_setting_is_in_the_manual_and_no_other() -> None:
    defined = {PREFIX + name.upper() for kind in kinds_of_settings() for name in kind.model_fields}
    described = set(re.findall(r"^\| `(KDX_\w+)` \|", MANUAL, re.MULTILINE))
    assert described == defined


@pytest.mark.parametrize("name", ["kdx.env.example", "compose/compose.yaml", "systemd/kdx@.service"])
def test_what_is_deployed_sets_nothing_unknown(name: str) -> None:
    defined = {PREFIX + field.upper() for kind in kinds_of_settings() for field in kind.model_fields}
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"\b(KDX_\w+)", text)) <= defined


def test_every_metric_of_ours_is_in_the_manual() -> None:
    text = metrics.exposition(lambda: None).decode()
    ours = set(re.findall(r"^# TYPE (kdx_\w+)", text, re.MULTILINE))
    assert {name for name in ours if name not in MANUAL and not name.endswith("_created")} == set()


def test_every_address_for_machines_is_in_the_manual() -> None:
    assert all(f"`{path}`" in MANUAL for path in (health.PATH, health.READY_PATH, metrics.PATH))


def test_every_event_of_the_log_is_in_the_manual() -> None:
    logged = re.compile(r"\.(?:info|warning|error|exception)\(\s*\"([a-z_]+)\"")
    files = [file for room in ("kdx_metrics", "pages") for file in (ROOT / room).rglob("*.py")]
    events = {event for file in files for event in logged.findall(file.read_text(encoding="utf-8"))}
    assert "script_error" in events
    assert {event for event in events if f"`{event}`" not in MANUAL} == set()
