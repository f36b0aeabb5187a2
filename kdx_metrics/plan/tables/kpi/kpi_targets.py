"""年度目標 kpi_targets.csv: one row per KPI and 年度."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year_end
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import error
from kdx_metrics.plan.tables.columns import Beside, Column
from kdx_metrics.plan.tables.common import FISCAL_YEAR, REMARKS, UNKNOWN_KPI, kpi_id
from kdx_metrics.plan.tables.kpi.target_rules import (
    SUPPRESSION_TARGET,
    TARGET_BEFORE_BASELINE,
    TARGET_DIPS,
    TARGET_WRONG_SIDE,
    not_beyond_baseline,
    on_wrong_side,
    side_words,
    starts,
    ways_of,
)
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule, Words, day_at, text_at
from kdx_metrics.plan.tables.table import Table

YEAR_TARGET_DIFFERS = error(
    "year_target_differs",
    "年度目標と期の目標が違う",
    "{year}は{period}の最後の年度ですが、目標値「{value}」が{period}目標({target})と違います。",
    "どちらかの目標を直してください。",
)


def define(_strategy: Strategy) -> Table:
    """Definition of 年度目標."""
    return Table(
        "kpi_targets",
        "年度目標",
        ("kpi_id", "fiscal_year"),
        (
            kpi_id(UNKNOWN_KPI),
            FISCAL_YEAR,
            Column(
                "target",
                "目標値",
                "number",
                required=True,
                rule="その年度の3月31日の目標",
                unit=Beside("unit", through="kpi_id"),
                direction=Beside("direction", through="kpi_id"),
            ),
            REMARKS,
        ),
        "1行が1指標・1年度の目標です。",
        (
            Rule(TARGET_BEFORE_BASELINE, "target", _due_before_baseline, _due_words, needs=("kpis",)),
            Rule(YEAR_TARGET_DIFFERS, "target", _differs, _period_words, needs=("kpis",)),
            Rule(TARGET_WRONG_SIDE, "target", _last_on_wrong_side, _side_words, needs=("kpis",)),
            Rule(SUPPRESSION_TARGET, "target", _not_beyond_baseline, _side_words, needs=("kpis",)),
            Rule(TARGET_DIPS, "target", _dips, _dip_words, needs=("kpis",)),
        ),
    )


def _kpis(frame: Frame, context: Context) -> Frame:
    """Row of 指標 of each target; blank for an unknown 指標番号."""
    kpis = context.beside["kpis"].drop_duplicates("kpi_id").set_index("kpi_id")
    return kpis.reindex(frame["kpi_id"].array).assign(
        direction=lambda rows: rows["direction"].fillna(""), kpi_id=frame["kpi_id"].array
    )


def _due(frame: Frame) -> NDArray[np.datetime64]:
    """31 March that ends the 年度 of each target."""
    return np.array([fiscal_year_end(year) if year else None for year in frame["fiscal_year"]], dtype="datetime64[s]")


def _due_before_baseline(frame: Frame, context: Context) -> Mask:
    return np.asarray(_kpis(frame, context)["baseline_on"].to_numpy() >= _due(frame))


def _due_words(frame: Frame, context: Context) -> Words:
    on, due = day_at(_kpis(frame, context), "baseline_on"), _due(frame).astype("datetime64[D]")
    return lambda position: {"on": on(position), "due": str(due[position])}


def _of_period(frame: Frame, context: Context) -> NDArray[np.float64]:
    """Target of the 期 that ends with the 年度 of each row; NaN where none ends, or has none."""
    kpis, years = _kpis(frame, context), frame["fiscal_year"].to_numpy()
    targets = np.full(len(frame), np.nan)
    for period in context.strategy.periods:
        ends = years == period.last_fiscal_year
        targets[ends] = kpis[f"target_{period.number}"].to_numpy()[ends]
    return targets


def _differs(frame: Frame, context: Context) -> Mask:
    targets, own = _of_period(frame, context), frame["target"].to_numpy()
    return np.asarray((targets != own) & ~np.isnan(targets) & ~np.isnan(own))


def _period_words(frame: Frame, context: Context) -> Words:
    years, targets = frame["fiscal_year"].to_numpy(), _of_period(frame, context)

    def words(position: int) -> dict[str, str]:
        year = int(years[position])
        period = context.strategy.period_at(fiscal_year_end(year))
        return {"year": era_fiscal_year(year), "period": period.name, "target": plain_number(targets[position])}

    return words


def _path(frame: Frame, context: Context) -> Frame:
    """Targets on the path of their KPI: per row the one `before` it, else 基準値, and whether it `is_last`."""
    kpis = context.beside["kpis"]
    own = pd.DataFrame(
        {"kpi_id": frame["kpi_id"].array, "due": _due(frame), "target": frame["target"].array, "row": range(len(frame))}
    )
    of_periods = [
        pd.DataFrame(
            {
                "kpi_id": kpis["kpi_id"].array,
                "due": pd.Timestamp(period.last_day).as_unit("s"),
                "target": kpis[f"target_{period.number}"].array,
                "row": -1,
            }
        )
        for period in context.strategy.periods
    ]
    path = pd.concat([*of_periods, own]).dropna(subset=["due", "target"]).sort_values(["kpi_id", "due"], kind="stable")
    path["before"] = path.groupby("kpi_id")["target"].shift()
    path["is_last"] = ~path.duplicated("kpi_id", keep="last")
    path = path[path["row"] >= 0].set_index("row").reindex(range(len(frame)))
    return path.assign(before=path["before"].fillna(pd.Series(starts(_kpis(frame, context)), path.index)))


def _last_on_wrong_side(frame: Frame, context: Context) -> Mask:
    is_last = _path(frame, context)["is_last"].eq(True).to_numpy(dtype=bool)  # noqa: FBT003  # missing is not last
    return is_last & on_wrong_side(_kpis(frame, context), frame["target"].to_numpy())


def _not_beyond_baseline(frame: Frame, context: Context) -> Mask:
    return not_beyond_baseline(_kpis(frame, context), frame["target"].to_numpy())


def _side_words(frame: Frame, context: Context) -> Words:
    return side_words(_kpis(frame, context), context)


def _dips(frame: Frame, context: Context) -> Mask:
    """Targets that fall behind the one before them on the path, unless another rule is broken."""
    gain = ways_of(_kpis(frame, context)) * (frame["target"] - _path(frame, context)["before"].array).to_numpy()
    told = (_last_on_wrong_side, _not_beyond_baseline, _due_before_baseline, _differs)
    return np.asarray((gain < 0) & ~np.logical_or.reduce([rule(frame, context) for rule in told]))


def _dip_words(frame: Frame, context: Context) -> Words:
    before, direction = _path(frame, context)["before"].to_numpy(), text_at(_kpis(frame, context), "direction")
    return lambda position: {"direction": direction(position), "before": plain_number(before[position])}
