from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.sql.dml import Delete, Insert, Update

from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema.identity import person
from kdx_metrics.database.schema.revisions import head, publication, redaction, revision
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.verify import verify
from tests.publications.support import ADMIN, AS_AT, EARLIER, LATER, actions, actuals, kpis, milestones, put, strategy

AT = datetime(2026, 11, 23, tzinfo=UTC)

DAMAGE: dict[str, tuple[Callable[[], Insert | Update | Delete], tuple[int | None, str]]] = {
    "a changed byte": (
        lambda: update(revision).where(revision.c.id == 2).values(uploaded=actions(51).data),
        (2, "hash_differs"),
    ),
    "content that vanished": (
        lambda: update(revision).where(revision.c.id == 2).values(uploaded=None),
        (2, "content_missing"),
    ),
    "a record of erasure with the content still there": (
        lambda: insert(redaction).values(revision_id=1, at=AT, by="x", reason="x"),
        (1, "not_erased"),
    ),
    "a parent of another table": (
        lambda: update(revision).where(revision.c.id == 3).values(parent_id=1),
        (3, "broken_chain"),
    ),
    "a revision that is its own parent": (
        lambda: update(revision).where(revision.c.id == 3).values(parent_id=3),
        (3, "broken_chain"),
    ),
    "a publication with a missing file": (
        lambda: update(publication).where(publication.c.id == 1).values(files=2),
        (None, "incomplete_publication"),
    ),
    "an author who never was": (
        lambda: update(publication).where(publication.c.id == 1).values(person_id=4711, account="jiro"),
        (None, "unknown_author"),
    ),
    "an author under another's account": (
        lambda: update(publication).where(publication.c.id == 1).values(person_id=1, account="jiro"),
        (None, "unknown_author"),
    ),
    "a head that lost count": (lambda: update(head).values(number=1), (None, "head_behind")),
}


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, actions(40), as_at=EARLIER)
    put(store, actions(50))
    put(store, milestones(), note="年表")
    with store.writing() as connection:
        connection.execute(
            insert(person).values(
                id=1, account="hanako", name="鹿島 花子", role="editor", must_change=False, created_at=AT
            )
        )
        connection.execute(update(publication).where(publication.c.id == 2).values(person_id=1, account="hanako"))
    return store


def test_a_sound_store_has_no_findings(filled: Store) -> None:
    redact(filled, strategy(), ADMIN, 1, reason="個人情報")
    assert verify(filled, strategy()) == []


def test_an_empty_store_has_no_findings(store: Store) -> None:
    assert verify(store, strategy()) == []


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found(filled: Store, what: str) -> None:
    statement, expected = DAMAGE[what]
    with filled.writing() as connection:
        connection.execute(statement())
    assert expected in [(finding.revision, finding.code) for finding in verify(filled, strategy())]


def test_a_current_table_that_no_longer_reads_is_found_with_its_reason(store: Store) -> None:
    put(store, kpis(1), actuals(1), as_at=AS_AT)
    redact(store, strategy(), ADMIN, 1, reason="誤り")
    (finding,) = verify(store, strategy())
    assert (finding.revision, finding.code) == (2, "does_not_read")
    assert "K-1" in finding.message


def test_what_was_good_by_the_rules_of_its_day_is_sound_as_bytes(store: Store) -> None:
    put(store, actions(50), as_at=LATER)
    shorter = strategy().model_copy(update={"periods": strategy().periods[:1]})
    assert [finding.code for finding in verify(store, shorter)] != []
    assert verify(store, None) == []


def test_a_publication_without_any_file_is_found(filled: Store) -> None:
    with filled.writing() as connection:
        connection.execute(delete(revision).where(revision.c.id == 3))
    assert [finding.code for finding in verify(filled, strategy())] == ["incomplete_publication"]
