"""`python -m kdx_metrics`: what every command answers to a setting or a strategy that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kdx_metrics.cli import MODULES, main
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import get_settings

CALLS = {
    "check": ["check", "FILE"],
    "dictionary": ["dictionary"],
    "summary": ["summary"],
    "report": ["report", "--format", "text", "-o", "-"],
    "publish": ["publish", "FILE", "--as-at", "2026-10-31", "--by", "鹿島", "--note", "定例"],
    "history": ["history"],
    "rollback": ["rollback", "1", "--by", "鹿島", "--note", "誤り"],
    "export": ["export", "DIR"],
    "verify": ["verify"],
    "backup": ["backup", "DIR/backup"],
    "restore": ["restore", "FILE"],
    "user": ["user", "list"],
}


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings are read anew, and no store but the test's own could be opened."""
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    for kept in (get_settings, get_source):
        kept.cache_clear()
    yield
    for kept in (get_settings, get_source):
        kept.cache_clear()


def call(command: str, folder: Path) -> int:
    (folder / "file.csv").write_text("取組番号\n", encoding="utf-8")
    places = {"FILE": str(folder / "file.csv"), "DIR": str(folder)}
    return main([places.get(word, word.replace("DIR", str(folder))) for word in CALLS[command]])


def test_every_command_is_called_here() -> None:
    assert sorted(CALLS) == sorted(command for commands in MODULES.values() for command in commands)


@pytest.mark.parametrize("command", CALLS)
def test_a_setting_that_cannot_be_used_is_one_line_and_2(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KDX_MAX_FILES", "many")
    assert call(command, tmp_path) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "KDX_MAX_FILES" in said.err
    assert "予期しない" not in said.err
    assert not (tmp_path / "kdx.sqlite3").exists()


@pytest.mark.parametrize("command", [command for command in CALLS if command != "user"])  # which needs no strategy
def test_a_strategy_that_cannot_be_used_is_one_line_and_2(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strategy.toml").write_text("[strategy]\n", encoding="utf-8")
    monkeypatch.setenv("KDX_DATA_DIR", str(tmp_path))
    assert call(command, tmp_path) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("strategy.toml: ")
    assert said.err.count("\n") == 1
