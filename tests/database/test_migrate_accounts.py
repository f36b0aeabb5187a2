"""A store made before accounts were kept beside names: migration 0004 keeps every row of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, func, select, text

from kdx_metrics.database import audit, migrate
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store, connect
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema.decisions import decision
from kdx_metrics.database.schema.identity import person
from kdx_metrics.meeting.decision_redaction import redact_decision
from kdx_metrics.meeting.decisions import history, list_decisions
from kdx_metrics.publications.revisions import digest, list_revisions
from kdx_metrics.publications.verify import verify
from tests.publications.support import ADMIN, actions, put

DECISION = '{"kind": "決定", "text": "引き継ぐ", "meeting_on": "2026-11-23", "action_id": "", "period": null, '
DECISION += '"kpi_id": "", "department": "", "due": null, "state": "未対応"}'
AT = "2026-11-01 00:00:00.000000"
ROWS = Path(__file__).with_name("store_0003.sql")


def fill(connection: Connection) -> None:
    data = actions(50).data
    values = {"at": AT, "sha256": digest(data), "data": data, "yes": True, "no": False, "decision": DECISION}
    for statement in ROWS.read_text(encoding="utf-8").split(";\n")[:-1]:
        connection.execute(text(statement), values)
    if connection.dialect.name == "postgresql":
        for table in ("publication", "revision", "audit", "decision", "decision_history", "person"):
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 10)"))


@pytest.fixture
def migrated(store_url: str) -> Iterator[Store]:
    """A store of the schema before, with a row of every kind, opened by today's program."""
    old = connect(store_url)
    with old.writing() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        fill(connection)
    old.close()
    opened = open_store(store_url)
    yield opened
    opened.close()


def test_older_records_keep_their_names_and_have_no_account(migrated: Store) -> None:
    first, erased = list_revisions(migrated)
    assert (first.by, first.account, first.note) == ("編集 次郎", "", "定例")
    assert erased.redaction is not None
    assert (erased.redaction.by, erased.redaction.account) == ("管理 一郎", "")
    assert [(entry.actor, entry.person_id, entry.account) for entry in audit.entries(migrated)] == [
        ("編集 花子", None, ""),
        ("編集 次郎", None, ""),
    ]
    (made,) = list_decisions(migrated)
    assert (made.created_by, made.content.text) == ("編集 花子", "引き継ぐ")
    (version,) = history(migrated, ADMIN, 1)
    assert (version.by, version.account, version.content.text) == ("編集 花子", "", "引き継ぐ")
    assert verify(migrated, None) == []


def test_the_store_goes_on_with_accounts(migrated: Store) -> None:
    put(migrated, actions(60))
    assert [revision.account for revision in list_revisions(migrated)][-1] == ""
    audit.record_alone(migrated, Actor("編集 次郎", "admin", "", 2, "jiro"), "sign_in", "jiro")
    assert audit.entries(migrated)[0].account == "jiro"
    assert verify(migrated, None) == []


def test_an_older_replica_goes_on_writing_during_the_upgrade(migrated: Store) -> None:
    with migrated.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO audit (at, actor, action, object, detail, address)"
                " VALUES (:at, '編集 次郎', 'sign_in', 'jiro', '{}', '')"
            ),
            {"at": AT},
        )
    assert audit.entries(migrated)[0].account == ""


def test_one_time_passwords_without_an_end_end_after_three_days(migrated: Store) -> None:
    with migrated.reading() as connection:
        query = select(person.c.account).where(person.c.password_expires_at.is_not(None))
        assert connection.execute(query).scalars().all() == ["hanako"]
        (end,) = connection.execute(select(func.max(person.c.password_expires_at))).scalars()
    assert end is not None
    assert timedelta(hours=71) < end - datetime.now(UTC) <= timedelta(hours=72)


def test_texts_of_older_audit_lines_can_be_erased(migrated: Store) -> None:
    redact_decision(migrated, ADMIN, 1, reason="個人情報")
    with migrated.reading() as connection:
        assert connection.execute(select(decision.c.text)).scalar_one() != "引き継ぐ"
    assert "引き継ぐ" not in repr(audit.entries(migrated))
    assert verify(migrated, None) == []
