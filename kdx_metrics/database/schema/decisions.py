"""SQL tables of the meeting, for decisions with all their versions and for the shared screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from kdx_metrics.database.schema.metadata import UtcDateTime, account_column, metadata, person_id_column

LEADING_ROW = 1
ERASED_TEXT = "(内容は抹消されました)"  # the text of a decision whose content was erased, until it is worded anew
TEXT_SHA256 = "text_sha256"  # in the content of an erased version, instead of `text`


class DecisionColumns(TypedColumns):
    """A 決定 or 宿題 in its present form; `version` grows with each change."""

    id = Column(Integer, primary_key=True)
    version = Column(Integer, nullable=False)
    kind = Column(String(20), nullable=False)  # a Kind of decisions.py
    text = Column(Text, nullable=False)
    action_id = Column(String(40), nullable=False)
    period: Named[int | None] = Column(Integer)
    kpi_id = Column(String(40), nullable=False)
    department = Column(String(200), nullable=False)
    due: Named[date | None] = Column(Date)
    state = Column(String(20), nullable=False)  # a State of decisions.py
    meeting_on: Named[date] = Column(Date, nullable=False, index=True)
    created_at = Column(UtcDateTime, nullable=False)
    created_by = Column(String(200), nullable=False)
    created_by_id: Named[int | None] = person_id_column()
    created_by_account = account_column()
    changed_at = Column(UtcDateTime, nullable=False)
    changed_by = Column(String(200), nullable=False)
    changed_by_id: Named[int | None] = person_id_column()
    changed_by_account = account_column()


class DecisionHistoryColumns(TypedColumns):
    """A version of a decision, with its content, author and time."""

    id = Column(Integer, primary_key=True)
    decision_id = Column(Integer, ForeignKey("decision.id"), nullable=False)
    version = Column(Integer, nullable=False)
    at = Column(UtcDateTime, nullable=False)
    by = Column(String(200), nullable=False)
    person_id: Named[int | None] = person_id_column()
    account = account_column()
    content: Named[dict[str, Any]] = Column(JSON, nullable=False)


class DecisionRedactionColumns(TypedColumns):
    """One 抹消 of a decision: its versions up to `version` keep a hash instead of their text."""

    id = Column(Integer, primary_key=True)
    decision_id = Column(Integer, ForeignKey("decision.id"), nullable=False, index=True)
    version = Column(Integer, nullable=False)
    at = Column(UtcDateTime, nullable=False)
    by = Column(String(200), nullable=False)
    person_id: Named[int | None] = person_id_column()
    account = account_column()
    reason = Column(Text, nullable=False)


class LeadingColumns(TypedColumns):
    """The shared screen, with its leader, the screen shown since `since`, and the leader's last heartbeat."""

    id = Column(Integer, primary_key=True, autoincrement=False)
    token = Column(String(64), nullable=False)
    leader = Column(String(200), nullable=False)
    screen = Column(String(80), nullable=False)
    as_of: Named[date] = Column(Date, nullable=False)
    started_at: Named[datetime] = Column(UtcDateTime, nullable=False)
    since = Column(UtcDateTime, nullable=False)
    beat_at = Column(UtcDateTime, nullable=False)


decision = Table("decision", metadata, DecisionColumns, sqlite_autoincrement=True)
decision_history = Table(
    "decision_history",
    metadata,
    DecisionHistoryColumns,
    UniqueConstraint("decision_id", "version"),
    sqlite_autoincrement=True,
)
decision_redaction = Table("decision_redaction", metadata, DecisionRedactionColumns, sqlite_autoincrement=True)
# Not restored from a backup, because the meeting of that time is over.
leading = Table("leading", metadata, LeadingColumns, info={"transient": True})
