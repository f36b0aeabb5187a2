"""`python -m kdx_metrics`: what every command answers when a setting, the strategy or the program itself fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from kdx_metrics.cli import MODULES
from kdx_metrics.plan.strategy import Strategy
from tests.command import main

CALLS = {
    "check": ["check", "FILE"],
    "dictionary": ["dictionary"],
    "summary": ["summary"],
    "report": ["report", "--format", "text", "-o", "-"],
    "site": ["site", "-o", "DIR/site"],
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
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store but the test's own could be opened."""
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'kdx.sqlite3'}")


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


@pytest.mark.parametrize(("level", "has_trace"), [("INFO", False), ("DEBUG", True)])
def test_an_operator_who_asks_is_given_the_traceback_of_an_unexpected_failure(
    level: str, *, has_trace: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_strategy: Strategy) -> str:
        raise ZeroDivisionError("a fault of the program")

    monkeypatch.setattr("kdx_metrics.cli.dictionary.data_dictionary", fail)
    monkeypatch.setenv("KDX_LOG_LEVEL", level)
    assert main(["dictionary"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith(
        "予期しない誤りで終了しました(ZeroDivisionError: a fault of the program)。"
    )
    assert ("Traceback" in said.err and "in fail" in said.err) == has_trace
    assert (said.err.count("\n") == 1) != has_trace
