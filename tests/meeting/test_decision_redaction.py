from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from kdx_metrics.database import audit, erasing
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema import metadata
from kdx_metrics.database.schema.decisions import ERASED_TEXT, decision_history, decision_redaction
from kdx_metrics.database.schema.revisions import audit as audit_table
from kdx_metrics.meeting.decision_redaction import redact_decision
from kdx_metrics.meeting.decisions import (
    Content,
    Decision,
    StaleDecision,
    add,
    change,
    history,
    list_decisions,
)
from kdx_metrics.publications.backup import backup, restore
from kdx_metrics.publications.revisions import digest
from kdx_metrics.publications.verify import verify
from tests.publications.support import ADMIN, EDITOR, VIEWER

SECRET = "住民の鹿島花子さん"
HOMEWORK = Content(
    kind="宿題", text=f"{SECRET}の件を調べる", meeting_on=date(2026, 11, 23), kpi_id="K10", department="総務課"
)


@pytest.fixture
def mended(store: Store) -> Decision:
    """A decision whose second version no longer names the resident."""
    made = add(store, EDITOR, HOMEWORK)
    return change(store, EDITOR, made.id, replace(HOMEWORK, text="窓口の件を調べる", state="対応中"), version=1)


def whole(store: Store) -> str:
    """Every row of the store."""
    with store.reading() as connection:
        return repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])


def test_the_texts_of_all_versions_go_and_hash_people_and_reason_stay(store: Store, mended: Decision) -> None:
    assert redact_decision(store, ADMIN, mended.id, reason="住民の氏名が入っていた") == ""
    assert SECRET not in whole(store)
    (kept,) = list_decisions(store)
    assert kept.content == replace(HOMEWORK, text=ERASED_TEXT, department="", state="対応中")
    versions = history(store, EDITOR, mended.id)
    assert [(version.by, version.content.text, version.text_sha256) for version in versions] == [
        ("鹿島 花子", ERASED_TEXT, digest(HOMEWORK.text.encode())),
        ("鹿島 花子", ERASED_TEXT, digest("窓口の件を調べる".encode())),
        ("管理 次郎", ERASED_TEXT, None),
    ]
    entry = audit.entries(store)[0]
    assert (entry.action, entry.object, entry.detail) == (
        "redact",
        f"decision {mended.id}",
        {"version": 2, "reason": "住民の氏名が入っていた"},
    )
    with store.reading() as connection:
        record = connection.execute(select(decision_redaction)).one()
    assert (record.version, record.by, record.reason) == (2, "管理 次郎", "住民の氏名が入っていた")
    assert verify(store, None) == []


def test_audit_lines_of_earlier_versions_of_the_program_lose_the_text_too(store: Store, mended: Decision) -> None:
    old = {"version": 1, "text": HOMEWORK.text, "department": "総務課", "kind": "宿題"}
    with store.writing() as connection:
        line = {"at": datetime.now(UTC), "actor": "鹿島 花子", "action": "decide", "address": "", "detail": old}
        connection.execute(insert(audit_table).values(object=f"decision {mended.id}", **line))
        connection.execute(insert(audit_table).values(object=f"decision {mended.id}0", **line))
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    other, erased = [entry for entry in audit.entries(store) if "kind" in entry.detail][:2]
    assert other.detail == old
    assert erased.detail == {"version": 1, "department": "", "kind": "宿題"} | {
        "text_sha256": digest(HOMEWORK.text.encode())
    }


def test_whoever_has_the_old_text_still_open_cannot_save_it_again(store: Store, mended: Decision) -> None:
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    with pytest.raises(StaleDecision, match="管理 次郎さんが変更しました"):
        change(store, EDITOR, mended.id, replace(mended.content, state="完了"), version=mended.version)
    assert SECRET not in whole(store)


