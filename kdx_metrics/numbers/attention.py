"""今日ご判断いただきたいこと: what the meeting has to decide, in order, each with its reason.

Source of classes and order: formulas.md, "Attention list".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdx_metrics.numbers.earned_schedule import IntArray, days
from kdx_metrics.numbers.forecast import Forecast
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import places
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.fiscal_calendar import seireki
from kdx_metrics.plan.formats import format_amount, format_value
from kdx_metrics.plan.strategy import STATUSES, Strategy

KINDS = (
    "past_due",
    "behind",
    "kpi_worsened",
    "kpi_forecast_short",
    "kpi_behind",
    "not_reported",
    "period_end",
    "under_review",
)
# A plan or a target is missed, or will be: told apart from what is only unknown, near or in question.
LATE_KINDS = ("past_due", "behind", "kpi_worsened", "kpi_forecast_short", "kpi_behind")
PERIOD_END_WITHIN_DAYS = 90
_USED = ("action_id", "period", "title", "department", "planned_end", "progress", "weight", "planned", "gap")


class AttentionItem(NamedTuple):  # a tuple, since a large plan makes tens of thousands
    """One line of the list: `kind` is one of KINDS, `id` the action's or KPI's number.

    `period` and the action's `gap` (points) are None for a KPI, whose `gap` is pace − 1. `row` is the Excel row in
    its file. `reason` is a Japanese sentence with the rule and its numbers.
    """

    kind: str
    id: str
    period: int | None
    title: str
    department: str
    reason: str
    gap: float | None
    row: int | None


def attention_list(
    rated: pd.DataFrame,
    kpis: Sequence[KpiResult],
    forecasts: Mapping[str, Forecast],
    as_of: date,
    strategy: Strategy,
) -> list[AttentionItem]:
    """Every item in the order of KINDS, each in its first class only.

    Inside a class: heaviest weight, then largest gap below plan (missing last), then number.
    """
    actions = _actions(rated, as_of, strategy)
    classes = {**_kpis(kpis, forecasts, strategy), **actions}
    return [item for kind in KINDS for item in classes.get(kind, ())]


def _actions(rated: pd.DataFrame, as_of: date, strategy: Strategy) -> dict[str, list[AttentionItem]]:
    """Class → its action rows, sorted."""
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    end = days(rated["planned_end"])
    status, rating = places(rated["status"], STATUSES), places(rated["rating"], RATINGS)
    is_open = (status != STATUSES.index("完了")) & (status != STATUSES.index("中止"))
    left = _days_to_period_end(rated["period"], as_of, strategy)
    tests: dict[str, npt.NDArray[np.bool_]] = {
        "past_due": end < today,
        "behind": rating == RATINGS.index("behind"),
        "not_reported": rating == RATINGS.index("not_reported"),
        "period_end": (left >= 0) & (left <= PERIOD_END_WITHIN_DAYS),
        "under_review": status == STATUSES.index("見直し"),
    }
    place = np.select(list(tests.values()), [KINDS.index(kind) for kind in tests], -1)
    listed = np.flatnonzero(is_open & (place >= 0))
    rows, place, left = rated[list(_USED)].iloc[listed], place[listed], left[listed]
    gap = rows["gap"].to_numpy(dtype=np.float64)
    number = pd.factorize(rows["action_id"], sort=True)[0]
    period = rows["period"].to_numpy()
    weight = rows["weight"].to_numpy(dtype=np.float64)
    order = np.lexsort((period, number, np.where(np.isnan(gap), np.inf, gap), -weight, place))
    rows, place, left = rows.iloc[order], place[order], left[order]
    found: dict[str, list[AttentionItem]] = {}
    for kind in tests:
        inside = np.flatnonzero(place == KINDS.index(kind))
        if inside.size:
            found[kind] = _items(kind, rows.iloc[inside], left[inside], as_of, strategy)
    return found


def _items(kind: str, rows: pd.DataFrame, left: IntArray, as_of: date, strategy: Strategy) -> list[AttentionItem]:
    """The list's lines for rows of one class: plain Python over columns, since there may be thousands."""
    planned, periods = rows["planned"].tolist(), rows["period"].tolist()
    gaps = [None if gap != gap else gap for gap in rows["gap"].tolist()]  # noqa: PLR0124  # NaN
    progress = _each(rows["progress"].to_numpy(), _percent)
    if kind == "past_due":
        ends = rows["planned_end"].to_numpy().astype("datetime64[D]")
        late = _each(ends, lambda end: f"完了予定 {seireki(end)}を{(as_of - end).days}日過ぎて未完了です")
        reasons = [f"{sentence}({done})。" for sentence, done in zip(late, progress, strict=True)]
    elif kind == "behind":
        band = format_value(strategy.rating.behind)
        reasons = [
            f"計画{plan:.1f}%に対し{done}、{-(gap or 0.0):.1f}ポイントの遅れです({band}ポイント超で遅れ)。"
            for plan, done, gap in zip(planned, progress, gaps, strict=True)
        ]
    elif kind == "not_reported":
        reasons = [f"進捗率が報告されていません(この時点の計画は{plan:.1f}%)。" for plan in planned]
    elif kind == "period_end":
        names = {period.number: f"{period.name}の期末 {seireki(period.last_day)}" for period in strategy.periods}
        reasons = [
            f"{names[number]}まで残り{rest}日で、まだ完了していません({done})。"
            for number, rest, done in zip(periods, left.tolist(), progress, strict=True)
        ]
    else:
        reasons = [f"状況が「見直し」です({done})。" for done in progress]
    columns = (rows[name].tolist() for name in ("action_id", "period", "title", "department"))
    return list(map(AttentionItem, repeat(kind), *columns, reasons, gaps, rows.index.tolist()))


