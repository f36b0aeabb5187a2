"""実績 kpi_actuals.csv: one row per KPI and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import REASON_HINT, REQUIRED_MISSING, UNKNOWN_REFERENCE, error, warning
from kdx_metrics.plan.tables.columns import Beside, Column
from kdx_metrics.plan.tables.common import ASK, ASK_RULE, ASK_TEXT, NEXT_STEP, REMARKS, SOURCE, kpi_id
from kdx_metrics.plan.tables.kpi.kpis import YEARLY
from kdx_metrics.plan.tables.rules import (
    Context,
    Frame,
    Mask,
    Rule,
    Words,
    after_as_at,
    day_at,
    same_words,
    stamp,
    text_at,
)
from kdx_metrics.plan.tables.table import Table

ORPHAN_KPI = replace(UNKNOWN_REFERENCE, name="orphan_kpi", meaning="指標の表にない実績")
FUTURE_ACTUAL = error(
    "future_actual",
    "時点より後の実績",
    "時点「{value}」がデータの時点({as_at})より後です。",
    "{hint}日付か、データの時点を直してください。",
)
YEAR_NOT_COMPLETE = warning(
    "year_not_complete",
    "終わった年度の途中の値",
    "指標「{key}」は単年度の値ですが、時点「{value}」は終わった年度({year})の途中の日付です。",
    "年度の確定値なら、時点を「{year}」と書いてください。",
)


def define(_strategy: Strategy) -> Table:
    """Definition of 実績."""
    return Table(
        "kpi_actuals",
        "実績",
        ("kpi_id", "as_of"),
        (
            kpi_id(ORPHAN_KPI),
            Column(
                "as_of",
                "時点",
                "fiscal_date",
                required=True,
                rule="日付または年度(その年度の3月31日)。途中の年度は日付で",
            ),
            Column(
                "value",
                "実績値",
                "number",
                required=True,
                rule="未集計・集計中・未公表・調査中・秘匿 は値なしとして理由を残します。先の時点でもかまいません",
                unit=Beside("unit", through="kpi_id"),
                keeps_reason=True,
                blank_ahead=True,
            ),
            Column("cause", "要因", "text", rule="値がこうなった理由", prose=True),
            NEXT_STEP,
            ASK,
            ASK_TEXT,
            SOURCE,
            REMARKS,
        ),
        "1行が1指標・1時点です。",
        (
            after_as_at(FUTURE_ACTUAL, "as_of", _future_words, only=lambda frame: frame["value"].notna().to_numpy()),
            Rule(REQUIRED_MISSING, "value", _blank_value, same_words(blank="空欄", hint=REASON_HINT)),
            Rule(YEAR_NOT_COMPLETE, "as_of", _before_year_end, _year_words, needs=("kpis",)),
            ASK_RULE,
        ),
    )


def _future_words(frame: Frame, context: Context) -> Words:
    day = day_at(frame, "as_of")

    def words(position: int) -> dict[str, str]:
        ends_year = day(position).endswith("-03-31")
        hint = "年度の途中の値には、年度ではなくその値の日付を入力します。" if ends_year else ""
        return {"as_at": str(context.as_at), "hint": hint}

    return words


def _blank_value(frame: Frame, context: Context) -> Mask:
    """Blank values of dates that have come: up to the 時点, or else up to the newest date with a value."""
    has_value, days = frame["value"].notna(), frame["as_of"]
    newest = days[has_value].max() if context.as_at is None else stamp(context.as_at)
    is_blank = ~has_value & (frame["value_missing"] == "") & ~(days > newest)
    return is_blank.to_numpy(dtype=bool) & ~context.is_unread("value")


def _before_year_end(frame: Frame, context: Context) -> Mask:
    """Values of a 単年度 KPI inside an ended 年度 that has no value on its 31 March."""
    if context.as_at is None:
        return np.zeros(len(frame), dtype=bool)
    kpis = context.beside["kpis"]
    is_yearly = frame["kpi_id"].isin(kpis.loc[kpis["aggregation"] == YEARLY, "kpi_id"]).to_numpy()
    ends, has_value = _year_ends(frame), frame["value"].notna().to_numpy()
    on_time = pd.Series((frame["as_of"].to_numpy() == ends) & has_value)
    is_complete = on_time.groupby([frame["kpi_id"].array, ends]).transform("max").fillna(value=False).to_numpy(bool)
    mask: Mask = is_yearly & has_value & (ends <= np.datetime64(context.as_at)) & ~is_complete
    return mask


def _year_ends(frame: Frame) -> NDArray[np.datetime64]:
    """31 March that ends the 年度 of each 時点."""
    april = (frame["as_of"].to_numpy().astype("datetime64[M]") - 3).astype("datetime64[Y]").astype("datetime64[M]")
    ends: NDArray[np.datetime64] = (april + 15).astype("datetime64[D]") - 1
    return ends


def _year_words(frame: Frame, _context: Context) -> Words:
    key, ends = text_at(frame, "kpi_id"), _year_ends(frame)
    return lambda position: {"key": key(position), "year": era_fiscal_year(fiscal_year(ends[position].astype(date)))}
