from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import text

from kdx_metrics.database import audit, erasing, head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NothingToPublish, NotPossible, StaleBase
from kdx_metrics.database.migrate import open_store
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.equal_rows import EqualRows
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import contents, find, heads, list_revisions, uploaded_bytes
from kdx_metrics.publications.verify import verify
from tests.database.server import Server
from tests.publications.support import (
    ACTION_HEADER,
    ADMIN,
    EARLIER,
    EDITOR,
    action,
    actions,
    csv,
    kpis,
    put,
    strategy,
)

SECRET = "090-1234-5678"


def test_the_content_goes_and_the_hash_the_date_the_person_and_the_reason_stay(store: Store) -> None:
    put(store, actions(50))
    sha256 = list_revisions(store)[0].sha256
    redact(store, strategy(), ADMIN, 1, reason="電話番号が入っていた")
    (revision,) = list_revisions(store)
    assert revision.sha256 == sha256
    assert revision.redaction is not None
    assert (revision.redaction.by, revision.redaction.reason) == ("管理 次郎", "電話番号が入っていた")
    with store.reading() as connection:
        assert contents(connection, [1]) == {}
        with pytest.raises(NotPossible, match="抹消"):
            uploaded_bytes(connection, 1)
    assert verify(store, strategy()) == []
    assert audit.entries(store)[0].action == "redact"


def test_what_the_erased_revision_had_replaced_is_in_force_again(store: Store) -> None:
    put(store, actions(40), as_at=EARLIER)
    put(store, actions(50))
    put(store, actions(60))
    redact(store, strategy(), ADMIN, 3, reason="誤り")
    assert heads(list_revisions(store))["action_plan"].id == 2
    redact(store, strategy(), ADMIN, 2, reason="誤り")
    assert heads(list_revisions(store))["action_plan"].id == 1


def test_everybody_sees_a_redaction_as_a_change_of_the_head(store: Store) -> None:
    before = put(store, actions(50)).number
    redact(store, strategy(), ADMIN, 1, reason="誤り")
    assert head.current(store).number == before + 1


def test_the_copy_that_a_roll_back_made_is_erased_with_it(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    roll_back(store, strategy(), EDITOR, 1, note="戻す")
    assert redact(store, strategy(), ADMIN, 1, reason="個人情報").revisions == (1, 3)
    with store.reading() as connection:
        assert contents(connection, [1, 2, 3]) == {2: actions(60).data}


def test_tables_merged_on_top_of_erased_rows_are_named(store: Store) -> None:
    put(store, actions(50))
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(9, remarks=SECRET)), mode="merge"))
    put(store, Upload("b.csv", csv(ACTION_HEADER, action(2, 70)), mode="merge"))
    put(store, actions(80))
    erased = redact(store, strategy(), ADMIN, 2, reason="個人情報")
    assert (erased.revisions, erased.built_on) == ((2,), (3,))


def _with_columns_swapped(data: bytes) -> bytes:
    lines = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
    return "\n".join(",".join([*cells[:3], *reversed(cells[3:])]) for cells in lines).encode()


@pytest.mark.parametrize(
    "resave",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.removeprefix(b"\xef\xbb\xbf"),
        lambda data: data.decode("utf-8-sig").encode("cp932"),
        lambda data: data.decode("utf-8-sig").replace("総務課", "総務課 ").encode(),
        lambda data: data.decode("utf-8-sig").replace(",50,", ",５０,").encode(),
        _with_columns_swapped,
    ],
    ids=["line ends", "no mark", "cp932", "a blank", "full width", "order of columns"],
)
def test_a_near_copy_is_named_with_its_equal_rows(store: Store, resave: Callable[[bytes], bytes]) -> None:
    original = csv(ACTION_HEADER, action(1, remarks=SECRET), action(2), action(3))
    put(store, Upload("a.csv", original))
    put(store, actions(70))
    put(store, Upload("again.csv", resave(original)))
    erased = redact(store, strategy(), ADMIN, 1, reason="個人情報")
    assert (erased.revisions, erased.equal) == ((1,), (EqualRows(3, 3, 3),))
    with store.reading() as connection:
        assert contents(connection, [3]) != {}


def test_revisions_that_share_some_rows_are_named_and_those_without_are_not(store: Store) -> None:
    put(store, actions(50, rows=4))
    put(store, Upload("mended.csv", csv(ACTION_HEADER, action(1), action(2, remarks=SECRET), action(3), action(4))))
    put(store, Upload("部.csv", csv(ACTION_HEADER, action(1, 80), action(2, 81), action(3, 82)), mode="merge"))
    put(store, actions(90, rows=4))
    put(store, kpis(1))
    assert redact(store, strategy(), ADMIN, 1, reason="誤り").equal == (EqualRows(2, 3, 4), EqualRows(3, 1, 4))
    (entry,) = (entry for entry in audit.entries(store) if entry.action == "redact")
    assert entry.detail == {"erased": [1], "built_on": [3], "equal": [2, 3]} | {"built_on": entry.detail["built_on"]}


