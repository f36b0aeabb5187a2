"""The shipped folder as a source: which state holds at a date, and what a broken file does."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from kdx_metrics.publications.shipped import folder_source
from kdx_metrics.publications.source import Source, summary_at
from tests.shipped import DATA, MEETINGS, NOW, SETS, core_folder, strategy, summary


@pytest.fixture
def source() -> Source:
    """The shipped data."""
    return folder_source(DATA, strategy(), fallback_as_at=NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data with its archive."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_the_published_dates_are_the_meetings_and_the_newest_state(source: Source) -> None:
    assert source.dates == SETS
    assert list(source.issues) == []


@pytest.mark.parametrize("day", SETS)
def test_a_state_holds_from_its_own_date_on(source: Source, day: date) -> None:
    snapshot = source.snapshot(day)
    assert snapshot.as_of == day
    assert {origin.as_at for origin in snapshot.origins.values()} == {day}
    assert snapshot.actions["action_id"].tolist() == summary(day).actions["action_id"].tolist()


def test_the_day_before_a_publication_still_shows_the_state_before(source: Source) -> None:
    eve = source.snapshot(NOW - timedelta(days=1))
    assert {origin.as_at for origin in eve.origins.values()} == {MEETINGS[-1]}
    assert len(eve.actions) == len(summary(MEETINGS[-1]).actions)


def test_before_the_first_state_there_are_typed_tables_without_rows(source: Source) -> None:
    nothing = source.snapshot(MEETINGS[0] - timedelta(days=1))
    assert dict(nothing.origins) == {}
    assert (len(nothing.actions), len(nothing.kpis), len(nothing.actuals), len(nothing.milestones)) == (0, 0, 0, 0)
    assert list(nothing.actions.columns) == list(source.snapshot(NOW).actions.columns)
    assert summary_at(source, nothing.as_of).overall.actual is None


def test_the_head_changes_with_any_byte_of_any_state(source: Source, folder: Path) -> None:
    assert folder_source(folder, strategy(), fallback_as_at=NOW).token == source.token
    old = folder / "archive" / str(MEETINGS[0]) / "kpis.csv"
    old.write_bytes(old.read_bytes() + b"\r\n")
    assert folder_source(folder, strategy(), fallback_as_at=NOW).token != source.token


def test_a_table_whose_newest_file_is_broken_shows_its_state_before(tmp_path: Path) -> None:
    folder = core_folder(tmp_path / "data")  # no table here names rows that only the newest plan has
    plan = folder / "action_plan.csv"
    plan.write_text(plan.read_text(encoding="utf-8-sig").replace(",実施中,", ",たぶん,", 1), encoding="utf-8-sig")
    broken = folder_source(folder, strategy(), fallback_as_at=NOW)
    (issue,) = broken.issues
    assert (issue.table, issue.value) == ("action_plan", "たぶん")
    now = broken.snapshot(NOW)
    assert now.origins["action_plan"].as_at == MEETINGS[-1]
    assert now.origins["kpis"].as_at == NOW
    assert len(now.actions) == len(summary(MEETINGS[-1]).actions)


def test_a_folder_without_a_leading_table_is_an_issue_and_the_rest_is_read(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        if path.stem != "milestones":
            path.unlink()
    shutil.rmtree(folder / "archive")
    left = folder_source(folder, strategy(), fallback_as_at=NOW)
    assert [(issue.table, issue.code) for issue in left.issues] == [("action_plan", "missing_file")]
    assert len(left.snapshot(NOW).actions) == 0
    assert len(left.snapshot(NOW).milestones) == len(summary(NOW).snapshot.milestones)


def test_folders_of_the_archive_that_are_no_dates_are_left_alone(folder: Path) -> None:
    (folder / "archive" / "メモ").mkdir()
    assert folder_source(folder, strategy(), fallback_as_at=NOW).dates == SETS


def test_without_a_date_in_the_strategy_the_newest_state_is_of_today(folder: Path) -> None:
    undated = strategy().model_copy(update={"data": strategy().data.model_copy(update={"as_at": None})})
    today = date(2027, 1, 15)
    assert folder_source(folder, undated, fallback_as_at=today).dates[-1] == today


def test_an_answer_is_worked_out_once_a_date_and_department(source: Source) -> None:
    assert summary_at(source, NOW) is summary_at(source, NOW)
    mine = summary_at(source, NOW, "総務課")
    assert mine is not summary_at(source, NOW)
    assert set(mine.actions["department"]) == {"総務課"}
    assert {result.department for result in mine.kpis} == {"総務課"}
    assert mine.overall == summary_at(source, NOW).departments["総務課"]
