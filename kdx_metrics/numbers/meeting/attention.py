"""要注意: the items that a meeting looks at by rule, in order, each with the numbers of its reason.

Source of classes and order: formulas.md, "Attention list".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdx_metrics.numbers.earned_schedule import IntArray, days
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast
from kdx_metrics.numbers.progress import positions
from kdx_metrics.numbers.ratings import CLOSED, RATINGS, UNKNOWN
from kdx_metrics.plan.formats import is_missing
from kdx_metrics.plan.strategy import STATUSES, Strategy

KINDS = (
    "past_due",
    "behind",
    "kpi_worsened",
    "kpi_deviated",
    "kpi_forecast_short",
    "kpi_behind",
    "not_reported",
    "period_end",
    "ratings_differ",
    "under_review",
)
# A plan or a target is missed, or will be: told apart from what is only unknown, near or in question.
LATE_KINDS = ("past_due", "behind", "kpi_worsened", "kpi_deviated", "kpi_forecast_short", "kpi_behind")
ASKED = "asked"  # what only a question of its 所管課 puts before the meeting
PERIOD_END_WITHIN_DAYS = 90
_ASSESSED = ("assessment", "assessment_year", "assessed_by", "means", "assessment_reason", "by_gap")
_USED = ("action_id", "period", "title", "department", "gap", "planned", "progress", "planned_end", "ask", "ask_text")


class Assessed(NamedTuple):
    """Words of people on an action row, as in `assess`; `by_gap` is the rating of its 進捗率, "" without one."""

    word: str
    year: int
    by: str
    means: str
    reason: str
    by_gap: str


class AttentionItem(NamedTuple):  # a tuple, since a large plan makes tens of thousands
    """One line of the list: `kind` is one of KINDS, or ASKED; `id` the action's or KPI's number.

    `gap` is in points for an action, pace − 1 for a KPI. `row` is the Excel row in its file. An action has `period`,
    `planned` and `progress` (percent, as reported; None without a report) and `planned_end`; a KPI has `kpi`. `ask` and
    `ask_text` are what the 所管課 asks of the headquarters, "" where it asks nothing. `assessed` is None for a KPI and
    for an action that nobody has assessed.
    """

    kind: str
    id: str
    period: int | None
    title: str
    department: str
    gap: float | None
    row: int
    planned: float | None = None
    progress: float | None = None
    planned_end: date | None = None
    ask: str = ""
    ask_text: str = ""
    assessed: Assessed | None = None
    kpi: KpiResult | None = None

    @property
    def is_silent(self) -> bool:
        """True for an action of which nobody tells how it stands."""
        return self.kpi is None and self.gap is None and self.assessed is None


def attention_list(
    rated: pd.DataFrame,
    kpis: Sequence[KpiResult],
    forecasts: Mapping[str, Forecast],
    as_of: date,
    strategy: Strategy,
) -> list[AttentionItem]:
    """Every item in the order of KINDS, each in its first class only.

    Inside a class: heaviest weight, then latest (past_due by days past due; others by gap below plan, a missing gap
    last; KPIs by pace, a missing pace last), then number.
    """
    actions = _actions(rated, as_of, strategy)
    classes = {**_kpis(kpis, forecasts), **actions}
    return [item for kind in KINDS for item in classes.get(kind, ())]


def _actions(rated: pd.DataFrame, as_of: date, strategy: Strategy) -> dict[str, list[AttentionItem]]:
    """Class → its action rows, sorted."""
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    end = days(rated["planned_end"])
    status, rating = positions(rated["status"], STATUSES), positions(rated["rating"], RATINGS)
    is_open = ~np.isin(rating, [RATINGS.index(word) for word in CLOSED])
    left = _days_to_period_end(rated["period"], as_of, strategy)
    tests: dict[str, npt.NDArray[np.bool_]] = {
        "past_due": end < today,
        "behind": rating == RATINGS.index("behind"),
        "not_reported": np.isin(rating, [RATINGS.index(word) for word in UNKNOWN]),
        "period_end": (left >= 0) & (left <= PERIOD_END_WITHIN_DAYS),
        "ratings_differ": rated["differs"].to_numpy(dtype=bool),
        "under_review": status == STATUSES.index("見直し"),
    }
    kind = np.select(list(tests.values()), [KINDS.index(name) for name in tests], -1)
    listed = np.flatnonzero(is_open & (kind >= 0))
    kind, gap = kind[listed], rated["gap"].to_numpy(dtype=np.float64)[listed]
    lateness = np.where(kind == KINDS.index("past_due"), end[listed], np.where(np.isnan(gap), np.inf, gap))
    number = pd.factorize(rated["action_id"], sort=True)[0][listed]
    period = rated["period"].to_numpy()[listed]
    weight = rated["weight"].to_numpy(dtype=np.float64)[listed]
    order = np.lexsort((period, number, lateness, -weight, kind))
    rows, kind = rated[[*_USED, *_ASSESSED]].iloc[listed[order]], kind[order]
    edges = {name: np.searchsorted(kind, [KINDS.index(name), KINDS.index(name) + 1]) for name in tests}
    return {name: action_items(name, rows.iloc[first:stop]) for name, (first, stop) in edges.items()}


def action_items(kind: str, rows: pd.DataFrame) -> list[AttentionItem]:
    """The list's lines for rated rows of one class: plain Python over columns, since there may be thousands."""
    gaps, reports = (
        [None if is_missing(value) else value for value in rows[name].tolist()] for name in ("gap", "progress")
    )
    return [
        AttentionItem(kind, *columns)
        for columns in zip(
            *(rows[name].tolist() for name in ("action_id", "period", "title", "department")),
            gaps,
            rows.index.tolist(),
            rows["planned"].tolist(),
            reports,
            rows["planned_end"].to_numpy().astype("datetime64[D]").tolist(),
            *(rows[name].tolist() for name in ("ask", "ask_text")),
            _assessed(rows),
            strict=True,
        )
    ]


