"""A draft of the next 期's action plan: what the plan already holds there, and what the running 期 hands on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kdx_metrics.numbers.meeting.carry_over import Candidate, Outlook
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.strategy import Period
from kdx_metrics.plan.tables import tables
from kdx_metrics.wording.meeting.outlooks import draft_remark


def next_period_draft(summary: Summary, outlook: Outlook) -> pd.DataFrame:
    """Rows for the next 期 to start from, with the Japanese headers of the action plan (no row after the last 期).

    First those that the plan already holds, as they are; then one for every candidate that goes on and has no row there
    yet: not begun, to the date that its pace promises, or to the 期's end where none is known. The 今後の方向性 that
    people have recorded leads, the suggestion stands beside it in 備考.
    """
    strategy = summary.snapshot.strategy
    columns = tables(strategy)["action_plan"].columns
    following = outlook.following
    rows: list[dict[str, object]] = []
    if following is not None:
        held = summary.actions[summary.actions["period"] == following.number]
        rows = [_as_typed(row) for row in held.to_dict("records")]
        ids = set(held["action_id"])
        for candidate in outlook.candidates:
            if candidate.onward != "close" and candidate.outlook.action_id not in ids:
                ids.add(candidate.outlook.action_id)
                rows.append(_drafted(candidate, summary, following))
    return pd.DataFrame(
        [[column.shown.get(str(row[column.name]), row[column.name]) for column in columns] for row in rows],
        columns=[column.header for column in columns],
        dtype=object,
    )


def _as_typed(row: Mapping[object, object]) -> dict[str, object]:
    """One row of the plan as a file holds it: dates without a time, blanks where nothing is known."""
    return {str(name): _cell(value) for name, value in row.items()}


def _cell(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    return value


def _drafted(candidate: Candidate, summary: Summary, following: Period) -> dict[str, object]:
    row = candidate.outlook
    by_pace = candidate.onward == "continue" and candidate.ground != "finished"
    promised = row.forecast_end if by_pace else None
    end = following.last_day if promised is None else min(max(promised, following.first_day), following.last_day)
    source = _as_typed(summary.actions.loc[row.row].to_dict())
    return source | {
        "period": following.number,
        "planned_start": following.first_day,
        "planned_end": end,
        "status": "未着手",
        "progress": "",
        "ask": "",
        "ask_text": "",
        "updated_on": "",
        "source": "",
        "remarks": draft_remark(candidate, summary.snapshot.strategy, dated_by_pace=promised is not None),
    }
