"""The rules of kpis.csv 指標 and kpi_actuals.csv 実績, and those that span both (tables.md)."""

from __future__ import annotations

import numpy as np
import pandera.pandas as pa
from numpy.typing import NDArray

from kdx_metrics.intake.checking.found import Words
from kdx_metrics.intake.checking.rules import (
    Context,
    Derive,
    Frame,
    Mask,
    Rule,
    SayWith,
    day_at,
    duplicate_key,
    never,
    number_at,
    stamp,
    text_at,
)
from kdx_metrics.plan.formats import plain_number

_SIGNS = {"増加": 1.0, "減少": -1.0}
_KEEP = "維持"
_CUMULATIVE = "累計"

SPANNING = frozenset(("orphan_kpi", "falling_cumulative"))  # the codes of rules that span tables


def kpi_rules(context: Context) -> list[Rule]:
    """Every rule over one row of 指標."""
    targets = _target_columns(context)
    rules = [
        duplicate_key(context.table),
        Rule("no_target", targets[0], _without_target, never(), _own_words),
        Rule("tolerance_missing", "tolerance", _without_tolerance, never()),
        Rule("tolerance_negative", "tolerance", lambda frame, _: frame["tolerance"], pa.Check.ge(0)),
        Rule("tolerance_unused", "tolerance", _needless_tolerance, never()),
    ]
    for number in range(len(targets)):
        rules.append(Rule("target_wrong_side", targets[number], _side(number), pa.Check.ge(0), _side_words))
        rules.append(Rule("target_dips", targets[number], _step(number), pa.Check.ge(0), _step_words(number)))
    return rules


def actual_rules(context: Context) -> list[Rule]:
    """Every rule over one row of 実績; those that need the 指標 only where they are known."""
    rules = [duplicate_key(context.table)]
    if context.as_at:
        newest = pa.Check.le(stamp(context.as_at))
        rules.append(Rule("future_actual", "as_of", lambda frame, _: frame["as_of"], newest, _future_words))
    return rules + spanning_rules(context)


def spanning_rules(context: Context) -> list[Rule]:
    """The rules of 実績 that look into 指標; none while those are not known."""
    if context.kpis is None:
        return []
    return [
        Rule("orphan_kpi", "kpi_id", _orphans, never()),
        Rule("falling_cumulative", "value", _falls, never(), _fall_words),
    ]


def _target_columns(context: Context) -> list[str]:
    return [f"target_{period.number}" for period in context.strategy.periods]


def _targets(frame: Frame, context: Context) -> NDArray[np.float64]:
    """One line a period, NaN where it sets no target."""
    return np.array([frame[column].to_numpy() for column in _target_columns(context)], dtype="float64")


def _without_target(frame: Frame, context: Context) -> Mask:
    mask: Mask = np.isnan(_targets(frame, context)).all(axis=0) & ~context.is_unread(*_target_columns(context))
    return mask


def _own_words(frame: Frame, _context: Context) -> Words:
    key = text_at(frame, "kpi_id")
    return lambda at: {"key": key(at)}


def _without_tolerance(frame: Frame, context: Context) -> Mask:
    missing = (frame["direction"] == _KEEP) & frame["tolerance"].isna()
    return missing.to_numpy(dtype=bool) & ~context.is_unread("tolerance")


def _needless_tolerance(frame: Frame, _context: Context) -> Mask:
    return (frame["direction"].isin(list(_SIGNS)) & frame["tolerance"].notna()).to_numpy(dtype=bool)


def _sign(frame: Frame) -> NDArray[np.float64]:
    """+1 for 増加, −1 for 減少, NaN for 維持 (whose targets may go either way)."""
    return np.array([_SIGNS.get(direction, np.nan) for direction in frame["direction"]])


def _side(number: int) -> Derive:
    """How far the last target lies beyond 基準値 in the right direction; NaN where another target is the last."""

    def side(frame: Frame, context: Context) -> NDArray[np.float64]:
        targets = _targets(frame, context)
        is_last = np.isnan(targets[number + 1 :]).all(axis=0)
        beyond = _sign(frame) * (targets[number] - frame["baseline"].to_numpy())
        return np.where(is_last, beyond, np.nan)

    return side


def _side_words(frame: Frame, _context: Context) -> Words:
    direction, baseline = text_at(frame, "direction"), number_at(frame, "baseline")
    return lambda at: {"direction": direction(at), "baseline": baseline(at)}


def _before(number: int, frame: Frame, context: Context) -> NDArray[np.float64]:
    """The target set before this one, else 基準値."""
    newest: NDArray[np.float64] = frame["baseline"].to_numpy(dtype="float64")
    for target in _targets(frame, context)[:number]:
        newest = np.where(np.isnan(target), newest, target)
    return newest


def _step(number: int) -> Derive:
    """How far a target goes beyond the one before; NaN where the last is on the wrong side altogether."""

    def step(frame: Frame, context: Context) -> NDArray[np.float64]:
        sign, periods = _sign(frame), context.strategy.periods
        gain = sign * (_targets(frame, context)[number] - _before(number, frame, context))
        is_future = (frame["baseline_on"] < stamp(periods[number].last_day)).to_numpy()
        wrong_side = sign * (_before(len(periods), frame, context) - frame["baseline"].to_numpy()) < 0
        return np.where(is_future & ~wrong_side, gain, np.nan)

    return step


def _step_words(number: int) -> SayWith:
    def words(frame: Frame, context: Context) -> Words:
        before = _before(number, frame, context)
        direction = text_at(frame, "direction")
        return lambda at: {"direction": direction(at), "before": plain_number(before[at])}

    return words


def _future_words(frame: Frame, context: Context) -> Words:
    day = day_at(frame, "as_of")

    def words(at: int) -> dict[str, str]:
        ends_year = day(at).endswith("-03-31")
        hint = "年度の途中の値には、年度ではなくその値の日付を入力します。" if ends_year else ""
        return {"as_at": str(context.as_at), "hint": hint}

    return words


def _orphans(frame: Frame, context: Context) -> Mask:
    known = set() if context.kpis is None else set(context.kpis["kpi_id"])
    return (~frame["kpi_id"].isin(known) & (frame["kpi_id"] != "")).to_numpy(dtype=bool)


def _earlier(frame: Frame, context: Context) -> Frame:
    """For every value of a 累計 KPI the value and date before it; indexed by row position, NaN where none."""
    rows = frame[["kpi_id", "as_of", "value"]].reset_index(drop=True)
    usable = rows[rows["kpi_id"].isin(_cumulative(context)) & rows["value"].notna() & rows["as_of"].notna()]
    return usable.sort_values("as_of", kind="stable").groupby("kpi_id")[["value", "as_of"]].shift().reindex(rows.index)


def _cumulative(context: Context) -> set[str]:
    kpis = context.kpis
    return set() if kpis is None else set(kpis.loc[kpis["aggregation"] == _CUMULATIVE, "kpi_id"])


def _falls(frame: Frame, context: Context) -> Mask:
    if not _cumulative(context):
        return np.zeros(len(frame), dtype=bool)
    before = _earlier(frame, context)["value"].to_numpy(dtype="float64")
    return np.asarray(frame["value"].to_numpy() < before)


def _fall_words(frame: Frame, context: Context) -> Words:
    earlier = _earlier(frame, context)
    key, before, on = text_at(frame, "kpi_id"), number_at(earlier, "value"), day_at(earlier, "as_of")
    return lambda at: {"key": key(at), "before": before(at), "on": on(at)}
