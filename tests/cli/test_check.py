"""`python -m kdx_metrics check`: its JSON, its text, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import main
from tests.intake.bad_inputs.building import KPI, actions, actuals, kpis, milestones, targets

ROOT = Path(__file__).parents[2]
Capture = pytest.CaptureFixture[str]


def file(folder: Path, text: str, name: str = "取組.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_json_has_exactly_the_promised_fields(tmp_path: Path, capsys: Capture) -> None:
    path = file(tmp_path, actions({"進捗率": "101", "開始予定": "R7.4.1"}))
    assert main(["check", path, "--format", "json", "--as-at", "2026-10-31"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "file": path,
        "table": "action_plan",
        "encoding": "utf-8",
        "rows": 1,
        "ok": False,
        "issue_count": 1,
        "issues": [
            {
                "row": 2,
                "column": "進捗率",
                "cell": "J2",
                "value": "101",
                "code": "progress_out_of_range",
                "severity": "error",
                "message": "進捗率「101」は0から100の範囲にありません。",
                "fix": "0から100の数を入力してください。",
            }
        ],
        "repairs": [{"cell": "G2", "before": "R7.4.1", "after": "2025-04-01"}],
    }


def test_an_issue_of_the_whole_file_has_no_row_and_no_cell(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", file(tmp_path, ""), "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert (result["table"], result["encoding"], result["rows"]) == (None, None, 0)
    assert [(issue["row"], issue["cell"], issue["code"]) for issue in result["issues"]] == [(None, None, "empty_file")]


def test_the_text_reads_as_sentences_with_cells(tmp_path: Path, capsys: Capture) -> None:
    path = file(tmp_path, actions({"進捗率": "101", "更新日": "2026/10/1"}))
    assert main(["check", path, "--as-at", "2026-10-31"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "ファイル: 取組.csv",
        "表: 取組(action_plan.csv)",
        "文字コード: UTF-8  データ: 1行",
        (
            "誤り セル J2(A-01 オンライン申請の拡大) 進捗率「101」: "
            "進捗率「101」は0から100の範囲にありません。 → 0から100の数を入力してください。"
        ),
        "読み替え 1件",
        "セル N2: 2026/10/1 → 2026-10-01",
        "結果: 誤りがあるため公開できません。",
    ]


def test_a_publishable_file_ends_in_0_and_says_its_warnings(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", file(tmp_path, actions({"進捗率": "0.4"})), "--as-at", "2026-10-31"]) == 0
    out = capsys.readouterr().out
    assert (
        "注意 セル J2(A-01 オンライン申請の拡大) 進捗率「0.4」: 進捗率「0.4」は0.4%と読みました。40%の意味ですか。"
        in out
    )
    assert "結果: 公開できます。注意が1件あります。" in out


def test_beyond_a_thousand_issues_the_rest_is_counted(tmp_path: Path, capsys: Capture) -> None:
    rows = ({"取組番号": f"A-{number}", "進捗率": "101"} for number in range(1_003))
    assert main(["check", file(tmp_path, actions(*rows)), "--as-at", "2026-10-31"]) == 1
    assert "ほか 3件" in capsys.readouterr().out.splitlines()


def test_without_a_status_date_today_is_taken(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, actions({"更新日": "2026-11-24"}))
    assert main(["check", path, "--as-at", "2026-11-24"]) == 0
    assert main(["check", path, "--as-at", "2026-11-23"]) == 1
    assert "データの時点(2026-11-23)より後です" in capsys.readouterr().out
    monkeypatch.setenv("KDX_TODAY", "2026-11-23")
    outcome = run_alone("check", path)
    assert outcome.returncode == 1
    assert "データの時点(2026-11-23)より後です" in outcome.stdout


def run_alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kdx_metrics", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "必要な引数がありません: FILE"),
        (["check", "x.csv", "--table", "plans"], "--table に 'plans' は使えません"),
        (["check", "x.csv", "--as-at", "10/31"], "--as-at: 日付「10/31」を読めません(例: 2026-11-23)"),
        (["check", "x.csv", "--format"], "--format: 値が必要です"),
        (["check", "x.csv", "--colour"], "知らない引数です: --colour"),
        (["check", "nowhere.csv"], "ファイル nowhere.csv が見つかりません。"),
        (["check", "."], "ファイル . が開けません。"),
        (["check", "x.csv", "--with", "nowhere"], "フォルダー nowhere が見つかりません。"),
        (["check", "x.csv", "--format", "yaml"], "--format: 'yaml' は使えません('text', 'json' のいずれか)"),
        (["publicise"], "'publicise' は使えません"),
        ([], "必要な引数がありません: コマンド"),
    ],
)
def test_wrong_usage_ends_in_2_and_says_so_in_japanese(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert "Traceback" not in output.err


def test_help_is_in_japanese(capsys: Capture) -> None:
    assert main(["check", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("使い方: python -m kdx_metrics check")
    assert "オプション:" in out
    assert "positional" not in out
    assert "show this help" not in out


def test_a_strategy_that_cannot_be_used_ends_in_2(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "strategy.toml").write_text("[strategy]\n", encoding="utf-8")
    assert main(["check", file(tmp_path, actions()), "--with", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("strategy.toml: ")


def test_actuals_are_held_against_the_kpis_of_a_folder(tmp_path: Path, capsys: Capture) -> None:
    file(tmp_path, kpis(), "kpis.csv")
    path = file(tmp_path, actuals({"実績値": "900件"}, {"指標番号": "K-99"}))
    assert main(["check", path, "--as-at", "2026-10-31", "--with", str(tmp_path), "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert [(issue["cell"], issue["code"]) for issue in result["issues"]] == [("A3", "orphan_kpi")]
    assert result["repairs"] == [{"cell": "C2", "before": "900件", "after": "900"}]


def test_kpis_that_leave_actuals_orphaned_are_an_error_of_the_file(tmp_path: Path, capsys: Capture) -> None:
    file(tmp_path, actuals(), "kpi_actuals.csv")
    path = file(tmp_path, kpis({"指標番号": "K-02"}))
    assert main(["check", path, "--with", str(tmp_path), "--format", "json"]) == 1
    (issue,) = json.loads(capsys.readouterr().out)["issues"]
    assert (issue["row"], issue["cell"], issue["code"]) == (None, None, "orphan_kpi")
    assert issue["message"] == "kpi_actuals.csvのセル A2: 指標番号「K-01」が指標の表(kpis.csv)にありません。"
    file(tmp_path, kpis(), "new.csv")
    assert main(["check", str(tmp_path / "new.csv"), "--with", str(tmp_path)]) == 0


def test_a_target_may_stand_in_the_table_of_years(tmp_path: Path, capsys: Capture) -> None:
    none = {f"第{number}期目標": "" for number in range(1, 5)}
    path = file(tmp_path, kpis(none), "new.csv")
    assert main(["check", path]) == 1
    assert "指標「K-01」に目標値が一つもありません。" in capsys.readouterr().out
    assert main(["check", path, "--with", str(tmp_path), "--format", "json"]) == 1
    (issue,) = json.loads(capsys.readouterr().out)["issues"]
    assert (issue["cell"], issue["code"]) == ("I2", "no_target")
    file(tmp_path, targets(), "kpi_targets.csv")
    assert main(["check", path, "--with", str(tmp_path)]) == 0
    header = [name for name in KPI if name not in none]
    file(tmp_path, kpis(header=header), "new.csv")
    assert main(["check", path, "--with", str(tmp_path)]) == 0
    assert main(["check", path]) == 1


def test_a_table_that_a_folder_does_without_is_not_asked_for(tmp_path: Path, capsys: Capture) -> None:
    file(tmp_path, kpis(), "kpis.csv")
    path = file(tmp_path, milestones({"関係": "K-01"}))
    assert main(["check", path, "--with", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_neighbour_that_cannot_be_read_is_said_and_does_not_stop_the_check(tmp_path: Path, capsys: Capture) -> None:
    path = file(tmp_path, actuals())
    assert main(["check", path, "--as-at", "2026-10-31", "--with", str(tmp_path)]) == 0
    assert "kpis.csv がないため、表にまたがる規則は確かめていません。" in capsys.readouterr().err
    file(tmp_path, "", "kpis.csv")
    assert main(["check", path, "--as-at", "2026-10-31", "--with", str(tmp_path)]) == 0
    assert "kpis.csv に誤りがあるため、表にまたがる規則は確かめていません。" in capsys.readouterr().err


def test_a_terminal_without_japanese_gets_codes_and_no_traceback(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "kdx_metrics", "check", file(tmp_path, "")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr
    assert "empty" not in outcome.stdout


def test_the_dictionary_is_printed_or_written(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "README.md"
    assert main(["dictionary"]) == 0
    printed = capsys.readouterr().out
    assert main(["dictionary", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == printed
    assert main(["dictionary", "--output", str(tmp_path)]) == 2
