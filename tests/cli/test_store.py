"""The store's commands as an administrator or a scheduler runs them."""

from __future__ import annotations

import csv
import io
import json
import os
import pwd
from pathlib import Path

import pytest

from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.revisions import digest
from tests.command import main
from tests.publications.support import ACTION_HEADER, ROOT, actions, strategy
from tests.shipped import core_folder

USER = f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
REPLACE = ["--mode", "replace"]
WHO = ["--by", "鹿島 花子", "--note", "定例更新"]


@pytest.fixture(autouse=True)
def _here(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_DATA_DIR", str(core_folder(tmp_path / "data")))
    monkeypatch.setenv("KDX_DATABASE_URL", store_url)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "取組.csv"
    path.write_bytes(actions(60).data)
    return path


def history(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["history", "--format", "json"]) == 0
    listed: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return listed


def test_the_first_command_takes_in_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    listed = history(capsys)
    assert {entry["kind"] for entry in listed} == {"initial"}
    assert len([entry for entry in listed if entry["current"]]) == 5, "four tables and the strategy"
    assert set(listed[0]) == {
        "revision",
        "table",
        "sha256",
        "as_at",
        "published_at",
        "by",
        "account",
        "note",
        "kind",
        "rows",
        "current",
    }


def test_the_history_lists_every_revision_newest_first(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = history(capsys)
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    newest, *older = history(capsys)
    assert newest == {
        "revision": len(shipped) + 1,
        "table": "action_plan",
        "sha256": digest(actions(60).data),
        "as_at": "2026-11-20",
        "published_at": newest["published_at"],
        "by": "鹿島 花子",
        "account": USER,
        "note": "定例更新",
        "kind": "upload",
        "rows": 3,
        "current": True,
    }
    assert str(newest["published_at"]).endswith("+00:00")
    assert [entry["revision"] for entry in older] == [entry["revision"] for entry in shipped]


def test_publish_roll_back_verify_and_export(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = next(entry for entry in history(capsys) if entry["table"] == "action_plan")
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    assert "公開しました" in capsys.readouterr().err
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    assert "変更はありません" in capsys.readouterr().err
    assert main(["rollback", str(before["revision"]), *WHO]) == 0
    newest = history(capsys)[0]
    assert (newest["kind"], newest["as_at"], newest["sha256"]) == ("rollback", "2026-11-20", before["sha256"])
    assert main(["verify"]) == 0
    assert main(["export", str(tmp_path / "out" / "now")]) == 0
    assert (tmp_path / "out" / "now" / "action_plan.csv").read_bytes() == (
        ROOT / "data" / "action_plan.csv"
    ).read_bytes()
    assert main(["export", str(tmp_path / "then"), "--at", "2024-05-01"]) == 0
    archived = ROOT / "data" / "archive" / "2024-04-16" / "kpis.csv"
    assert (tmp_path / "then" / "kpis.csv").read_bytes() == archived.read_bytes()
    capsys.readouterr()
    assert main(["history"]) == 0
    assert "差し戻し" in capsys.readouterr().out.splitlines()[0]


def test_a_workbook_is_published_as_it_came_and_exported_as_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "取組.xlsx"
    rows = list(csv.reader(io.StringIO(actions(60).data.decode("utf-8-sig"))))[1:]
    headers = [column.header for column in tables(strategy())["action_plan"].columns]
    given = ACTION_HEADER.split(",")
    cells = [[dict(zip(given, row, strict=True)).get(header, "") for header in headers] for row in rows]
    path.write_bytes(template(tables(strategy())["action_plan"], cells))
    assert main(["publish", str(path), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    assert history(capsys)[0]["sha256"] == digest(path.read_bytes())
    assert main(["verify"]) == 0
    assert main(["export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "action_plan.csv").read_bytes().startswith("\ufeff取組番号,柱,期".encode())


def test_a_part_does_not_replace_the_whole_unless_that_is_said(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = history(capsys)
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *WHO]) == 1
    told = capsys.readouterr().err
    assert "取組: 追加3行、変更0行、削除43行" in told
    assert "  削除 P1-01 1" in told
    assert "  ほか26件" in told
    assert "取組の43行が表から無くなるため、公開していません。" in told
    assert "--mode merge(部分更新)" in told
    assert "--mode replace(全体置換)" in told
    assert history(capsys) == shipped
    assert main(["publish", str(plan), "--as-at", "2026-11-20", "--mode", "merge", *WHO]) == 0
    assert "取組: 追加3行、変更0行、削除0行\n  追加 A-01 2\n" in capsys.readouterr().err
    assert history(capsys)[0]["rows"] == 46


def test_a_whole_table_is_published_without_a_mode_and_what_changes_is_printed(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    assert "取組: 追加3行、変更0行、削除43行" in capsys.readouterr().err
    (tmp_path / "more.csv").write_bytes(actions(70, rows=4).data)
    assert main(["publish", str(tmp_path / "more.csv"), "--as-at", "2026-11-21", *WHO]) == 0
    told = capsys.readouterr().err
    assert "取組: 追加1行、変更3行(3セル)、削除0行\n  追加 A-04 2\n  変更 A-01 2 進捗率: 60 → 70\n" in told
    assert "公開しました: " in told


def test_a_published_threshold_prints_the_ratings_that_it_changes(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    settings = (ROOT / "data" / "strategy.toml").read_text(encoding="utf-8").replace("\nbehind = 25", "\nbehind = 11")
    (tmp_path / "strategy.toml").write_text(settings, encoding="utf-8")
    assert main(["publish", str(tmp_path / "strategy.toml"), "--as-at", "2026-11-21", *WHO]) == 0
    told = capsys.readouterr().err
    assert (
        "戦略の設定: 追加0行、変更1行(1セル)、削除0行\n  変更 取組の評価: 遅れの境目 [rating] behind 値: 25 → 11\n"
        in told
    )
    assert "このファイルで評価が変わる取組・指標: 3件\n  A-01 第2期 取組1 ◐ やや遅れ → ■ 遅れ\n" in told


def test_errors_are_named_and_nothing_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = history(capsys)
    (tmp_path / "x.csv").write_bytes(actions(101).data)
    assert main(["publish", str(tmp_path / "x.csv"), "--as-at", "2026-11-20", *WHO]) == 1
    told = capsys.readouterr().err
    assert "I2" in told
    assert "誤りが3件" in told
    assert history(capsys) == before


def test_a_stated_base_that_is_no_longer_the_newest_is_refused(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(plan), "--as-at", "2026-11-20", *REPLACE, *WHO]) == 0
    (tmp_path / "other.csv").write_bytes(actions(70).data)
    assert main(["publish", str(tmp_path / "other.csv"), "--as-at", "2026-11-20", *REPLACE, "--base", "1", *WHO]) == 1
    assert "鹿島 花子" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["publish", "nowhere.csv", "--as-at", "2026-11-20", *WHO],
        ["publish", "--as-at", "2026-11-20", *WHO],
        ["publish", "x.csv", "--as-at", "昨日", *WHO],
        ["rollback", "one", *WHO],
        ["restore", "nowhere.kdx"],
        ["history", "--format", "xml"],
    ],
)
def test_wrong_usage_ends_with_2_and_a_japanese_word(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert not capsys.readouterr().err.isascii()


def test_what_cannot_be_done_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollback", "999", *WHO]) == 1
    assert "第999版はありません" in capsys.readouterr().err
    assert main(["export", str(tmp_path), "--at", "1999-01-01"]) == 1
    assert main(["restore", str(ROOT / "data" / "kpis.csv")]) == 1


def test_a_backup_restores_into_an_empty_store_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = history(capsys)
    assert main(["backup", str(tmp_path / "b.kdx")]) == 0
    assert main(["restore", str(tmp_path / "b.kdx")]) == 1
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert main(["restore", str(tmp_path / "b.kdx")]) == 0
    assert history(capsys) == before
    assert main(["verify"]) == 0


def test_a_restore_lists_who_can_sign_in_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", "add", "hanako", "--name", "鹿島 花子", "--role", "editor"])
    main(["user", "add", "planted", "--name", "だれか", "--role", "admin"])
    main(["user", "add", "taro", "--name", "元職員", "--role", "viewer"])
    main(["user", "disable", "taro"])
    main(["backup", str(tmp_path / "b.kdx")])
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    capsys.readouterr()
    assert main(["restore", str(tmp_path / "b.kdx")]) == 0
    printed = capsys.readouterr()
    assert "「利用中」の方がサインインできます。心当たりのない利用者は停止してください" in printed.err
    assert printed.out.splitlines() == [
        "hanako\t鹿島 花子\t編集者\tパスワード\t利用中",
        "planted\tだれか\t管理者\tパスワード\t利用中",
        "taro\t元職員\t閲覧者\tパスワード\t停止中",
    ]


def test_what_is_published_at_the_command_line_names_the_user_of_the_computer(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "publish",
                str(plan),
                "--as-at",
                "2026-11-20",
                "--mode",
                "replace",
                "--by",
                "鹿島\u202e 花子",
                "--note",
                "定例",
            ]
        )
        == 0
    )
    newest = history(capsys)[0]
    assert (newest["by"], newest["account"]) == ("鹿島 花子", USER)
    assert main(["history"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(f"\t{newest['account']}")


def test_a_store_out_of_reach_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KDX_DATABASE_URL", "postgresql://kdx:himitsu@127.0.0.1:1/kdx")
    assert main(["verify"]) == 1
    told = capsys.readouterr().err
    assert told == "データベースに接続できません。しばらくしてからもう一度お試しください。\n"
