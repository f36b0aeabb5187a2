"""`python -m kdx_metrics site`: the public site as a scheduler writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import main
from tests.shipped import DATA, core_folder


def files(folder: Path) -> dict[Path, bytes]:
    """Bytes of every file by its path."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_runs_write_the_same_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "other"):
        arguments = ["--data", str(DATA), "--as-of", "2026-10-31", "--since", "2026-01-07", "-o", str(tmp_path / name)]
        assert main(["site", *arguments]) == 0
        assert f"{tmp_path / name / '2026-10-31'} を作りました。" in capsys.readouterr().err
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "other")
    )
    assert first == second
    assert len(first) > 100


def test_a_folder_with_an_error_makes_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = core_folder(tmp_path / "data")
    (folder / "kpis.csv").write_bytes(b"\xff\xfe")
    assert main(["site", "--data", str(folder), "-o", str(tmp_path / "site")]) == 1
    assert "誤りが" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_column_that_there_is_not_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = core_folder(tmp_path / "data")
    with (folder / "strategy.toml").open("a", encoding="utf-8") as file:
        file.write('\n[public]\nkpis = ["指標番号", "指標名", "柱", "ないもの"]\n')
    assert main(["site", "--data", str(folder), "-o", str(tmp_path / "site")]) == 1
    assert "列「ないもの」は指標の表にありません" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site").write_bytes(b"")
    assert main(["site", "--data", str(DATA), "--as-of", "2026-10-31", "-o", str(tmp_path / "site")]) == 1
    assert "に保存できません" in capsys.readouterr().err


def test_a_folder_that_there_is_not_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "--data", str(tmp_path / "nowhere"), "-o", str(tmp_path / "site")]) == 2
    assert "見つかりません" in capsys.readouterr().err


def test_a_rehearsal_lists_what_is_new_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["site", "--data", str(DATA), "-o", str(tmp_path / "site")]
    assert main([*given, "--as-of", "2026-10-31", "--rehearse"]) == 0
    assert "すべてがはじめて公開されます" in capsys.readouterr().out
    assert not (tmp_path / "site").exists()
    assert main([*given, "--as-of", "2026-01-07"]) == 0
    before = files(tmp_path)
    assert main([*given, "--as-of", "2026-10-31", "--rehearse"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("はじめて公開されるもの: 表4件、行")
    assert any(line.startswith("取組\t行\tP3-07 2\t管理職向けDX研修") for line in lines)
    assert files(tmp_path) == before
