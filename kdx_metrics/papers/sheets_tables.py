"""The Excel paper's tables as they are kept: the published ones and the next 期's draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from kdx_metrics.exports.workbook_report import Sheet
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.next_period import next_period_draft
from kdx_metrics.plan import tables as plan
from kdx_metrics.views.listing import Column, Columns, Kind, Listing, absent

Row = Sequence[Any]


def draft_sheets(content: Material) -> Iterator[Sheet]:
    """The next 期's rows to start from, with the choice lists of the action plan."""
    if content.outlook.following is None:
        return
    draft = next_period_draft(content.summary, content.outlook)
    columns = _columns(plan.tables(content.strategy)["action_plan"])
    caption = f"{content.outlook.following.name}の取組の案"
    note = "計画にある行に、引継ぎの候補(終えるものを除く)を加えた案です。直してから使ってください。"
    yield Sheet("次期の案", Listing(caption, columns, list(draft.itertuples(index=False))), note)


def source_sheets(content: Material) -> Iterator[Sheet]:
    """The tables as published, with their choice lists."""
    snapshot = content.summary.snapshot
    for table in snapshot.tables:
        rows = [
            tuple(_source(row, column) for column in table.columns)
            for row in snapshot.table(table.name).to_dict("records")
        ]
        listing = Listing(f"元の表: {table.label}", _columns(table), rows)
        yield Sheet(f"元の表_{table.label}", listing, f"{table.file_name} の内容です。{table.about}")


def _columns(table: plan.Table) -> Columns[Row]:
    """The columns of a table over rows in their order."""

    def cell(position: int) -> Callable[[Row], object]:
        return lambda row: _typed(row[position])

    return tuple(
        Column(column.name, column.header, cell(position), _kind(column), column.width, choices=column.listed)
        for position, column in enumerate(table.columns)
    )


def _kind(column: plan.Column) -> Kind:
    if column.kind == "period":
        return "ordinal"
    return "date" if column.is_date else "number" if column.is_number else "text"


def _source(row: Mapping[Any, Any], column: plan.Column) -> object:
    """A cell; the reason where a value is missing, and a choice as it is shown."""
    value = row[column.name]
    if column.companion and absent(value):
        return row[column.companion]
    return column.shown.get(value, value)


def _typed(value: Any) -> object:  # noqa: ANN401  # the typed frames hold texts, numbers and dates
    if isinstance(value, pd.Timestamp):
        return value.date()
    return None if absent(value) or value == "" else value
