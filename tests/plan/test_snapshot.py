"""A snapshot holds tables by name; an absent one has no frame, and one 所管課 sees its own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kdx_metrics.plan.snapshot import Snapshot
from tests.factories import AS_OF, action, actual, kpi, milestone, snapshot, strategy


def test_an_absent_table_has_no_frame_and_is_read_as_one_without_rows() -> None:
    empty = Snapshot(strategy(), AS_OF, {}, {})
    assert dict(empty.frames) == {}
    assert (len(empty.actions), "progress_missing" in empty.actions) == (0, True)
    assert [table.name for table in empty.tables] == ["action_plan", "kpis", "kpi_actuals", "milestones"]
    assert (empty.departments, empty.has_samples) == ((), False)


def test_one_department_keeps_its_rows_the_actuals_of_its_kpis_and_what_concerns_all() -> None:
    city = snapshot(
        [action("A-01", department="総務課"), action("A-02", department="市民課")],
        [kpi("K-01", department="総務課"), kpi("K-02", department="市民課")],
        [actual("K-01", date(2026, 3, 31), 1), actual("K-02", date(2026, 3, 31), 2)],
        [milestone(date(2026, 5, 20), "第1回")],
    )
    mine = city.of_department("市民課")
    assert mine.actions["action_id"].tolist() == ["A-02"]
    assert mine.actuals["value"].tolist() == [2]
    assert len(mine.milestones) == 1
    assert mine.token != city.token
    assert city.of_department(None) is city
    assert city.departments == ("総務課", "市民課")


def test_a_sample_in_any_table_makes_a_snapshot_of_samples() -> None:
    real = snapshot([action(source="市の計画")])
    assert not real.has_samples
    events = snapshot(milestones=[milestone(date(2026, 5, 20), "第1回", source="サンプル")])
    assert replace(real, frames={**real.frames, "milestones": events.milestones}).has_samples