def test_an_erased_decision_is_worded_anew_and_can_be_erased_again(store: Store, mended: Decision) -> None:
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    anew = change(store, EDITOR, mended.id, replace(HOMEWORK, text=f"また{SECRET}"), version=3)
    assert verify(store, None) == []
    redact_decision(store, ADMIN, anew.id, reason="また個人情報")
    assert SECRET not in whole(store)
    assert [version.text_sha256 is None for version in history(store, EDITOR, anew.id)] == [
        False,
        False,
        True,
        False,
        True,
    ]
    assert verify(store, None) == []


@pytest.mark.parametrize("actor", [EDITOR, VIEWER])
def test_only_an_administrator_erases(store: Store, mended: Decision, actor: object) -> None:
    with pytest.raises(Forbidden, match="管理者の権限が必要です"):
        redact_decision(store, actor, mended.id, reason="個人情報")  # type: ignore[arg-type]  # an Actor
    assert list_decisions(store) == [mended]


def test_an_erasure_needs_a_reason_and_a_text(store: Store, mended: Decision) -> None:
    with pytest.raises(NotPossible, match="抹消の理由を入力してください"):
        redact_decision(store, ADMIN, mended.id, reason=" ")
    with pytest.raises(NotPossible, match=r"No\.99 の決定事項は見つかりません"):
        redact_decision(store, ADMIN, 99, reason="個人情報")
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    with pytest.raises(NotPossible, match="すでに抹消されています"):
        redact_decision(store, ADMIN, mended.id, reason="個人情報")


def test_a_text_that_only_pretends_to_be_erased_hides_no_earlier_one(store: Store) -> None:
    made = add(store, EDITOR, HOMEWORK)
    change(store, EDITOR, made.id, replace(HOMEWORK, text=ERASED_TEXT), version=1)
    redact_decision(store, ADMIN, made.id, reason="個人情報")
    assert SECRET not in whole(store)


def test_erased_text_is_nowhere_in_the_sqlite_file_nor_in_its_log(sqlite_store: Store) -> None:
    made = add(sqlite_store, EDITOR, HOMEWORK)
    redact_decision(sqlite_store, ADMIN, made.id, reason="個人情報")
    files = Path(sqlite_store.location).parent.glob("only.sqlite3*")
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in files)


def test_a_reader_who_holds_the_text_in_the_files_is_told_of(
    store: Store, mended: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PATIENCE", 0.3)
    with store.reading() as reader:
        reader.execute(select(decision_history)).all()
        remains = redact_decision(store, ADMIN, mended.id, reason="個人情報")
    assert ("再起動すると消えます" if store.is_sqlite else "VACUUM FULL decision, decision_history") in remains


def test_erased_decisions_are_backed_up_and_restored(store: Store, mended: Decision, tmp_path: Path) -> None:
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    backup(store, ADMIN, tmp_path / "backup.kdx")
    again = open_store(f"sqlite:///{tmp_path / 'again.sqlite3'}")
    restore(again, ADMIN, tmp_path / "backup.kdx")
    assert history(again, EDITOR, mended.id) == history(store, EDITOR, mended.id)
    assert verify(again, None) == []
    again.close()


def test_verify_finds_texts_that_are_gone_without_a_record_or_there_in_spite_of_one(
    store: Store, mended: Decision
) -> None:
    redact_decision(store, ADMIN, mended.id, reason="個人情報")
    first = decision_history.c.decision_id == mended.id, decision_history.c.version == 1
    with store.reading() as connection:
        erased = connection.execute(select(decision_history.c.content).where(*first)).scalar_one()
    with store.writing() as connection:
        content = asdict(HOMEWORK) | {"meeting_on": "2026-11-23"}
        connection.execute(update(decision_history).where(*first).values(content=content))
        connection.execute(
            update(audit_table).where(audit_table.c.action == "decide").values(detail={"version": 1, "text": SECRET})
        )
    assert [finding.code for finding in verify(store, None)] == ["not_erased", "not_erased"]
    with store.writing() as connection:
        connection.execute(update(decision_history).where(*first).values(content=erased))
        connection.execute(delete(decision_redaction))
    assert [finding.code for finding in verify(store, None)] == ["content_missing"]
