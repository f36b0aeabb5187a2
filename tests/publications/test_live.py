"""The source of the pages: the store, the shipped files until it opens, and the last good state while it is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.database.db_errors import DAMAGED, GONE, READ_ONLY
from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.publications.cache import LruCache
from kdx_metrics.publications.live import RETRY_SECONDS, LiveSource, get_source
from kdx_metrics.publications.redaction import redact
from kdx_metrics.settings import SettingsError, get_settings
from tests.publications.support import ADMIN, AS_AT, LATER, actions, actuals, kpis, milestones, put, strategy

FILES = ("action_plan.csv", "kpis.csv", "kpi_actuals.csv", "milestones.csv")


class Ticks:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wait(self) -> None:
        """Until the store, or the folder, is looked at again."""
        self.now += RETRY_SECONDS


@pytest.fixture
def ticks() -> Ticks:
    """The clock of the source."""
    return Ticks()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the four tables, half of the plan done."""
    path = tmp_path / "data"
    path.mkdir()
    for upload in (actions(50), kpis(1), actuals(1), milestones("初回")):
        (path / upload.file_name).write_bytes(upload.data)
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The path of the store's file."""
    return tmp_path / "kdx.sqlite3"


@pytest.fixture
def live(folder: Path, database: Path, ticks: Ticks) -> Iterator[LiveSource]:
    """The source of one process."""
    source = LiveSource(strategy(), folder, f"sqlite:///{database}", ticks)
    yield source
    if source.store_source is not None:
        source.store_source.store.close()


def progress(snapshot: Snapshot) -> list[float]:
    values: list[float] = snapshot.actions["progress"].tolist()
    return values


def taken_away(database: Path) -> Path:
    """The store's file moved to where nobody looks for it."""
    return database.rename(database.with_name("away"))


# --- the store answers ---


def test_the_store_is_opened_at_the_first_question_and_what_ships_is_in_it(live: LiveSource, database: Path) -> None:
    assert not database.exists()
    assert live.now().dates == (AS_AT,)
    assert progress(live.now().snapshot(AS_AT)) == [50, 50, 50]
    assert {origin.revision for origin in live.now().snapshot(AS_AT).origins.values()} == {1, 2, 3, 4}
    assert (live.trouble, live.issues(live.now())) == ("", [])


def test_a_publication_is_in_the_next_answer_and_the_shipped_file_no_longer_is(live: LiveSource, folder: Path) -> None:
    before = live.now().token
    put(live.store, actions(60), as_at=LATER)
    (folder / "action_plan.csv").write_bytes(actions(99).data)
    assert live.now().token != before
    assert live.now().dates == (AS_AT, LATER)
    assert progress(live.now().snapshot(LATER)) == [60, 60, 60]


def test_all_answers_of_one_page_are_of_the_moment_it_began(live: LiveSource) -> None:
    page = live.now()
    put(live.store, actions(60))
    assert progress(page.snapshot(AS_AT)) == [50, 50, 50]
    assert progress(live.now().snapshot(AS_AT)) == [60, 60, 60]


def test_a_pinned_version_stays_as_it_was_whatever_is_published(live: LiveSource) -> None:
    made = put(live.store, actions(60))
    pinned = live.now(4)
    assert progress(pinned.snapshot(AS_AT)) == [50, 50, 50]
    put(live.store, actions(70), as_at=LATER)
    again = live.now(4)
    assert (again.dates, progress(again.snapshot(LATER))) == ((AS_AT,), [50, 50, 50])
    assert progress(live.now(made.revisions["action_plan"]).snapshot(LATER)) == [60, 60, 60]
    assert again.token != live.now().token


def test_a_version_before_the_first_holds_nothing_and_has_a_date_all_the_same(live: LiveSource) -> None:
    before_all = live.now(0)
    assert before_all.dates == (AS_AT,)
    assert before_all.snapshot(AS_AT).actions.empty
    assert len(live.without_data(before_all)) == 2
    assert live.without_data(live.now()) == []


# --- the store goes away ---


def test_while_the_store_is_away_the_last_state_is_shown_and_the_trouble_said(live: LiveSource, database: Path) -> None:
    put(live.store, actions(60))
    shown = (live.now().token, live.now().snapshot(AS_AT).token)
    away = taken_away(database)
    assert (live.now().token, live.now().snapshot(AS_AT).token) == shown
    assert live.trouble == GONE
    with pytest.raises(StoreUnavailable, match="接続できません"):
        put(live.store, actions(70))
    away.rename(database)
    put(live.store, actions(70))
    assert progress(live.now().snapshot(AS_AT)) == [70, 70, 70]
    assert live.trouble == ""


def test_a_version_can_still_be_pinned_while_the_store_is_away(live: LiveSource, database: Path) -> None:
    live.now().snapshot(AS_AT)
    put(live.store, actions(60))
    live.now().snapshot(AS_AT)
    taken_away(database)
    assert progress(live.now(4).snapshot(AS_AT)) == [50, 50, 50]


