"""時点 that readers see first: that of a whole plan, or of one that half of the 課 have reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from kdx_metrics.database.engine import Store
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.reports import Part, default_day, first_day, parts, reports_day, tables_since
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.store_source import StoreSource
from tests.publications.support import (
    AS_AT,
    EARLIER,
    EDITOR,
    LATER,
    actuals,
    csv,
    kpis,
    milestones,
    put,
    strategy,
)

TODAY = date(2026, 11, 28)
OFFICES = ("総務課", "市民課", "税務課", "福祉課")
HEADER = "取組番号,柱,期,取組名,所管課,開始予定,完了予定,状況,進捗率,更新日"


def row(office: str, progress: object, updated: date | str) -> str:
    number = OFFICES.index(office) + 1
    return f"A-{number:02},P1,2,取組{number},{office},2025-04-01,2027-03-31,実施中,{progress},{updated}"


def plan(day: date, *offices: str, progress: int = 50) -> Upload:
    """Reports of some 課, all of them where none is named, updated on a day."""
    return Upload("action_plan.csv", csv(HEADER, *(row(office, progress, day) for office in offices or OFFICES)))


def part(day: date, *offices: str, progress: int = 60) -> Upload:
    """Reports of some 課 to be laid over the plan."""
    upload = plan(day, *offices, progress=progress)
    return Upload(upload.file_name, upload.data, mode="merge")


def source_of(store: Store) -> Source:
    return StoreSource(store, strategy()).now()


def test_a_plan_published_whole_is_what_readers_see_first(sqlite_store: Store) -> None:
    put(sqlite_store, plan(EARLIER), as_at=EARLIER)
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    source = source_of(sqlite_store)
    assert default_day(source, TODAY) == AS_AT
    assert parts(source, TODAY, None) == (Part(AS_AT, 4),)


def test_a_part_published_later_is_there_by_its_date_and_does_not_lead(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, part(LATER, "総務課"), as_at=LATER)
    source = source_of(sqlite_store)
    assert default_day(source, TODAY) == AS_AT
    assert parts(source, AS_AT, None) == (Part(AS_AT, 4),)
    assert parts(source, TODAY, None) == (Part(AS_AT, 3), Part(LATER, 1))
    assert parts(source, TODAY, "市民課") == (Part(AS_AT, 1),)
    assert parts(source, TODAY, "総務課") == (Part(AS_AT, 0), Part(LATER, 1))


@pytest.mark.parametrize(("offices", "led"), [(OFFICES[:1], AS_AT), (OFFICES[:2], LATER), (OFFICES[:3], LATER)])
def test_half_of_the_departments_that_owe_a_report_lead(sqlite_store: Store, offices: Sequence[str], led: date) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, part(LATER, *offices), as_at=LATER)
    assert reports_day(source_of(sqlite_store), TODAY) == led


def test_departments_that_report_on_days_of_their_own_lead_together_once_they_are_half(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, part(LATER, "総務課"), as_at=LATER)
    put(sqlite_store, part(LATER + timedelta(days=3), "市民課"), as_at=LATER + timedelta(days=3))
    source = source_of(sqlite_store)
    assert reports_day(source, LATER) == AS_AT
    assert reports_day(source, TODAY) == LATER + timedelta(days=3)


def test_a_report_that_repeats_an_old_date_is_none_of_the_new_ones(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, part(AS_AT, *OFFICES), as_at=LATER)
    assert reports_day(source_of(sqlite_store), TODAY) == AS_AT


def test_a_part_that_is_laid_over_a_whole_plan_of_the_same_date_leaves_it_whole(sqlite_store: Store) -> None:
    put(sqlite_store, plan(EARLIER), as_at=EARLIER)
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, part(EARLIER, "総務課"), as_at=AS_AT)
    assert default_day(source_of(sqlite_store), TODAY) == AS_AT


def test_an_old_plan_that_is_brought_back_under_a_later_date_does_not_lead_there(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, plan(LATER, progress=99), as_at=LATER)
    assert default_day(source_of(sqlite_store), TODAY) == LATER
    (first, _) = list_revisions(sqlite_store)
    roll_back(sqlite_store, strategy(), EDITOR, first.id, note="元に戻す")
    assert default_day(source_of(sqlite_store), TODAY) == AS_AT


def test_a_state_of_a_day_to_come_is_not_what_readers_see_first(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    put(sqlite_store, plan(LATER), as_at=TODAY + timedelta(days=1))
    source = source_of(sqlite_store)
    assert default_day(source, TODAY) == AS_AT
    assert default_day(source, TODAY + timedelta(days=1)) == TODAY + timedelta(days=1)


def test_where_all_data_is_of_days_to_come_they_are_seen(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), as_at=LATER)
    assert default_day(source_of(sqlite_store), AS_AT) == LATER


def test_other_tables_do_not_move_the_first_date_and_are_told_by_their_own(sqlite_store: Store) -> None:
    put(sqlite_store, plan(AS_AT), kpis(1), as_at=AS_AT)
    put(sqlite_store, milestones(), actuals(1), as_at=LATER)
    source = source_of(sqlite_store)
    assert default_day(source, TODAY) == AS_AT
    assert tables_since(source, AS_AT) == {LATER: ("kpi_actuals", "milestones")}
    assert tables_since(source, LATER) == {}


def test_where_a_city_has_kpis_alone_their_values_lead(sqlite_store: Store) -> None:
    put(sqlite_store, kpis(1), as_at=EARLIER)
    assert default_day(source_of(sqlite_store), TODAY) == EARLIER
    put(sqlite_store, actuals(1), as_at=AS_AT)
    put(sqlite_store, Upload("kpis.csv", kpis(1).data.replace("指標1".encode(), "指標一".encode())), as_at=LATER)
    source = source_of(sqlite_store)
    assert default_day(source, TODAY) == AS_AT
    assert parts(source, TODAY, None) == (Part(AS_AT, None),)


def test_the_first_data_is_that_of_a_table_that_leads(sqlite_store: Store) -> None:
    assert first_day(source_of(sqlite_store)) is None
    put(sqlite_store, milestones(), as_at=EARLIER)
    assert first_day(source_of(sqlite_store)) is None
    put(sqlite_store, plan(AS_AT), as_at=AS_AT)
    assert first_day(source_of(sqlite_store)) == AS_AT
    assert (reports_day(source_of(sqlite_store), EARLIER), parts(source_of(sqlite_store), EARLIER, None)) == (None, ())
