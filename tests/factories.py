"""Small typed frames and snapshots for tests: name what matters, the rest is plausible."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.groups import Group, Means
from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis
from kdx_metrics.numbers.ratings import RATINGS, WORST_FIRST
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.snapshot import Origin, Snapshot
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.plan.tables.columns import DefaultOf

AS_OF = date(2026, 11, 23)

Cell = str | float | date | None
Row = dict[str, Cell]


@lru_cache(maxsize=1)
def strategy() -> Strategy:
    """The strategy shipped in data/."""
    return load_strategy(Path(__file__).parents[1] / "data" / "strategy.toml")


def action(action_id: str = "A-01", /, **values: Cell) -> Row:
    """One 取組 of 第2期 in full course: 2025-04-01 to 2027-03-31, half reported."""
    row: Row = {
        "action_id": action_id,
        "pillar": "P1",
        "period": 2,
        "title": f"取組 {action_id}",
        "department": "総務課",
        "planned_start": date(2025, 4, 1),
        "planned_end": date(2027, 3, 31),
        "status": "実施中",
        "progress": 50.0,
        "weight": 1.0,
        "source": "サンプル",
    }
    return row | values


def kpi(kpi_id: str = "K-01", /, **values: Cell) -> Row:
    """One 増加 KPI: 400 on 2023-03-31, 2,000 by the end of 第4期."""
    row: Row = {
        "kpi_id": kpi_id,
        "pillar": "P1",
        "name": f"指標 {kpi_id}",
        "unit": "人",
        "direction": "増加",
        "aggregation": "時点",
        "baseline_on": date(2023, 3, 31),
        "baseline": 400.0,
        "target_4": 2000.0,
        "department": "総務課",
        "source": "サンプル",
    }
    if "target_1" in values or "target_2" in values or "target_3" in values:
        del row["target_4"]
    return row | values


def actual(kpi_id: str, as_of: date, value: float | None, **values: Cell) -> Row:
    """One observed value; None is a blank cell."""
    row: Row = {"kpi_id": kpi_id, "as_of": as_of, "value": value, "source": "サンプル"}
    return row | values


def series(kpi_id: str, values: Sequence[float], *, first: date = date(2025, 4, 30)) -> list[Row]:
    """Month-end values from the month of `first` on."""
    ends = pd.date_range(first, periods=len(values), freq="ME")
    return [actual(kpi_id, end.date(), value) for end, value in zip(ends, values, strict=True)]


def yearly_target(fiscal_year: int, target: float, kpi_id: str = "K-01") -> Row:
    """One target of a 年度."""
    return {"kpi_id": kpi_id, "fiscal_year": fiscal_year, "target": target}


def action_year(action_id: str, year: int, **values: Cell) -> Row:
    """One 年度 of a 取組; ratings and direction in the strategy's words."""
    row: Row = {"action_id": action_id, "fiscal_year": year, "source": "サンプル"}
    return row | values


def effect(action_id: str, year: int, planned: float | None, actual: float | None, **values: Cell) -> Row:
    """One effect of a 取組 in a 年度, in hours unless said."""
    row: Row = {"action_id": action_id, "fiscal_year": year, "kind": "削減時間", "unit": "時間"}
    return row | {"planned": planned, "actual": actual, "source": "サンプル"} | values


def milestone(day: date, title: str, **values: Cell) -> Row:
    """One event of the 年表."""
    row: Row = {"date": day, "category": "本部会議", "title": title}
    return row | values


def voice(voice_id: str, day: date = AS_OF, **values: Cell) -> Row:
    """One opinion that may be shown, without 対応."""
    row: Row = {"voice_id": voice_id, "date": day, "kind": "外部評価", "opinion": f"{voice_id}の意見"}
    return row | {"public": "可"} | values


def frame(name: TableName, rows: Iterable[Row], *, of: Strategy | None = None) -> pd.DataFrame:
    """A typed frame as checking makes it: every column, in template order, with its companion."""
    table = tables(of or strategy())[name]
    given = list(rows)
    unknown = {key for row in given for key in row} - table.dtypes.keys()
    if unknown:
        raise KeyError(f"{name} has no column {sorted(unknown)}")
    index = pd.RangeIndex(2, 2 + len(given), name="row").astype("int64")
    defaults = {column.name: column.default for column in table.columns if not isinstance(column.default, DefaultOf)}
    columns = {
        column: _typed([row.get(column) for row in given], dtype, defaults.get(column), index)
        for column, dtype in table.dtypes.items()
    }
    return pd.DataFrame(columns, index=index)


def _typed(values: list[Cell], dtype: str, default: float | str | None, index: pd.Index) -> pd.Series:
    if dtype == "datetime64[s]":
        return pd.Series(np.array(values, dtype=dtype), index=index)
    missing = {"str": "", "float64": np.nan, "int64": 0}[dtype] if default is None else default
    return pd.Series([missing if value is None else value for value in values], index=index, dtype=dtype)


def snapshot(
    actions: Iterable[Row] = (),
    kpis: Iterable[Row] = (),
    actuals: Iterable[Row] = (),
    milestones: Iterable[Row] = (),
    targets: Iterable[Row] | None = None,
    *,
    as_of: date = AS_OF,
    of: Strategy | None = None,
    more: Mapping[TableName, Iterable[Row]] | None = None,
) -> Snapshot:
    """A snapshot of rows, with those of `more` tables; its token changes with their content."""
    used = of or strategy()
    rows: dict[TableName, list[Row]] = {
        "action_plan": list(actions),
        "kpis": list(kpis),
        "kpi_actuals": list(actuals),
        "milestones": list(milestones),
    }
    if targets is not None:
        rows["kpi_targets"] = list(targets)
    rows |= {name: list(given) for name, given in (more or {}).items()}
    frames = {name: frame(name, given, of=used) for name, given in rows.items()}
    origins = {name: Origin(name, f"{name}.csv", _hash(given), as_of) for name, given in rows.items()}
    return Snapshot(used, as_of, frames, origins)


def _hash(rows: list[Row]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def summary(
    *args: Iterable[Row],
    as_of: date = AS_OF,
    of: Strategy | None = None,
    earlier: Earlier = NOTHING_EARLIER,
    more: Mapping[TableName, Iterable[Row]] | None = None,
) -> Summary:
    """`summarise` of a `snapshot` of the same arguments."""
    return summarise(snapshot(*args, as_of=as_of, of=of, more=more), earlier)


def judged(
    row: Row, *actuals: Row, targets: Iterable[Row] = (), as_of: date = AS_OF, of: Strategy | None = None
) -> KpiResult:
    """The result of one KPI with these actuals and yearly targets."""
    (result,) = evaluate_kpis(snapshot((), [row], actuals, targets=targets, as_of=as_of, of=of))
    return result


def group_of(
    planned: float | None = None,
    actual: float | None = None,
    low: float | None = None,
    *,
    share_leads: bool = False,
    **counts: int,
) -> Group:
    """A group of these percentages, None where it cannot be evaluated, and counts per rating; `low` is as `actual`."""
    ratings = dict.fromkeys(RATINGS, 0) | counts
    total = sum(ratings.values())
    return Group(
        actions=total,
        evaluable=total if actual is not None else 0,
        reported=total - ratings["not_reported"] - ratings["excluded"],
        means=None if planned is None or actual is None else Means(planned, actual, actual if low is None else low),
        share_leads=share_leads,
        reporting_rate=None,
        worst=next((rating for rating in WORST_FIRST if ratings[rating]), None),
        ratings=ratings,
        behind_by_first=ratings["behind"],
        spi_t=None,
    )
