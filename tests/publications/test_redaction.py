from __future__ import annotations

from pathlib import Path

import pytest

from kdx_metrics.database import audit, head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import contents, find, heads, list_revisions, uploaded_bytes
from kdx_metrics.publications.staging import Upload
from kdx_metrics.publications.verify import verify
from tests.publications.support import (
    ACTION_HEADER,
    ADMIN,
    EARLIER,
    EDITOR,
    action,
    actions,
    csv,
    put,
    strategy,
)

SECRET = "090-1234-5678"


def test_the_content_goes_and_the_hash_the_date_the_person_and_the_reason_stay(store: Store) -> None:
    put(store, actions(50))
    sha256 = list_revisions(store)[0].sha256
    redact(store, ADMIN, 1, reason="電話番号が入っていた")
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
    redact(store, ADMIN, 3, reason="誤り")
    assert heads(list_revisions(store))["action_plan"].id == 2
    redact(store, ADMIN, 2, reason="誤り")
    assert heads(list_revisions(store))["action_plan"].id == 1


def test_everybody_sees_a_redaction_as_a_change_of_the_head(store: Store) -> None:
    before = put(store, actions(50)).number
    redact(store, ADMIN, 1, reason="誤り")
    assert head.current(store).number == before + 1


def test_the_copy_that_a_roll_back_made_is_erased_with_it(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    roll_back(store, strategy(), EDITOR, 1, note="戻す")
    assert redact(store, ADMIN, 1, reason="個人情報").revisions == (1, 3)
    with store.reading() as connection:
        assert contents(connection, [1, 2, 3]) == {2: actions(60).data}


def test_tables_merged_on_top_of_erased_rows_are_named(store: Store) -> None:
    put(store, actions(50))
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(9, remarks=SECRET)), mode="merge"))
    put(store, Upload("b.csv", csv(ACTION_HEADER, action(2, 70)), mode="merge"))
    put(store, actions(80))
    erased = redact(store, ADMIN, 2, reason="個人情報")
    assert (erased.revisions, erased.built_on) == ((2,), (3,))


def test_an_editor_erases_nothing(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(Forbidden, match="管理者の権限"):
        redact(store, EDITOR, 1, reason="誤り")
    assert find(list_revisions(store), 1).redaction is None


def test_a_redaction_needs_a_reason_and_happens_once(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(NotPossible, match="理由"):
        redact(store, ADMIN, 1, reason=" ")
    redact(store, ADMIN, 1, reason="誤り")
    with pytest.raises(NotPossible, match="すでに抹消"):
        redact(store, ADMIN, 1, reason="誤り")


def test_erased_text_is_nowhere_in_the_sqlite_file_nor_in_its_log(sqlite_store: Store) -> None:
    put(sqlite_store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=SECRET))))
    put(sqlite_store, actions(60))
    redact(sqlite_store, ADMIN, 1, reason="個人情報")
    kept = [path.read_bytes() for path in Path(sqlite_store.location).parent.glob("only.sqlite3*")]
    assert not any(SECRET.encode() in data for data in kept)
