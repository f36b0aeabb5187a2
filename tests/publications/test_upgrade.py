"""A store made by version 0.1.0 (version_0_1_0/README.md) under today's program: same numbers, nothing lost, usable."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from kdx_metrics.cli.summary import as_json
from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store, connect
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from kdx_metrics.identity.people import everyone
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.sessions import Lifetimes
from kdx_metrics.identity.signing_in import SignInRefused, sign_in
from kdx_metrics.meeting.decisions import history, list_decisions
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.plan.tables import STRATEGY
from kdx_metrics.publications.backup import restore
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import contents, list_revisions
from kdx_metrics.publications.seeding import seed
from kdx_metrics.publications.source import summary_at
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.publications.verify import verify
from tests.database.server import Server
from tests.publications.support import ADMIN, EDITOR, ROOT, put
from tests.publications.test_published_strategy import stricter

MADE = Path(__file__).with_name("version_0_1_0")
NOVEMBER = date(2026, 11, 20)
JANUARY = "2026-01-07"
ERASED, CORRECTED, ROLLED_BACK = 18, 19, 22  # revisions
GROUP = ("actions", "evaluable", "planned", "actual", "gap", "reporting_rate", "worst", "spi_t")
KPI = ("actual", "as_of", "target", "attainment", "expected", "pace", "rating")
EXACT = 1e-12  # rationals took the place of floats
# 単年度 KPIs are judged anew: by the newest 31 March, or by a running year that has reached its target already.
YEARLY_IN_JANUARY = {
    "K02": {"actual": 96, "as_of": "2026-01-07", "target": 95, "rating": "achieved"},
    "K08": {"actual": 860, "as_of": "2025-03-31", "target": 800, "rating": "achieved"},
    "K10": {"actual": 3120, "as_of": "2025-03-31", "target": 3000, "rating": "behind"},
}


def unpacked(name: str) -> str:
    """Text of a packed file."""
    return gzip.decompress((MADE / name).read_bytes()).decode()


BEFORE: dict[str, dict[str, Any]] = json.loads(unpacked("numbers.json.gz"))  # date → numbers as they were shown


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of the store as version 0.1.0 left it."""
    if request.param == "sqlite":
        file = tmp_path / "kdx.sqlite3"
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(unpacked("store.sqlite.sql.gz"))
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.database()
    server.run_sql(url, unpacked("store.postgresql.sql.gz"))
    yield url
    server.drop(url)


@pytest.fixture
def old_strategy() -> Strategy:
    return load_strategy(MADE / "strategy.toml")


@pytest.fixture
def upgraded(old_url: str, old_strategy: Strategy) -> Iterator[Store]:
    """The store after the first start of today's program beside the data folder of then."""
    store = open_store(old_url)
    seed(store, old_strategy, MADE, fallback_as_at=NOVEMBER)
    yield store
    store.close()


def numbers(store: Store, strategy: Strategy, day: str) -> dict[str, Any]:
    """JSON of `summary` from the store."""
    return as_json(summary_at(StoreSource(store, strategy).now(), date.fromisoformat(day)))


def assert_same(before: Mapping[str, Any], after: Mapping[str, Any], *names: str) -> None:
    """Numbers within EXACT, words and dates to the letter."""
    for name in names:
        is_number = isinstance(before[name], float)
        wanted = pytest.approx(before[name], rel=EXACT, abs=EXACT) if is_number else before[name]
        assert after[name] == wanted, (name, before)


