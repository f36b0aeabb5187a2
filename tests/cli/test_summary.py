"""`python -m kdx_metrics summary`: the JSON of a folder, its exit codes and what it says on stderr."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kdx_metrics.cli.summary import as_json
from tests.command import main
from tests.factories import action, action_year, effect, kpi, milestone, summary

ACTIONS = """取組番号,柱,期,取組名,所管課,開始予定,完了予定,状況,進捗率,重み
A-01,市民の利便性向上,第2期,窓口,市民課,2025-04-01,2027-03-31,実施中,50,
A-02,P2,2,電算,総務課,R7.4.1,R8.9.30,実施中,60%,2
A-03,P3,2,研修,総務課,2025-04-01,2027-03-31,実施中,,
"""
KPIS = """指標番号,柱,指標名,単位,方向性,集計,基準日,基準値,第2期目標,許容幅,所管課
K-01,P1,登録者,人,増加,時点,2025-03-31,100,200,,市民課
"""
ACTUALS = """指標番号,時点,実績値
K-01,2026-03-31,145
K-01,2027-01-31,9999
"""
MILESTONES = """日付,区分,名称
2023-03-01,計画,策定
"""
STRATEGY = """[strategy]
title = "町DX"
organization = "町"
[[pillar]]
id = "P1"
name = "市民の利便性向上"
[[pillar]]
id = "P2"
name = "効率化"
[[pillar]]
id = "P3"
name = "人財育成"
[[period]]
number = 1
name = "第1期"
first_fiscal_year = 2023
last_fiscal_year = 2024
[[period]]
number = 2
name = "第2期"
first_fiscal_year = 2025
last_fiscal_year = 2026
[rating]
slightly_behind = 40
behind = 50
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder without a strategy of its own."""
    for name, text in (
        ("action_plan", ACTIONS),
        ("kpis", KPIS),
        ("kpi_actuals", ACTUALS),
        ("milestones", MILESTONES),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["summary", *arguments]) == 0
    content: dict[str, Any] = json.loads(capsys.readouterr().out)
    return content


def test_the_numbers_of_a_folder_are_printed_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = printed(capsys, "--data", str(folder), "--as-of", "2026-11-23", "--format", "json")
    assert (content["as_of"], content["period"]) == ("2026-11-23", 2)
    assert [row["rating"] for row in content["actions"]] == ["behind", "behind", "not_reported"]
    assert content["actions"][0]["planned"] == 100 * 602 / 730
    assert content["overall"]["actual"] == pytest.approx((50 + 2 * 60) / 3)
    assert content["overall"]["reporting_rate"] == pytest.approx(2 / 3)
    assert [(item["kind"], item["id"]) for item in content["attention"]] == [
        ("past_due", "A-02"),
        ("behind", "A-01"),
        ("not_reported", "A-03"),
    ]
    assert content["kpis"][0]["actual"] == 145  # the value of 2027-01-31 is legal and not used
    assert content["milestones"][0]["title"] == "策定"


def test_the_json_has_exactly_the_keys_of_the_design_and_no_nan() -> None:
    numbers = summary([action(progress=None)], [kpi()], [], [milestone(date(2023, 3, 1), "策定")])
    content = json.loads(json.dumps(as_json(numbers), allow_nan=False))
    group = [
        "actions",
        "evaluable",
        "reported",
        "actual_low",
        "on_track_share",
        "planned",
        "actual",
        "gap",
        "reporting_rate",
        "worst",
        "ratings",
        "spi_t",
    ]
    assert list(content) == [
        "as_of",
        "period",
        "token",
        "overall",
        "pillars",
        "periods",
        "cells",
        "actions",
        "kpis",
        "money",
        "effects",
        "attention",
        "milestones",
    ]
    assert (content["as_of"], content["period"], content["token"]) == ("2026-11-23", 2, numbers.token)
    assert list(content["overall"]) == group
    assert [list(row) for row in content["pillars"]] == [[*group, "pillar"]] * 3
    assert [list(row) for row in content["periods"]] == [[*group, "period"]] * 4
    assert [list(row) for row in content["cells"]] == [[*group, "pillar", "period"]] * 12
    assert [list(row.items()) for row in content["actions"]] == [
        [
            ("action_id", "A-01"),
            ("period", 2),
            ("planned", 100 * 602 / 730),
            ("actual", None),
            ("gap", None),
            ("rating", "not_reported"),
            ("assessment", None),
            ("assessment_year", None),
            ("ask", None),
            ("ask_text", None),
        ]
    ]
    assert [list(row) for row in content["kpis"]] == [
        [
            "kpi_id",
            "actual",
            "as_of",
            "target",
            "attainment",
            "ratio",
            "target_year",
            "expected",
            "pace",
            "rating",
            "results",
            "ask",
            "ask_text",
        ]
    ]
    assert content["attention"] == [
        {
            "kind": "not_reported",
            "id": "A-01",
            "period": 2,
            "reason": "進捗率が報告されていません(この時点の計画は82.5%)。",
            "ask": None,
        }
    ]
    assert content["milestones"] == [
        {
            "date": "2023-03-01",
            "end_date": None,
            "category": "本部会議",
            "title": "策定",
            "detail": None,
            "source": None,
            "related": None,
        }
    ]


def test_the_folders_own_strategy_is_used_before_the_projects(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "strategy.toml").write_text(STRATEGY, encoding="utf-8")
    content = printed(capsys, "--data", str(folder), "--as-of", "2026-11-23")
    assert [row["rating"] for row in content["actions"]] == ["on_track", "behind", "not_reported"]
    assert len(content["cells"]) == 6


def test_data_with_errors_is_refused_with_the_cell_and_no_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "action_plan.csv").write_text(ACTIONS.replace(",50,", ",101,"), encoding="utf-8")
    assert main(["summary", "--data", str(folder), "--as-of", "2026-11-23"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("action_plan.csv I2 ")


def test_a_missing_file_is_an_error_of_the_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kpis.csv").unlink()
    assert main(["summary", "--data", str(folder), "--as-of", "2026-11-23"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "kpis.csv" in said.err


def test_a_missing_folder_and_a_wrong_strategy_are_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", "--data", str(folder / "none")]) == 2
    assert "見つかりません" in capsys.readouterr().err
    (folder / "strategy.toml").write_text("[strategy]\n", encoding="utf-8")
    assert main(["summary", "--data", str(folder)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("strategy.toml: ")


def test_a_date_that_is_none_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--data", str(folder), "--as-of", "2026-02-30"]) == 2
    assert "2026-02-30" in capsys.readouterr().err


def test_without_a_date_the_strategys_own_is_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "strategy.toml").write_text(STRATEGY + "[data]\nas_at = 2026-10-31\n", encoding="utf-8")
    assert printed(capsys, "--data", str(folder))["as_of"] == "2026-10-31"


def test_money_and_effects_are_listed_per_year_and_an_absent_table_gives_empty_lists() -> None:
    years = [
        action_year("A-1", 2024, budget=100.0, settled=90.0),
        action_year("A-1", 2026, budget=50.0, subsidy=20.0),
        action_year("A-1", 2027, budget=70.0),
    ]
    effects = [effect("A-1", 2025, 10.0, 8.5), effect("A-1", 2026, None, 3.0, kind="その他", unit="件")]
    content = as_json(summary([action("A-1")], more={"action_years": years, "effects": effects}))
    assert content["money"] == [
        {"fiscal_year": 2024, "budget": 100.0, "settled": 90.0, "subsidy": None},
        {"fiscal_year": 2026, "budget": 50.0, "settled": None, "subsidy": 20.0},
    ]
    assert content["effects"] == [
        {"kind": "削減時間", "unit": "時間", "fiscal_year": 2025, "planned": 10.0, "actual": 8.5},
        {"kind": "その他", "unit": "件", "fiscal_year": 2026, "planned": None, "actual": 3.0},
    ]
    without = as_json(summary([action("A-1")]))
    assert (without["money"], without["effects"]) == ([], [])


def test_effects_of_a_folder_are_read_and_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    effects = "取組番号,年度,種類,見込,実績,単位\nA-01,R7,削減時間,120,100,\nA-02,R9,削減額,5,,千円\n"
    (folder / "effects.csv").write_text(effects, encoding="utf-8-sig")
    (printed_effect,) = printed(capsys, "--data", str(folder), "--as-of", "2026-11-23")["effects"]
    assert (printed_effect["unit"], printed_effect["fiscal_year"], printed_effect["actual"]) == ("時間", 2025, 100)
