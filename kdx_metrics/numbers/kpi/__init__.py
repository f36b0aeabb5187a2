"""KPIs at one date: target in force, value due, attainment, ratio, pace, rating and results (formulas.md, "KPI")."""

from kdx_metrics.numbers.kpi.evaluating import STALE_AFTER_DAYS, KpiResult, evaluate_kpis
from kdx_metrics.numbers.kpi.observed import Actual, complete_years
from kdx_metrics.numbers.kpi.rating import GAINED, HELD, KEPT, SIGNS, Unrated, has_reached
from kdx_metrics.numbers.kpi.results import PeriodResult
from kdx_metrics.numbers.kpi.targets import Path
from kdx_metrics.plan.tables.kpi.target_rules import CURBED

__all__ = [
    "CURBED",
    "GAINED",
    "HELD",
    "KEPT",
    "SIGNS",
    "STALE_AFTER_DAYS",
    "Actual",
    "KpiResult",
    "Path",
    "PeriodResult",
    "Unrated",
    "complete_years",
    "evaluate_kpis",
    "has_reached",
]