def assert_same_group(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Same counts, means and ratings; 評価不能 is a rating that did not exist."""
    assert_same(before, after, *GROUP)
    assert after["ratings"] == {**before["ratings"], "not_evaluable": 0}


def noticed(summary: Mapping[str, Any]) -> set[tuple[str, str, int | None]]:
    """Lines of the attention list without their reasons and order."""
    return {(item["kind"], item["id"], item["period"]) for item in summary["attention"]}


def test_the_tables_become_those_of_a_new_store(upgraded: Store) -> None:
    with upgraded.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_revision_keeps_its_bytes_and_the_strategy_of_then_becomes_one(
    old_url: str, old_strategy: Strategy
) -> None:
    query = text("SELECT id, table_name, as_at, parent_id, mode, sha256, uploaded, merged FROM revision ORDER BY id")
    with closing(connect(old_url)) as old, old.reading() as connection:
        before = [tuple(row) for row in connection.execute(query)]
    with closing(open_store(old_url)) as store:
        seed(store, old_strategy, MADE, fallback_as_at=NOVEMBER)
        with store.reading() as connection:
            *after, added = (tuple(row) for row in connection.execute(query))
        newest = list_revisions(store)[-1]
    assert after == before
    assert len(before) == ROLLED_BACK
    assert bytes(added[6]) == (MADE / "strategy.toml").read_bytes()
    assert (newest.table, newest.kind) == (STRATEGY, "initial")


def test_nothing_is_wrong_with_it(upgraded: Store, old_strategy: Strategy) -> None:
    assert verify(upgraded, old_strategy) == []


@pytest.mark.parametrize("folder", [MADE, ROOT / "data"], ids=["strategy of then", "strategy of today"])
def test_every_date_shows_the_numbers_that_it_showed(old_url: str, folder: Path) -> None:
    strategy = load_strategy(folder / "strategy.toml")
    with closing(open_store(old_url)) as store:
        seed(store, strategy, folder, fallback_as_at=NOVEMBER)
        after = {day: numbers(store, strategy, day) for day in BEFORE}
    for day, before in BEFORE.items():
        assert_same_group(before["overall"], after[day]["overall"])
        for part in ("pillars", "periods", "cells"):
            for old, new in zip(before[part], after[day][part], strict=True):
                assert_same_group(old, new)
        for old, new in zip(before["actions"], after[day]["actions"], strict=True):
            assert_same(old, new, *old)
        for old, new in zip(before["kpis"], after[day]["kpis"], strict=True):
            assert new["kpi_id"] == old["kpi_id"]
            if day == JANUARY and old["kpi_id"] in YEARLY_IN_JANUARY:
                assert YEARLY_IN_JANUARY[old["kpi_id"]].items() <= new.items()
            else:
                assert_same(old, new, *KPI)
        for old, new in zip(before["milestones"], after[day]["milestones"], strict=True):
            assert_same(old, new, *old)


def test_all_that_was_to_be_noticed_still_is_and_only_kpis_out_of_their_band_come_in(
    upgraded: Store, old_strategy: Strategy
) -> None:
    for day, before in BEFORE.items():
        old, new = noticed(before), noticed(numbers(upgraded, old_strategy, day))
        assert old - new == set()
        assert {kind for kind, *_ in new - old} <= {"kpi_deviated"}


def test_a_roll_back_of_then_can_itself_be_undone(upgraded: Store, old_strategy: Strategy) -> None:
    publication = roll_back(upgraded, old_strategy, EDITOR, 17, note="11月の報告に戻す")
    (again,) = publication.revisions.values()
    with upgraded.reading() as connection:
        tables = contents(connection, [again, 17])
    assert tables[again] == tables[17]
    assert verify(upgraded, old_strategy) == []


def test_what_was_erased_stays_erased_and_what_holds_personal_data_can_be_erased(
    upgraded: Store, old_strategy: Strategy
) -> None:
    erased = list_revisions(upgraded)[ERASED - 1].redaction
    assert erased is not None
    assert (erased.by, erased.reason) == ("管理 一郎", "備考に個人の連絡先")
    assert redact(upgraded, old_strategy, ADMIN, CORRECTED, reason="試し").revisions == (CORRECTED, ROLLED_BACK)
    with upgraded.reading() as connection:
        assert not contents(connection, [ERASED, CORRECTED, ROLLED_BACK])
    assert verify(upgraded, old_strategy) == []


def test_a_published_strategy_flips_no_date_of_before(upgraded: Store, old_strategy: Strategy) -> None:
    before = numbers(upgraded, old_strategy, "2026-10-31")
    put(upgraded, stricter(), as_at=NOVEMBER)
    assert numbers(upgraded, old_strategy, "2026-10-31") == before
    assert verify(upgraded, old_strategy) == []


def test_people_keep_their_roles_and_passwords(upgraded: Store) -> None:
    assert [
        (person.account, person.name, person.role, person.disabled_at is None) for person in everyone(upgraded)
    ] == [
        ("hanako", "編集 花子", "editor", True),
        ("ichiro", "管理 一郎", "admin", True),
        ("taro", "閲覧 太郎", "viewer", False),
    ]
    identity = Identity(lambda: upgraded, b"k" * 32, Lifetimes(timedelta(hours=1), timedelta(hours=12)))
    assert sign_in(identity, "hanako", "hitotsu-futatsu-mittsu", "192.0.2.7")
    with pytest.raises(SignInRefused):
        sign_in(identity, "hanako", "wrong", "192.0.2.7")


def test_decisions_keep_their_course_and_the_audit_log_its_entries(upgraded: Store, old_url: str) -> None:
    first, homework, kpi = list_decisions(upgraded)
    assert (first.content.text, first.created_by) == ("窓口DXは様式の統一を先に進める", "編集 花子")
    assert kpi.content.kpi_id == "K01"
    versions = [(version.by, version.content.due) for version in history(upgraded, ADMIN, homework.id)]
    assert versions == [("編集 花子", date(2026, 12, 10)), ("管理 一郎", date(2026, 12, 18))]
    entries = audit.entries(upgraded)
    assert {entry.account for entry in entries if entry.actor in {"編集 花子", "管理 一郎"}} == {""}
    with closing(connect(old_url)) as old, old.reading() as connection:
        count = connection.execute(text("SELECT count(*) FROM audit WHERE person_id IS NULL")).scalar_one()
    assert len(entries) == count


def test_a_backup_of_then_is_restored_into_either_store(store: Store, old_strategy: Strategy, tmp_path: Path) -> None:
    archive = tmp_path / "backup.sqlite3"
    with closing(sqlite3.connect(archive)) as connection:
        connection.executescript(unpacked("store.sqlite.sql.gz"))
    restore(store, ADMIN, archive)
    assert len(list_revisions(store)) == ROLLED_BACK
    assert len(list_decisions(store)) == 3
    put(store, stricter(), as_at=NOVEMBER)
    assert verify(store, old_strategy) == []
