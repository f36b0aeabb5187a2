"""The Excel paper's tables as they are kept: the published ones, the next 期's draft and the decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from kdx_metrics.exports import Cell, Sheet, SheetColumn
from kdx_metrics.exports.workbook_report import Kind
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.next_period import next_period_draft
from kdx_metrics.meeting.tables_decisions import ORDER_NOTE, TITLE, about, decisions_finding, decisions_of
from kdx_metrics.plan.formats import is_missing
from kdx_metrics.plan.tables import Column, Table, tables


def decisions_sheet(content: Material) -> Sheet:
    """前回の宿題・決定事項 in full, with dates that can be sorted."""
    columns = (
        SheetColumn("種別", 8),
        SheetColumn("内容", 70),
        SheetColumn("取組/指標", 36),
        SheetColumn("所管課", 16),
        SheetColumn("期限", 12, "date"),
        SheetColumn("状態", 9),
        SheetColumn("会議", 12, "date"),
    )
    found = decisions_of(content).rows
    rows = tuple(
        (one.kind, one.text, about(one, content), one.department, one.due, one.state, one.meeting_on) for one in found
    )
    note = decisions_finding(content) + (ORDER_NOTE if rows else "")
    return Sheet(TITLE, TITLE, columns, rows, note)


def draft_sheets(content: Material) -> Iterator[Sheet]:
    """The next 期's rows to start from, with the choice lists of the action plan."""
    if content.outlook.following is None:
        return
    draft = next_period_draft(content.summary, content.outlook)
    plan = tables(content.strategy)["action_plan"]
    rows = tuple(tuple(_typed(value) for value in row) for row in draft.itertuples(index=False))
    name = content.outlook.following.name
    note = "計画にある行に、引継ぎの候補(中止を除く)を加えた案です。直してから使ってください。"
    yield Sheet("次期の案", f"{name}の取組の案", _columns(plan), rows, note)


def source_sheets(content: Material) -> Iterator[Sheet]:
    """The tables as published, with their choice lists."""
    snapshot = content.summary.snapshot
    for table in snapshot.tables:
        rows = tuple(
            tuple(_source(row, column) for column in table.columns)
            for row in snapshot.table(table.name).to_dict("records")
        )
        note = f"{table.file_name} の内容です。{table.about}"
        yield Sheet(f"元の表_{table.label}", f"元の表: {table.label}", _columns(table), rows, note)


def _columns(table: Table) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(column.header, column.width, _kind(column), column.listed) for column in table.columns)


def _kind(column: Column) -> Kind:
    if column.kind == "period":
        return "integer"
    return "date" if column.is_date else "number" if column.is_number else "text"


def _source(row: Mapping[object, object], column: Column) -> Cell:
    value = _typed(row[column.name])
    if value is None and column.companion:
        return str(row[column.companion])
    return column.shown.get(str(value), value)


def _typed(value: object) -> Cell:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if value is pd.NaT or value == "" or (isinstance(value, float) and is_missing(value)):
        return None
    return value  # type: ignore[return-value]  # the typed frames hold texts and numbers