def _assessed(rows: pd.DataFrame) -> list[Assessed | None]:
    columns = (rows[name].tolist() for name in _ASSESSED)
    return [Assessed(word, *rest) if word else None for word, *rest in zip(*columns, strict=True)]


def _days_to_period_end(period: pd.Series, as_of: date, strategy: Strategy) -> IntArray:
    """Days from `as_of` to the last day of each row's 期; −1 for a 期 that the strategy does not hold."""
    left = {each.number: (each.last_day - as_of).days for each in strategy.periods}
    return np.append(list(left.values()), -1)[positions(period, list(left))]


def _kpis(kpis: Sequence[KpiResult], forecasts: Mapping[str, Forecast]) -> dict[str, list[AttentionItem]]:
    """Class → its KPIs, sorted by pace; each KPI in its first class only."""
    items: dict[str, list[AttentionItem]] = {}
    for kpi in sorted(kpis, key=lambda kpi: (math.inf if kpi.pace is None else kpi.pace, kpi.kpi_id)):
        kind = _kind(kpi, forecasts[kpi.kpi_id])
        if kind is not None:
            items.setdefault(kind, []).append(kpi_item(kind, kpi))
    return items


def kpi_item(kind: str, kpi: KpiResult) -> AttentionItem:
    """The list's line for a KPI."""
    gap = None if kpi.pace is None else kpi.pace - 1
    return AttentionItem(
        kind,
        kpi.kpi_id,
        None,
        kpi.name,
        kpi.department,
        gap,
        kpi.row,
        ask=kpi.statement.ask,
        ask_text=kpi.statement.ask_text,
        kpi=kpi,
    )


def _kind(kpi: KpiResult, outlook: Forecast) -> str | None:
    """The first class that a KPI belongs to, None when it is not listed."""
    if kpi.rating in {"worsened", "deviated"}:
        return f"kpi_{kpi.rating}"
    if outlook.verdict == "unlikely":
        return "kpi_forecast_short"
    return "kpi_behind" if kpi.rating == "behind" else None
