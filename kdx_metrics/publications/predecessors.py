"""引継元 against all that was ever published: a number gone from the plan stands in an earlier revision only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection

from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.plan.tables.predecessor import PREDECESSOR_UNKNOWN
from kdx_metrics.plan.text import listed
from kdx_metrics.publications.revisions import Revision, heads
from kdx_metrics.publications.tables_at import read_tables, settings_alone

_PLAN, _COLUMN = "action_plan", "predecessor"


def unknown_predecessors(
    strategy: Strategy, connection: Connection, revisions: Sequence[Revision], after: Mapping[TableName, pd.DataFrame]
) -> list[Issue]:
    """Issues of the rows that continue a 取組 which neither the table to publish nor any revision has."""
    if (frame := after.get(_PLAN)) is None:
        return []
    wanted = {row: listed(cell) for row, cell in frame[_COLUMN].items() if cell}
    strays = {number for numbers in wanted.values() for number in numbers} - set(frame["action_id"])
    for revision in reversed(revisions):
        if not strays:
            return []
        if revision.table == _PLAN and not revision.redaction:
            in_force = {**settings_alone(heads(revisions, revision.as_at)), _PLAN: revision}
            earlier = read_tables(strategy, in_force, connection).frames.get(_PLAN)
            strays -= set() if earlier is None else set(earlier["action_id"])
    column = tables(strategy)[_PLAN].by_name[_COLUMN].header
    return [
        Issue(
            table=_PLAN,
            row=int(str(row)),
            column=column,
            cell=None,
            value=number,
            code=PREDECESSOR_UNKNOWN.name,
            message=PREDECESSOR_UNKNOWN.message.format(value=number),
            severity=PREDECESSOR_UNKNOWN.severity,
            fix=PREDECESSOR_UNKNOWN.fix,
        )
        for row, numbers in wanted.items()
        for number in numbers
        if number in strays
    ]
