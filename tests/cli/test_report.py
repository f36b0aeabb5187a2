"""`python -m kdx_metrics report`: papers from a folder, its exit codes and what it says on stderr."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.db_errors import DAMAGED
from kdx_metrics.meeting.decisions import Content, add
from kdx_metrics.meeting.homework import TITLE
from kdx_metrics.publications.live import LiveSource
from tests.command import main
from tests.shipped import DATA, NOW, core_folder, strategy
from tests.shipped import summary as shipped


def report(*arguments: str) -> int:
    return main(["report", "--data", str(DATA), *arguments])


def test_the_newest_report_is_compared_with_the_last_meeting(tmp_path: Path) -> None:
    target = tmp_path / "要約.txt"
    assert report("--format", "text", "-o", str(target)) == 0
    said = target.read_text(encoding="utf-8-sig")
    assert f"照合番号 {shipped(NOW).token}" in said
    assert "前回会議(令和8年1月7日)からの変化" in said


@pytest.mark.parametrize(("form", "signature"), [("pptx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")])
def test_every_format_is_written(form: str, signature: bytes, tmp_path: Path) -> None:
    target = tmp_path / "paper"
    assert report("--format", form, "--as-of", "2026-10-31", "--since", "2024-04-16", "-o", str(target)) == 0
    assert target.read_bytes().lstrip()[: len(signature)] == signature


def test_an_earlier_date_shows_what_was_known_then(tmp_path: Path) -> None:
    target = tmp_path / "要約.txt"
    assert report("--format", "text", "--as-of", "2026-01-07", "-o", str(target)) == 0
    said = target.read_text(encoding="utf-8-sig")
    assert "令和8年1月7日(2026-01-07)" in said
    assert "前回会議(令和6年4月16日)からの変化" in said


@pytest.mark.parametrize("form", ["text", "html", "pptx", "xlsx"])
def test_no_paper_is_made_of_a_date_before_the_first_data_of_a_folder(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "paper"
    assert report("--format", form, "--as-of", "2023-11-14", "-o", str(target)) == 1
    assert not target.exists()
    assert capsys.readouterr().err.strip() == (
        "2023-11-14: この日のデータはありません。最初のデータ: 令和5年11月15日。"
        "--as-of にはこの日以後の日を指定してください。"
    )


def test_a_folder_that_does_not_say_of_when_it_is_is_told_how_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = core_folder(tmp_path / "data")
    shutil.rmtree(folder / "archive")
    settings = folder / "strategy.toml"
    dated = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("^as_at = .*$", "", dated, flags=re.MULTILINE), encoding="utf-8")
    arguments = ["report", "--format", "text", "--data", str(folder), "--as-of", "2026-10-31", "-o", "-"]
    assert main(arguments) == 1
    assert "CSVの時点は strategy.toml の [data] as_at に書けます。" in capsys.readouterr().err


def test_no_paper_is_made_of_a_date_before_the_first_data_that_was_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = LiveSource(strategy(), DATA, f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    monkeypatch.setattr("kdx_metrics.publications.live.get_source", lambda: live)
    assert main(["report", "--format", "text", "--as-of", "2023-05-01", "-o", "-"]) == 1
    assert "この日のデータはありません。最初のデータ: 令和5年11月15日" in capsys.readouterr().err
    live.store.close()


def test_without_a_file_it_takes_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert report("--format", "text") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["議事録用要約_2026-10-31.txt"]


@pytest.mark.parametrize(
    ("since", "reason"),
    [("2026-12-01", "時点 2026-10-31 より前の日にしてください"), ("2020-01-01", "最も古い時点は 2023-11-15 です")],
)
def test_a_date_that_cannot_be_compared_is_refused(since: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert report("--format", "text", "--since", since, "-o", "-") == 1
    assert reason in capsys.readouterr().err


def test_a_missing_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--format", "text", "--data", "no-such-folder"]) == 2
    assert "no-such-folder が見つかりません" in capsys.readouterr().err


def test_broken_data_is_refused_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "action_plan.csv").write_text("取組番号,柱,期\nA-1,P1,2\n", encoding="utf-8")
    assert main(["report", "--format", "text", "--data", str(tmp_path), "-o", "-"]) == 1
    assert "取組名" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "公開されたデータがまだありません。"), (b"\xff" * 5000, DAMAGED)]
)
def test_no_paper_is_made_when_nothing_is_published_or_the_store_cannot_be_asked(
    content: bytes,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    location = tmp_path / "kdx.sqlite3"
    location.write_bytes(content)
    live = LiveSource(strategy(), DATA if content else tmp_path, f"sqlite:///{location}")
    monkeypatch.setattr("kdx_metrics.publications.live.get_source", lambda: live)
    assert main(["report", "--format", "text", "-o", "-"]) == 1
    assert capsys.readouterr().err.strip().endswith(reason)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report("--format", "text", "-o", str(tmp_path / "no" / "such.txt")) == 1
    assert "保存できません" in capsys.readouterr().err


def test_decisions_are_read_from_the_store_and_a_folder_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveSource(strategy(), DATA, f"sqlite:///{tmp_path / 'kdx.sqlite3'}")
    monkeypatch.setattr("kdx_metrics.publications.live.get_source", lambda: live)
    target = tmp_path / "要約.txt"
    assert main(["report", "--format", "text", "-o", str(target)]) == 0
    assert "前回までの会議で記録された決定・宿題はありません。" in target.read_text(encoding="utf-8-sig")

    homework = Content("宿題", "未報告の理由を調べる", date(2026, 1, 7), kpi_id="K10", department="総務課")
    done = Content("宿題", "済んだ宿題", date(2026, 1, 7), state="完了")
    for content in (homework, done):
        add(live.store, Actor("鹿島 花子", "editor"), content)
    assert main(["report", "--format", "text", "-o", str(target)]) == 0
    said = target.read_text(encoding="utf-8-sig")
    live.store.close()
    assert f"{TITLE}\n前回までの決定・宿題2件のうち、残りは1件です。" in said
    assert "[宿題] 未報告の理由を調べる(K10 " in said
    assert "、総務課、期限なし、未対応、令和8年1月7日の会議)" in said
    assert "済んだ宿題" not in said

    assert report("--format", "text", "-o", str(target)) == 0
    assert TITLE not in target.read_text(encoding="utf-8-sig")