def _each(values: npt.NDArray[Any], text: Callable[[Any], str]) -> list[str]:
    """`text` of every value, worked out once for each distinct one."""
    distinct, place = np.unique(values, return_inverse=True)
    words = [text(value) for value in distinct.tolist()]
    return [words[index] for index in place.tolist()]


def _days_to_period_end(period: pd.Series, as_of: date, strategy: Strategy) -> IntArray:
    """Days from `as_of` to the last day of each row's 期; −1 for a 期 that the strategy does not hold."""
    left = {each.number: (each.last_day - as_of).days for each in strategy.periods}
    return np.append(list(left.values()), -1)[places(period, list(left))]


def _percent(progress: float) -> str:
    """`進捗率60%`, or that it is not reported."""
    if math.isnan(progress):
        return "進捗率は未報告"
    return f"進捗率{format_value(round(progress, 1))}%"


def _kpis(
    kpis: Sequence[KpiResult], forecasts: Mapping[str, Forecast], strategy: Strategy
) -> dict[str, list[AttentionItem]]:
    """Class → its KPIs, sorted; each KPI in its first class only."""
    tests: dict[str, tuple[Callable[[KpiResult], bool], Callable[[KpiResult], str]]] = {
        "kpi_worsened": (lambda kpi: kpi.rating == "worsened", _worsened),
        "kpi_forecast_short": (
            lambda kpi: forecasts[kpi.kpi_id].verdict == "unlikely",
            lambda kpi: forecasts[kpi.kpi_id].text,
        ),
        "kpi_behind": (lambda kpi: kpi.rating == "behind", lambda kpi: _behind(kpi, strategy)),
    }
    found: dict[str, list[AttentionItem]] = {}
    for kpi in sorted(kpis, key=lambda kpi: (math.inf if kpi.pace is None else kpi.pace, kpi.kpi_id)):
        for kind, (belongs, reason) in tests.items():
            if belongs(kpi):
                gap = None if kpi.pace is None else kpi.pace - 1
                item = AttentionItem(kind, kpi.kpi_id, None, kpi.name, kpi.department, reason(kpi), gap, kpi.row)
                found.setdefault(kind, []).append(item)
                break
    return found


def _observed(kpi: KpiResult) -> str:
    day = "" if kpi.as_of is None else f"({seireki(kpi.as_of)})"
    return f"実績{format_value(kpi.actual, kpi.unit)}{day}"


def _worsened(kpi: KpiResult) -> str:
    return (
        f"{_observed(kpi)}が基準値{format_value(kpi.baseline, kpi.unit)}より後退しています(方向性は{kpi.direction})。"
    )


def _behind(kpi: KpiResult, strategy: Strategy) -> str:
    if kpi.pace is None:
        return f"{_observed(kpi)}が目標{format_value(kpi.target, kpi.unit)}に達していません。"
    return (
        f"{_observed(kpi)}の進度は{kpi.pace:.2f}です({strategy.kpi.slightly_behind:.2f}未満は遅れ。"
        f"この時点の期待値は{format_amount(kpi.expected or 0.0)}{kpi.unit})。"
    )
