"""The rules of action_plan.csv 取組 (tables.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from kdx_metrics.intake.checking.found import Words
from kdx_metrics.intake.checking.rules import (
    Context,
    Derive,
    Derived,
    Frame,
    Mask,
    Rule,
    SayWith,
    duplicate_key,
    end_before_start,
    never,
    said,
    stamp,
    text_at,
)

Days = np.datetime64 | NDArray[np.datetime64]

_COMPLETE, _NOT_STARTED = "完了", "未着手"


def action_rules(context: Context) -> list[Rule]:
    """Every rule over one row of 取組, or over the rows of one 取組番号."""
    strategy = context.strategy
    plan = {"first": str(strategy.first_day), "last": str(strategy.last_day)}
    rules = [
        duplicate_key(context.table),
        Rule("progress_out_of_range", "progress", _progress, pa.Check.in_range(0, 100)),
        Rule("completed_not_100", "progress", _progress_when(_COMPLETE), pa.Check.eq(100)),
        Rule("not_started_with_progress", "progress", _progress_when(_NOT_STARTED), pa.Check.eq(0)),
        Rule("weight_not_positive", "weight", lambda frame, _: frame["weight"], pa.Check.gt(0)),
        end_before_start("planned_start", "planned_end"),
        Rule("end_outside_plan", "planned_end", _outside_plan, never(), said(**plan)),
        Rule("end_outside_period", "planned_end", _outside_period, never(), _period_words),
        Rule(
            "start_before_plan",
            "planned_start",
            lambda frame, _: frame["planned_start"],
            pa.Check.ge(stamp(strategy.first_day)),
            said(**plan),
        ),
        Rule("pillar_differs", "pillar", _differs("pillar"), never(), _other_words("pillar")),
        Rule("title_differs", "title", _differs("title"), never(), _other_words("title")),
    ]
    if context.as_at:
        newest = pa.Check.le(stamp(context.as_at))
        words = said(as_at=str(context.as_at))
        rules.append(Rule("updated_after_as_at", "updated_on", lambda frame, _: frame["updated_on"], newest, words))
    return rules


def _progress(frame: Frame, _context: Context) -> Derived:
    return frame["progress"]


def _progress_when(status: str) -> Derive:
    """進捗率 of the rows in this 状況; one outside 0–100 is another rule's."""
    return lambda frame, _context: frame["progress"].where(
        (frame["status"] == status) & frame["progress"].between(0, 100)
    )


def _in_order(frame: Frame) -> Mask:
    return ~(frame["planned_end"] < frame["planned_start"]).to_numpy()


def _outside(frame: Frame, first: Days, last: Days) -> Mask:
    ends = frame["planned_end"].to_numpy()
    mask: Mask = ((ends < first) | (ends > last)) & _in_order(frame)  # comparisons with NaT are False
    return mask


def _outside_plan(frame: Frame, context: Context) -> Mask:
    return _outside(frame, np.datetime64(context.strategy.first_day), np.datetime64(context.strategy.last_day))


def _outside_period(frame: Frame, context: Context) -> Mask:
    periods = context.strategy.periods
    number = frame["period"].to_numpy()
    # An unread 期 (0) looks at the whole plan, which says nothing more than `end_outside_plan`.
    first = np.array([context.strategy.first_day, *(period.first_day for period in periods)], dtype="datetime64[s]")
    last = np.array([context.strategy.last_day, *(period.last_day for period in periods)], dtype="datetime64[s]")
    return _outside(frame, first[number], last[number]) & ~_outside_plan(frame, context)


def _period_words(frame: Frame, context: Context) -> Words:
    numbers = frame["period"].to_numpy()

    def words(at: int) -> dict[str, str]:
        period = context.strategy.period(int(numbers[at]))
        return {"period": period.name, "first": str(period.first_day), "last": str(period.last_day)}

    return words


def _first_of_action(frame: Frame) -> NDArray[np.intp]:
    codes, _ = pd.factorize(frame["action_id"])
    _, first = np.unique(codes, return_index=True)
    return first[codes]


def _differs(column: str) -> Derive:
    """Rows whose `column` is not what the first row of the same 取組番号 says."""

    def differs(frame: Frame, _context: Context) -> Mask:
        values = frame[column]
        others = values.iloc[_first_of_action(frame)].array
        known = (values != "") & (frame["action_id"] != "")
        mask: Mask = ((values.array != others) & (others != "") & known.array).to_numpy(dtype=bool)
        return mask

    return differs


def _other_words(column: str) -> SayWith:
    def words(frame: Frame, context: Context) -> Words:
        first = _first_of_action(frame)
        key, other = text_at(frame, "action_id"), text_at(frame, column)
        return lambda at: {"key": key(at), "first": str(context.rows[first[at]]), "other": other(int(first[at]))}

    return words
