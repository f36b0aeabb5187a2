"""決定・宿題 in rows, given as plain words: this room knows of no store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.listing import NO_ROWS, Column, Columns, Listing
from kdx_metrics.wording.words import OVERDUE

ON_PAPER = ("kind", "text", "about", "department", "due", "state", "meeting_on")
ON_SLIDE = ("kind", "text", "about", "department", "due", "state")


class DecisionRow(NamedTuple):
    """One 決定 or 宿題; `about` names its 取組 or 指標, `number` and `changed` are those of the store."""

    kind: str
    text: str
    about: str
    department: str
    due: date | None
    state: str
    meeting_on: date
    late: bool
    of_this_meeting: bool
    number: int | None = None
    changed: str = ""


def due_text(row: DecisionRow) -> str:
    """`令和9年1月31日`, and whether it is past."""
    if row.due is None:
        return "期限なし"
    return f"{OVERDUE}({wareki(row.due)})" if row.late else wareki(row.due)


def due_phrase(row: DecisionRow) -> str:
    """`期限 令和9年1月31日` within a line of facts."""
    text = due_text(row)
    return text if text.startswith("期限") else f"期限 {text}"


def meeting_text(row: DecisionRow) -> str:
    """The meeting's day, and whether it is the one that a paper is for."""
    return wareki(row.meeting_on) + ("(今回)" if row.of_this_meeting else "")


COLUMNS: Columns[DecisionRow] = (
    Column("number", "番号", lambda row: row.number, "ordinal", 6),
    Column("meeting_on", "会議日", lambda row: row.meeting_on, "date", 12, meeting_text, share=17.8),
    Column("kind", "種類", lambda row: row.kind, width=8, share=5),
    Column("text", "内容", lambda row: row.text, width=70, share=31),
    Column("about", "取組・指標", lambda row: row.about, width=36, share=16),
    Column("department", "所管課", lambda row: row.department, width=16, share=12),
    Column("due", "期限", lambda row: row.due, "date", 12, due_text, share=17.8),
    Column("state", "状態", lambda row: row.state, width=9, share=6.5),
    Column("changed", "更新", lambda row: row.changed, width=24),
)


def decisions(rows: Sequence[DecisionRow], caption: str, none: str = NO_ROWS) -> Listing[DecisionRow]:
    """One row per 決定 or 宿題, in the order given."""
    return Listing(caption, COLUMNS, rows, none)
