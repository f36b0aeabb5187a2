from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.database.migrate import open_store
from kdx_metrics.plan.strategy import load_strategy
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import heads, list_revisions
from kdx_metrics.publications.seeding import Seeded, seed
from kdx_metrics.publications.verify import verify
from tests.publications.support import ADMIN, AS_AT, LATER, ROOT, actions, actuals, kpis, milestones, put, strategy


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "archive" / "2026-07-31").mkdir(parents=True)
    (folder / "archive" / "notes").mkdir()
    (folder / "archive" / "2026-07-31" / "action_plan.csv").write_bytes(actions(40).data)
    (folder / "action_plan.csv").write_bytes(actions(50).data)
    (folder / "kpis.csv").write_bytes(kpis(1).data)
    (folder / "kpi_actuals.csv").write_bytes(actuals(1).data)
    return folder


def start(store: Store, folder: Path) -> Seeded:
    return seed(store, strategy(), folder, fallback_as_at=date(2026, 1, 1))


def test_an_empty_store_takes_in_the_archive_and_the_shipped_files(store: Store, shipped: Path) -> None:
    assert len(start(store, shipped).publications) == 2
    assert [
        (revision.table, revision.as_at.isoformat(), revision.kind, revision.parent)
        for revision in list_revisions(store)
    ] == [
        ("action_plan", "2026-07-31", "initial", None),
        ("action_plan", "2026-10-31", "initial", 1),
        ("kpis", "2026-10-31", "initial", None),
        ("kpi_actuals", "2026-10-31", "initial", None),
    ]
    assert [revision.rows for revision in list_revisions(store)] == [3, 3, 1, 1]
    assert verify(store, strategy()) == []


def test_the_date_of_the_shipped_files_falls_back_to_today(store: Store, shipped: Path) -> None:
    undated = strategy().model_copy(update={"data": strategy().data.model_copy(update={"as_at": None})})
    seed(store, undated, shipped, fallback_as_at=date(2026, 11, 23))
    assert heads(list_revisions(store))["kpis"].as_at == date(2026, 11, 23)


def test_the_second_start_adds_nothing(store: Store, shipped: Path) -> None:
    start(store, shipped)
    assert start(store, shipped) == Seeded()


def test_a_shipped_file_that_has_changed_becomes_a_new_first_revision(store: Store, shipped: Path) -> None:
    start(store, shipped)
    (shipped / "action_plan.csv").write_bytes(actions(60).data)
    (made,) = start(store, shipped).publications
    newest = heads(list_revisions(store))["action_plan"]
    assert made.revisions == {"action_plan": newest.id}
    assert (newest.kind, newest.parent, newest.as_at) == ("initial", 2, AS_AT)


def test_once_staff_have_published_the_store_leads(store: Store, shipped: Path) -> None:
    start(store, shipped)
    put(store, milestones(), as_at=LATER)
    (shipped / "action_plan.csv").write_bytes(actions(60).data)
    assert start(store, shipped) == Seeded()


def test_erased_content_does_not_come_back_with_the_next_start(store: Store, shipped: Path) -> None:
    start(store, shipped)
    redact(store, strategy(), ADMIN, 2, reason="個人情報")
    assert start(store, shipped) == Seeded()


def test_a_shipped_file_with_errors_is_left_out_and_told(store: Store, shipped: Path) -> None:
    (shipped / "action_plan.csv").write_bytes(actions(101).data)
    (refused,) = start(store, shipped).refused
    assert refused.file.path == "action_plan.csv"
    assert {issue.severity for issue in refused.issues} == {"error"}
    assert {issue.cell for issue in refused.issues} == {"I2", "I3", "I4"}
    assert heads(list_revisions(store))["action_plan"].as_at == date(2026, 7, 31)


def test_actuals_without_their_kpis_are_left_out(store: Store, shipped: Path) -> None:
    (shipped / "kpis.csv").write_bytes(b"")
    assert [refusal.file.path for refusal in start(store, shipped).refused] == ["kpis.csv", "kpi_actuals.csv"]
    assert set(heads(list_revisions(store))) == {"action_plan"}


def test_replicas_that_start_together_take_the_files_in_once(store_url: str, shipped: Path) -> None:
    stores = [open_store(store_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda opened: start(opened, shipped), stores))
    assert [opened.id for opened in list_revisions(stores[0])] == [1, 2, 3, 4]
    assert [entry.action for entry in audit.entries(stores[0])] == ["seed", "seed"]
    for opened in stores:
        opened.close()


def test_everything_that_ships_is_taken_in_without_an_error(sqlite_store: Store, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "shipped"))
    taken = seed(sqlite_store, load_strategy(folder / "strategy.toml"), folder, fallback_as_at=AS_AT)
    assert taken.refused == ()
    assert set(heads(list_revisions(sqlite_store))) == {"strategy", *(path.stem for path in folder.glob("*.csv"))}
