"""抹消 of a decision: its texts go for good; hash, dates, people and the reason stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import ADMINISTRATORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.erasing import clear_remains
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.plain_text import plain_person, plain_text
from kdx_metrics.database.schema.decisions import ERASED_TEXT, decision, decision_history, decision_redaction
from kdx_metrics.database.schema.revisions import audit as audit_table
from kdx_metrics.meeting.decisions import locked_decision, without_text, write_version

WRITTEN_BY = ("decide", "decision_change")  # audit lines that held the text in earlier versions of the program


def redact_decision(store: Store, actor: Actor, number: int, *, reason: str) -> str:
    """Erase the text and 所管課 of every version of a decision; what could not be done yet, in words, or "".

    A new version says that the content was erased, so that an editor who still has the old one open cannot save it
    again; the decision itself stays and may be worded anew. Backups made before keep the text. Raises Forbidden
    unless the actor is an administrator, NotPossible for an unknown decision or without a reason, StoreUnavailable.
    """
    about = f"decision {number}"
    audit.require(store, actor, ADMINISTRATORS, "redact", about)
    reason = plain_text(reason, "抹消の理由")
    actor = replace(actor, name=plain_person(actor.name))
    with store.writing() as connection:
        current = locked_decision(connection, number)
        if not _erase_history(connection, number):
            raise NotPossible(f"No.{number} の内容はすでに抹消されています。")
        tables = [decision, decision_history, *([audit_table] if _erase_audit(connection, about) else [])]
        connection.execute(
            insert(decision_redaction).values(
                decision_id=number, version=current.version, at=datetime.now(UTC), reason=reason, **actor.author
            )
        )
        write_version(connection, actor, current, replace(current.content, text=ERASED_TEXT, department=""))
        audit.record(connection, actor, "redact", about, {"version": current.version, "reason": reason})
    return clear_remains(store, tables)


def _erase_history(connection: Connection, number: int) -> bool:
    """Erase the text of each version; whether there was one that held any."""
    columns = decision_history.c
    versions = connection.execute(select(columns.id, columns.content).where(columns.decision_id == number)).all()
    worded = [version for version in versions if version.content.get("text", ERASED_TEXT) != ERASED_TEXT]
    for version in worded:
        erased = without_text(version.content)
        connection.execute(update(decision_history).where(columns.id == version.id).values(content=erased))
    return bool(worded)


def _erase_audit(connection: Connection, about: str) -> bool:
    """Erase the text of each audit line; whether there was one that held any."""
    columns = audit_table.c
    query = select(columns.id, columns.detail).where(columns.object == about, columns.action.in_(WRITTEN_BY))
    worded = [line for line in connection.execute(query) if "text" in line.detail]
    for line in worded:
        connection.execute(update(audit_table).where(columns.id == line.id).values(detail=without_text(line.detail)))
    return bool(worded)
