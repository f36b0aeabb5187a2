from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.cache import LruCache
from kdx_metrics.publications.proposal.staging import prepare
from kdx_metrics.publications.publishing import write
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.store_source import StoreSource
from tests.publications.support import (
    ADMIN,
    AS_AT,
    EARLIER,
    EDITOR,
    LATER,
    actions,
    actuals,
    kpis,
    milestones,
    put,
    strategy,
)


def source(store: Store) -> StoreSource:
    return StoreSource(store, strategy())


def test_an_empty_store_gives_an_empty_snapshot(store: Store) -> None:
    nothing = source(store).now()
    snapshot = nothing.snapshot(AS_AT)
    assert snapshot.actions.empty
    assert snapshot.origins == {}
    assert nothing.is_empty
    assert nothing.dates == (strategy().data.as_at,)
    assert nothing.issues == ()


def test_a_snapshot_holds_the_tables_in_force_at_its_date_and_where_they_came_from(store: Store) -> None:
    put(store, actions(40), as_at=EARLIER)
    made = put(store, actions(50), kpis(1), actuals(1))
    seen = source(store)
    assert seen.now().dates == (EARLIER, AS_AT)
    assert seen.now().snapshot(EARLIER).actions["progress"].tolist() == [40, 40, 40]
    assert seen.now().snapshot(EARLIER).kpis.empty
    now = seen.now().snapshot(LATER)
    assert now.actions["progress"].tolist() == [50, 50, 50]
    assert now.actuals["value"].tolist() == [900]
    assert now.origins["action_plan"].revision == made.revisions["action_plan"]
    assert now.origins["action_plan"].by == "鹿島 花子"
    assert now.origins["action_plan"].as_at == AS_AT


def test_another_replica_sees_a_publication_at_its_next_question(store: Store, store_url: str) -> None:
    put(store, actions(50))
    other = open_store(store_url)
    seen = source(other)
    before = (seen.now().token, seen.now().snapshot(AS_AT).token)
    put(store, actions(60))
    assert seen.now().token != before[0]
    assert seen.now().snapshot(AS_AT).token != before[1]
    other.close()


def test_a_store_put_back_from_a_backup_and_published_into_is_not_taken_for_the_one_before(sqlite_store: Store) -> None:
    path = Path(sqlite_store.location)
    put(sqlite_store, actions(50))
    shutil.copy(path, path.with_name("backup"))
    put(sqlite_store, actions(60))
    seen = source(sqlite_store)
    assert seen.now().snapshot(AS_AT).actions["progress"].tolist() == [60, 60, 60]
    shutil.copy(path.with_name("backup"), path)
    put(sqlite_store, actions(70))
    assert seen.now().number == 2
    assert seen.now().snapshot(AS_AT).actions["progress"].tolist() == [70, 70, 70]


def test_a_snapshot_of_the_same_state_has_the_same_token(store: Store) -> None:
    put(store, actions(50))
    assert source(store).now().snapshot(AS_AT).token == source(store).now().snapshot(AS_AT).token


def test_while_nothing_is_published_the_list_is_read_once(store: Store) -> None:
    put(store, actions(50))
    seen = StoreSource(store, strategy())
    assert seen.now() is seen.now()


def test_a_table_that_was_erased_is_empty_and_what_it_breaks_is_told(store: Store) -> None:
    put(store, kpis(1), actuals(1))
    seen = source(store)
    seen.now().snapshot(AS_AT)
    redact(store, strategy(), ADMIN, 1, reason="誤り")
    assert seen.now().snapshot(AS_AT).kpis.empty
    assert [issue.code for issue in seen.now().issues] == ["orphan_kpi"]


def test_a_history_longer_than_the_memory_is_read_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kdx_metrics.publications.tables_at._CHECKED", LruCache(2))
    days = [date(2026, month, 28) for month in range(1, 7)]
    for number, day in enumerate(days, start=2):
        put(store, actions(number, rows=1), as_at=day)
    seen = StoreSource(store, strategy())
    assert [seen.now().snapshot(day).actions["progress"].tolist() for day in days] == [[2], [3], [4], [5], [6], [7]]


def test_class_48_a_reader_during_a_publication_sees_all_of_it_or_nothing(store: Store) -> None:
    put(store, actions(50), milestones("前"))
    new = prepare(store, strategy(), [actions(60), milestones("後")], as_at=AS_AT).revisions
    look = source(store)
    with store.writing() as connection:
        write(connection, head.read(connection, lock=True), EDITOR, new, kind="upload", note="途中")
        during = look.now().snapshot(AS_AT)
    after = look.now().snapshot(AS_AT)
    assert (during.actions["progress"].iloc[0], during.milestones["title"].iloc[0]) == (50, "前")
    assert (after.actions["progress"].iloc[0], after.milestones["title"].iloc[0]) == (60, "後")
