"""CPU time by number of rows, of reading and checking beside plain read_csv, of the summary and of each figure."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from bench.figures import shipped_summary
from bench.samples import action_plan
from bench.servers import TODAY
from kdx_metrics.charts.curve import progress_curve
from kdx_metrics.charts.kpi import kpi_small
from kdx_metrics.charts.matrix import pillar_period_matrix
from kdx_metrics.charts.timeline import timeline
from kdx_metrics.intake.checking import CheckLimits, check
from kdx_metrics.numbers.earned_schedule import planned_curve
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.snapshot import Snapshot

ROOMY = CheckLimits(rows=1_000_000)


def cpu(work: Callable[[], object], times: int) -> float:
    """Median CPU seconds of `times` calls, after one call to warm up."""
    work()
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def reading(rows: int, times: int) -> dict[str, float]:
    """CPU seconds to read and check an action plan of `rows` rows, and for plain pandas to read the same bytes."""
    data, strategy = action_plan(rows), shipped_summary().snapshot.strategy

    def checked() -> None:
        result = check(data, strategy, file_name="action_plan.csv", limits=ROOMY)
        assert result.ok, [issue.message for issue in result.issues[:3]]

    return {
        "check": cpu(checked, times),
        "read_csv": cpu(lambda: pd.read_csv(io.BytesIO(data)), times),
        "read_csv_str": cpu(lambda: pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False), times),
    }


def snapshot_of(rows: int) -> Snapshot:
    """Shipped snapshot with an action plan of `rows` rows."""
    shipped = shipped_summary().snapshot
    actions = check(action_plan(rows), shipped.strategy, file_name="action_plan.csv", limits=ROOMY).frame
    assert actions is not None
    return replace(shipped, frames={**shipped.frames, "action_plan": actions})


def growth(rows: int, times: int) -> dict[str, float]:
    """CPU seconds of the summary and of each figure over `rows` 取組."""
    snapshot = snapshot_of(rows)
    summary = summarise(snapshot)
    return {"summary": cpu(lambda: summarise(snapshot), times)} | {
        name: cpu(draw, times) for name, draw in figures(summary).items()
    }


def figures(summary: Summary) -> dict[str, Callable[[], object]]:
    """Functions that draw each kind of figure as the pages do, by name."""
    strategy, today = summary.snapshot.strategy, date.fromisoformat(TODAY)
    kpi = summary.kpis[0]
    milestones = summary.snapshot.milestones
    points = [(summary.as_of, summary.overall.actual or 0.0, summary.overall.planned)]
    return {
        "matrix": lambda: pillar_period_matrix(summary.cells, strategy, summary.period),
        "timeline": lambda: timeline(milestones, strategy, today, summary.as_of, actions=summary.actions),
        "progress_curve": lambda: progress_curve(planned_curve(summary.actions), points, summary.earned, strategy),
        "kpi": lambda: kpi_small(kpi, summary.forecasts[kpi.kpi_id], strategy),
    }