def test_a_state_that_was_never_read_cannot_be_shown_while_the_store_is_away(
    live: LiveSource, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(live.store, actions(60), as_at=LATER)
    monkeypatch.setattr("kdx_metrics.publications.tables_at._CHECKED", LruCache(96))  # another replica published it
    live.now().snapshot(AS_AT)
    taken_away(database)
    with pytest.raises(StoreUnavailable, match="接続できません"):
        live.now().snapshot(LATER)


# --- the store has never been readable ---


def test_until_the_store_opens_what_ships_is_shown_and_nothing_can_be_published(
    live: LiveSource, database: Path
) -> None:
    database.write_bytes(b"\xff" * 5000)
    assert progress(live.now().snapshot(AS_AT)) == [50, 50, 50]
    assert {origin.revision for origin in live.now().snapshot(AS_AT).origins.values()} == {None}
    assert (live.trouble, live.store_source) == (DAMAGED, None)
    with pytest.raises(StoreUnavailable, match="壊れている"):
        put(live.store, actions(60))


def test_a_pinned_version_cannot_be_had_before_the_store_opens(live: LiveSource, database: Path) -> None:
    database.write_bytes(b"\xff" * 5000)
    assert live.now(1) is live.now()


def test_a_store_that_could_not_be_opened_is_tried_again_after_a_while_and_not_before(
    live: LiveSource, database: Path, ticks: Ticks
) -> None:
    database.write_bytes(b"\xff" * 5000)
    assert (live.store_source, live.trouble) == (None, DAMAGED)
    database.unlink()
    assert (live.store_source, live.trouble) == (None, DAMAGED)
    ticks.wait()
    assert live.store_source is not None
    assert (live.trouble, live.now().snapshot(AS_AT).origins["action_plan"].revision) == ("", 1)


def test_a_store_that_fails_while_the_files_are_taken_in_is_let_go_of_and_tried_again(
    live: LiveSource, ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailable(READ_ONLY)

    with monkeypatch.context() as patch:
        patch.setattr("kdx_metrics.publications.live.seed", refuse)
        patch.setattr("kdx_metrics.database.engine.Store.close", lambda store: closed.append(store.location))
        assert (live.store_source, live.trouble) == (None, READ_ONLY)
    assert len(closed) == 1
    ticks.wait()
    assert live.store_source is not None


# --- there is nothing to show ---


def test_an_empty_data_folder_is_no_trouble_of_the_store(live: LiveSource, folder: Path) -> None:
    for name in FILES:
        (folder / name).unlink()
    assert live.now().snapshot(AS_AT).actions.empty
    assert live.now().dates == (AS_AT,)
    assert live.trouble == ""
    assert [table.file_name for table in live.without_data(live.now())] == ["action_plan.csv", "kpis.csv"]


def test_into_an_empty_store_the_first_data_can_be_published(live: LiveSource, folder: Path) -> None:
    for name in FILES:
        (folder / name).unlink()
    before = live.now().token
    put(live.store, actions(60), as_at=LATER)
    assert live.now().token != before
    assert live.now().dates == (LATER,)
    assert progress(live.now().snapshot(LATER)) == [60, 60, 60]
    assert live.without_data(live.now()) == []


def test_files_that_are_put_into_an_empty_folder_are_taken_in_without_a_restart(
    live: LiveSource, folder: Path, ticks: Ticks
) -> None:
    for name in FILES:
        (folder / name).unlink()
    assert live.now().snapshot(AS_AT).actions.empty
    (folder / "action_plan.csv").write_bytes(actions(60).data)
    ticks.wait()
    assert progress(live.now().snapshot(AS_AT)) == [60, 60, 60]


def test_a_folder_that_vanishes_after_the_start_is_an_empty_one(live: LiveSource, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert live.now().snapshot(AS_AT).actions.empty
    assert len(live.without_data(live.now())) == 2


def test_a_file_that_may_not_be_read_is_named_and_read_once_it_may(
    live: LiveSource, folder: Path, ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "kpis.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert live.now().snapshot(AS_AT).kpis.empty
    assert (live.trouble, live.unreadable) == ("", "kpis.csv を読み取れません(Permission denied)。")
    assert str(folder) not in live.unreadable
    ticks.wait()
    assert len(live.now().snapshot(AS_AT).kpis) == 1
    assert live.unreadable == ""


def test_when_all_that_was_published_is_erased_there_is_nothing_and_what_ships_does_not_come_back(
    live: LiveSource, folder: Path, ticks: Ticks
) -> None:
    for name in FILES[1:]:
        (folder / name).unlink()
    redact(live.store, strategy(), ADMIN, 1, reason="個人情報")
    ticks.wait()
    assert live.now().dates == (AS_AT,)
    assert live.now().snapshot(AS_AT).actions.empty
    put(live.store, actions(60))
    assert progress(live.now().snapshot(AS_AT)) == [60, 60, 60]


# --- shipped files with errors ---


def test_a_shipped_file_with_errors_is_told_once_until_staff_lead(live: LiveSource, folder: Path) -> None:
    (folder / "action_plan.csv").write_bytes(actions(101, rows=1).data)
    assert [(issue.table, issue.cell) for issue in live.issues(live.now())] == [("action_plan", "I2")]
    assert live.without_data(live.now()) == []
    put(live.store, actions(60))
    assert live.issues(live.now()) == []


def test_when_every_shipped_file_has_errors_each_is_told_once(live: LiveSource, folder: Path) -> None:
    for name in FILES:
        (folder / name).write_bytes(b"")
    assert sorted(str(issue.table) for issue in live.issues(live.now())) == sorted(
        name.removesuffix(".csv") for name in FILES
    )


# --- by the settings ---


def test_a_data_folder_that_is_not_there_is_named_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_DATA_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr("kdx_metrics.publications.live.get_settings", get_settings.__wrapped__)
    with pytest.raises(SettingsError, match=r"nowhere がありません。設定 KDX_DATA_DIR"):
        get_source.__wrapped__()


def test_without_a_date_in_the_strategy_the_first_state_is_of_today(folder: Path, database: Path) -> None:
    data = strategy().data.model_copy(update={"as_at": None})
    undated = strategy().model_copy(update={"data": data})
    source = LiveSource(undated, folder, f"sqlite:///{database}")
    assert source.now().dates[-1] >= date(2026, 10, 31)
    source.store.close()
