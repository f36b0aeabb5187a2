"""A folder of four files: a broken one never hides the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.intake.folder import read_folder, snapshot_of
from kdx_metrics.plan.strategy import Strategy
from tests.intake.bad_inputs.building import actions, actuals, kpis, milestones, targets

AS_AT = date(2026, 10, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"action_plan": actions(), "kpis": kpis(), "kpi_actuals": actuals(), "milestones": milestones()}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_folder_gives_four_tables_and_where_they_are_from(folder: Path, strategy: Strategy) -> None:
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert (content.issues, content.broken) == ([], ())
    assert {name: len(frame) for name, frame in content.frames.items()} == dict.fromkeys(
        ("action_plan", "kpis", "kpi_actuals", "milestones"), 1
    )
    origin = content.origins["kpis"]
    assert (origin.file_name, origin.as_at, len(origin.sha256)) == ("kpis.csv", AS_AT, 64)
    snapshot = snapshot_of(content, strategy, AS_AT)
    assert snapshot.actions.loc[2, "action_id"] == "A-01"
    assert snapshot.as_of == AS_AT


def test_a_broken_file_is_named_and_the_others_are_shown(folder: Path, strategy: Strategy) -> None:
    (folder / "action_plan.csv").write_text(actions({"進捗率": "101"}), encoding="utf-8")
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert content.broken == ("action_plan.csv",)
    assert [(issue.table, issue.cell) for issue in content.issues] == [("action_plan", "J2")]
    assert "action_plan" not in content.frames
    assert "action_plan" not in content.origins
    actions_read = snapshot_of(content, strategy, AS_AT).actions
    assert len(actions_read) == 0
    assert "progress" in actions_read
    assert len(content.frames["kpi_actuals"]) == 1


@pytest.mark.parametrize("absent", ["action_plan", "milestones", "kpi_actuals"])
def test_an_absent_file_is_no_fault(folder: Path, strategy: Strategy, absent: str) -> None:
    (folder / f"{absent}.csv").unlink()
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert (content.issues, content.broken) == ([], ())
    assert absent not in content.frames
    assert not snapshot_of(content, strategy, AS_AT).uses(absent)


def test_a_folder_has_actions_or_kpis(folder: Path, strategy: Strategy) -> None:
    for name in ("action_plan", "kpis", "kpi_actuals"):
        (folder / f"{name}.csv").unlink()
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert content.broken == ("action_plan.csv",)
    assert [(issue.code, issue.message, issue.fix) for issue in content.issues] == [
        (
            "missing_file",
            "action_plan.csvかkpis.csvがありません。",
            "action_plan.csvかkpis.csvを置いてください。",
        )
    ]


def test_actuals_of_kpis_that_there_are_not_are_orphans(folder: Path, strategy: Strategy) -> None:
    (folder / "kpis.csv").unlink()
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert [(issue.cell, issue.code) for issue in content.issues] == [("A2", "orphan_kpi")]


def test_a_target_may_stand_in_the_table_of_years(folder: Path, strategy: Strategy) -> None:
    none = {f"第{number}期目標": "" for number in range(1, 5)}
    (folder / "kpis.csv").write_text(kpis(none), encoding="utf-8")
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert [(issue.cell, issue.code) for issue in content.issues] == [("I2", "no_target")]
    assert content.broken == ("kpis.csv",)
    assert "kpis" not in content.frames
    (folder / "kpi_targets.csv").write_text(targets(), encoding="utf-8")
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert (content.issues, content.frames["kpi_targets"]["target"].tolist()) == ([], [1000.0])


def test_actuals_are_held_against_the_kpis_of_the_folder(folder: Path, strategy: Strategy) -> None:
    (folder / "kpi_actuals.csv").write_text(actuals({"指標番号": "K-99"}), encoding="utf-8")
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert [(issue.cell, issue.code) for issue in content.issues] == [("A2", "orphan_kpi")]


def test_broken_kpis_do_not_make_every_actual_an_orphan(folder: Path, strategy: Strategy) -> None:
    (folder / "kpis.csv").write_bytes(b"")
    content = read_folder(folder, strategy, as_at=AS_AT)
    assert content.broken == ("kpis.csv",)
    assert len(content.frames["kpi_actuals"]) == 1


def test_rows_after_the_status_date_are_legal_where_none_is_given(folder: Path, strategy: Strategy) -> None:
    (folder / "kpi_actuals.csv").write_text(actuals({"時点": "2030-03-31"}), encoding="utf-8")
    assert read_folder(folder, strategy, as_at=AS_AT).broken == ("kpi_actuals.csv",)
    assert read_folder(folder, strategy, as_at=None).broken == ()