def test_a_partial_upload_is_compared_by_the_rows_that_it_brought(store: Store) -> None:
    put(store, actions(50, rows=4))
    put(store, Upload("部.csv", csv(ACTION_HEADER, action(2, remarks=SECRET)), mode="merge"))
    put(store, Upload("部.csv", csv(ACTION_HEADER, action(3, 70)), mode="merge"))
    assert redact(store, strategy(), ADMIN, 2, reason="個人情報").equal == (EqualRows(3, 1, 1),)


def test_a_revision_that_todays_rules_cannot_read_is_named_as_not_compared(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    rules = strategy().model_dump(by_alias=True)
    rules["pillar"] = [pillar | {"id": f"X{pillar['id']}", "aliases": ()} for pillar in rules["pillar"]]
    assert redact(store, Strategy.model_validate(rules), ADMIN, 1, reason="個人情報").equal == (EqualRows(2, None, 0),)


def test_the_administrator_learns_what_is_shown_instead(store: Store) -> None:
    put(store, actions(40), as_at=EARLIER)
    put(store, actions(50))
    put(store, actions(60))
    old = redact(store, strategy(), ADMIN, 2, reason="誤り")
    assert (old.was_shown, old.shown) == (False, 3)
    newest = redact(store, strategy(), ADMIN, 3, reason="誤り")
    assert (newest.was_shown, newest.shown) == (True, 1)
    last = redact(store, strategy(), ADMIN, 1, reason="誤り")
    assert (last.was_shown, last.shown) == (True, None)


def test_a_reader_who_holds_the_erased_text_in_the_files_is_told_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PATIENCE", 0.3)
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=SECRET))))
    put(store, actions(60))
    with store.reading() as reader:
        list_revisions(store)
        uploaded_bytes(reader, 1)
        remains = redact(store, strategy(), ADMIN, 1, reason="個人情報").remains
    assert ("再起動すると消えます" if store.is_sqlite else "VACUUM FULL revision") in remains
    assert redact(store, strategy(), ADMIN, 2, reason="誤り").remains == ""


def test_a_reader_who_ends_soon_is_waited_for(sqlite_store: Store) -> None:
    put(sqlite_store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=SECRET))))
    put(sqlite_store, actions(60))
    reader = sqlite3.connect(sqlite_store.location, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM revision").fetchone()
    soon = Timer(0.5, reader.close)
    soon.start()
    assert redact(sqlite_store, strategy(), ADMIN, 1, reason="個人情報").remains == ""
    soon.join()
    assert SECRET.encode() not in b"".join(
        path.read_bytes() for path in Path(sqlite_store.location).parent.glob("only.sqlite3*")
    )


def test_erased_text_is_not_in_the_table_of_postgresql_any_more(postgresql: Server) -> None:
    store = open_store(postgresql.database())
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=SECRET))))
    put(store, actions(60))
    assert SECRET.encode() in _table_files(postgresql, store)
    assert redact(store, strategy(), ADMIN, 1, reason="個人情報").remains == ""
    assert SECRET.encode() not in _table_files(postgresql, store)
    store.close()


def _table_files(server: Server, store: Store) -> bytes:
    """The bytes of `revision` and its TOAST on the disk."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        paths = connection.execute(
            text(
                "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname = 'revision'"
                " UNION SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = 'revision'"
            )
        )
        return b"".join((server.folder / "data" / path).read_bytes() for path in paths.scalars())


def test_erasing_rolling_back_and_publishing_at_once_leave_a_sound_store(store: Store, store_url: str) -> None:
    for number in range(1, 7):
        put(store, actions(number))

    def work(worker: int) -> list[str]:
        mine, done = open_store(store_url), []
        for turn in range(4):
            try:
                if worker % 3 == 0:
                    redact(mine, strategy(), ADMIN, worker + turn + 1, reason="誤り")
                elif worker % 3 == 1:
                    roll_back(mine, strategy(), EDITOR, worker + turn + 1, note="戻す")
                else:
                    put(mine, actions(40 + worker * 4 + turn))
                done.append("done")
            except (StaleBase, NotPossible, NothingToPublish) as refused:
                done.append(type(refused).__name__)
        mine.close()
        return done

    with ThreadPoolExecutor(6) as pool:
        outcomes = [outcome for done in pool.map(work, range(6)) for outcome in done]
    assert len(outcomes) == 24
    assert outcomes.count("done") >= 3
    assert verify(store, strategy()) == []


def test_an_editor_erases_nothing(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(Forbidden, match="管理者の権限"):
        redact(store, strategy(), EDITOR, 1, reason="誤り")
    assert find(list_revisions(store), 1).redaction is None


def test_a_redaction_needs_a_reason_and_happens_once(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(NotPossible, match="理由"):
        redact(store, strategy(), ADMIN, 1, reason=" ")
    redact(store, strategy(), ADMIN, 1, reason="誤り")
    with pytest.raises(NotPossible, match="すでに抹消"):
        redact(store, strategy(), ADMIN, 1, reason="誤り")


def test_erased_text_is_nowhere_in_the_sqlite_file_nor_in_its_log(sqlite_store: Store) -> None:
    put(sqlite_store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=SECRET))))
    put(sqlite_store, actions(60))
    redact(sqlite_store, strategy(), ADMIN, 1, reason="個人情報")
    kept = [path.read_bytes() for path in Path(sqlite_store.location).parent.glob("only.sqlite3*")]
    assert not any(SECRET.encode() in data for data in kept)
