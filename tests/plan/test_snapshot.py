"""A snapshot holds tables by name; an absent one has no frame, and one 所管課 sees its own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kdx_metrics.plan.snapshot import Snapshot
from tests.factories import AS_OF, action, actual, kpi, milestone, snapshot, strategy, voice


def test_an_absent_table_has_no_frame_and_is_read_as_one_without_rows() -> None:
    empty = Snapshot(strategy(), AS_OF, {}, {})
    assert dict(empty.frames) == {}
    assert (len(empty.actions), "progress_missing" in empty.actions) == (0, True)
    assert empty.tables == ()
    assert (empty.departments, empty.has_samples) == ((), False)


def test_an_absent_table_is_not_used_but_where_there_is_nothing_yet() -> None:
    city = snapshot([action()], [kpi()])
    only_kpis = replace(city, frames={"kpis": city.kpis}, origins={})
    assert (only_kpis.uses("kpis"), only_kpis.uses("action_plan"), only_kpis.uses("milestones")) == (True, False, False)
    unreadable = replace(city, frames={"kpis": city.kpis}, origins={"action_plan": city.origins["action_plan"]})
    assert unreadable.uses("action_plan")
    assert Snapshot(strategy(), AS_OF, {}, {}).uses("milestones")


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


def test_a_department_is_one_however_it_is_spelled_and_sees_what_it_is_related_to() -> None:
    city = snapshot(
        [
            action("A-01", department="DX推進室", related_departments="市民課、総務課"),
            action("A-02", department="市民課"),
            action("A-03", department="税務課"),
        ],
        [kpi("K-01", department="ＤＸ推進室"), kpi("K-02", department="税務課", related_departments="D X推進室")],
    )
    assert city.departments == ("DX推進室", "市民課", "税務課")
    assert city.of_department("市民課").actions["action_id"].tolist() == ["A-01", "A-02"]
    assert city.of_department("DX推進室").kpis["kpi_id"].tolist() == ["K-01", "K-02"]


def test_an_event_of_other_rows_is_not_a_departments_own_and_one_of_none_is_everybodys() -> None:
    city = snapshot(
        [action("A-01", department="総務課"), action("A-02", department="市民課")],
        [kpi("K-01", department="市民課")],
        milestones=[
            milestone(date(2026, 5, 20), "窓口", related="A-01"),
            milestone(date(2026, 5, 21), "全庁"),
            milestone(date(2026, 5, 22), "市民課", related="A-01、K-01"),
        ],
    )
    assert city.of_department("市民課").milestones["title"].tolist() == ["全庁", "市民課"]


def test_an_opinion_on_a_departments_action_is_its_own_whichever_indicator_it_names_beside() -> None:
    city = snapshot(
        [action("A-01", department="総務課"), action("A-02", department="市民課")],
        [kpi("K-01", department="総務課")],
        milestones=[milestone(date(2026, 5, 20), "意見募集", related="A-01")],
        more={
            "voices": [
                voice("V-1", action_ids="A-02", kpi_ids="K-01", milestone="意見募集"),
                voice("V-2", action_ids="A-01"),
                voice("V-3"),
            ]
        },
    )
    assert city.of_department("市民課").table("voices")["voice_id"].tolist() == ["V-1", "V-3"]


def test_a_sample_in_any_table_makes_a_snapshot_of_samples() -> None:
    real = snapshot([action(source="市の計画")])
    assert not real.has_samples
    events = snapshot(milestones=[milestone(date(2026, 5, 20), "第1回", source="サンプル")])
    assert replace(real, frames={**real.frames, "milestones": events.milestones}).has_samples
