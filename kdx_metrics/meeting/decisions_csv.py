"""決定事項 as a table: its definition, its rows for a CSV, and a CSV or workbook of it as edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking import CheckLimits, check
from kdx_metrics.intake.issues import Issue
from kdx_metrics.meeting.decisions import KINDS, LONGEST_NAME, LONGEST_TEXT, STATES, Content, Decision, Edit
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Column, Reference, Table
from kdx_metrics.plan.tables.codes import error
from kdx_metrics.plan.tables.common import DEPARTMENT, period, words
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule, Words, same_words

ROWS_AT_MOST = 5_000

UNKNOWN_DECISION = error(
    "unknown_decision",
    "ない決定事項",
    "番号「{value}」の決定事項はありません。",
    "新しく加える行は番号を空欄にしてください。",
)
UNKNOWN_ACTION = error(
    "unknown_action", "ない取組", "取組「{value}」は見つかりません。", "取組番号を「取組」で確かめてください。"
)
UNKNOWN_KPI = error(
    "unknown_kpi", "ない指標", "指標「{value}」は見つかりません。", "指標番号を「指標」で確かめてください。"
)
NOT_IN_PERIOD = error(
    "not_in_period",
    "その期にない取組",
    "取組「{value}」は{period}にありません。",
    "取組番号と期を「取組」で確かめてください。",
)
TWO_SUBJECTS = error(
    "two_subjects", "取組と指標の両方", "取組番号と指標番号の両方があります。", "どちらか一つにしてください。"
)
PERIOD_ALONE = error("period_alone", "期だけ", "期だけがあります。", "取組番号も入力してください。")
TOO_LONG = error("too_long", "文字が多すぎる", "{header}が{limit}文字を超えています。", "短くしてください。")
NOT_AS_WRITTEN = error(
    "not_as_written",
    "書き出したときと違う番号",
    "{header}「{value}」は書き出したときの数字ではありません。",
    "書き出したときの数字のままにしてください。",
)


@dataclass(frozen=True)
class DecisionsFile:
    """File as read: the edits that it asks for, none while an error stands, and its issues."""

    edits: tuple[Edit, ...]
    issues: tuple[Issue, ...]


def define_decisions(strategy: Strategy) -> Table:
    """Definition of 決定事項; a row with a 番号 changes that decision, one without adds a decision."""
    return Table(
        "decisions",
        "決定事項",
        ("id",),
        (
            Column(
                "id",
                "番号",
                "number",
                rule="新しい決定は空欄",
                refers_to=(Reference("decisions", "id", UNKNOWN_DECISION),),
                keeps_reason=True,
            ),
            Column("version", "変更回数", "number", rule="書き出したときのまま", default=0),
            Column("meeting_on", "会議日", "date", required=True),
            Column("kind", "種類", "choice", required=True, rule="・".join(KINDS), choices=words(*KINDS)),
            Column("text", "内容", "text", required=True, rule=f"{LONGEST_TEXT:,}文字まで", prose=True),
            Column(
                "action_id",
                "取組番号",
                "code",
                rule="取組番号か指標番号のどちらか",
                refers_to=(Reference("action_plan", "action_id", UNKNOWN_ACTION),),
            ),
            replace(period(strategy), required=False, rule="取組番号のある行だけ"),
            Column("kpi_id", "指標番号", "code", refers_to=(Reference("kpis", "kpi_id", UNKNOWN_KPI),)),
            replace(DEPARTMENT, kind="text", required=False),
            Column("due", "期限", "date"),
            Column("state", "状態", "choice", rule=f"空欄は{STATES[0]}", choices=words(*STATES)),
        ),
        "1行が1つの決定または宿題です。",
        (
            Rule(NOT_AS_WRITTEN, "id", lambda frame, _: frame["id_missing"] != ""),
            Rule(NOT_AS_WRITTEN, "version", lambda frame, _: (frame["version"] % 1 != 0) | (frame["version"] < 0)),
            Rule(NOT_IN_PERIOD, "action_id", _not_in_period, _period_words, needs=("action_plan",)),
            Rule(TWO_SUBJECTS, "kpi_id", lambda frame, _: (frame["action_id"] != "") & (frame["kpi_id"] != "")),
            Rule(PERIOD_ALONE, "period", lambda frame, _: (frame["period"] != 0) & (frame["action_id"] == "")),
            _limit("text", LONGEST_TEXT),
            _limit("department", LONGEST_NAME),
        ),
    )


def to_frame(decisions: Iterable[Decision], strategy: Strategy) -> pd.DataFrame:
    """Decisions under the headers that `read` takes in again, one row per decision."""
    columns = define_decisions(strategy).columns
    facts = [{"id": decision.id, "version": decision.version, **asdict(decision.content)} for decision in decisions]
    frame = pd.DataFrame(
        [[fact[column.name] for column in columns] for fact in facts], columns=[column.header for column in columns]
    )
    return frame.astype({column.header: "Int64" for column in columns if column.kind == "period"})


def read(
    data: bytes, snapshot: Snapshot, decisions: Iterable[Decision], *, file_name: str = "decisions.csv"
) -> DecisionsFile:
    """Read a file of decisions, held against the 取組 and 指標 of `snapshot` and the decisions there are."""
    table = define_decisions(snapshot.strategy)
    beside = {name: snapshot.table(name) for name in table.refers_to if name != table.name}
    beside[table.name] = pd.DataFrame({"id": [decision.id for decision in decisions]})
    limits = CheckLimits(rows=ROWS_AT_MOST)
    file = check(data, snapshot.strategy, file_name=file_name, table=table, beside=beside, limits=limits)
    edits = () if file.frame is None else tuple(map(_edit, file.frame.itertuples(index=False)))
    return DecisionsFile(edits, tuple(file.issues))


def _edit(row: Any) -> Edit:  # noqa: ANN401  # a named tuple of the table's columns
    content = Content(
        kind=row.kind,
        text=row.text,
        meeting_on=row.meeting_on.date(),
        action_id=row.action_id,
        period=row.period or None,
        kpi_id=row.kpi_id,
        department=row.department,
        due=None if pd.isna(row.due) else row.due.date(),
        state=row.state or STATES[0],
    )
    return Edit(content, None if np.isnan(row.id) else int(row.id), int(row.version))


def _not_in_period(frame: Frame, context: Context) -> Mask:
    plan = context.beside["action_plan"]
    pairs = pd.MultiIndex.from_frame(plan[["action_id", "period"]])
    given = pd.MultiIndex.from_frame(frame[["action_id", "period"]])
    is_planned = frame["action_id"].isin(plan["action_id"]) & (frame["period"] != 0)
    mask: Mask = is_planned.to_numpy() & ~given.isin(pairs)
    return mask


def _period_words(frame: Frame, context: Context) -> Words:
    numbers = frame["period"].to_numpy()
    return lambda position: {"period": context.strategy.period(int(numbers[position])).name}


def _limit(column: str, longest: int) -> Rule:
    """Rule against a text of more than `longest` characters."""
    return Rule(TOO_LONG, column, lambda frame, _: frame[column].str.len() > longest, same_words(limit=f"{longest:,}"))
