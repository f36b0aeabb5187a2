"""The six figures that every floor shows, drawn from the shipped data and written as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import plotly.graph_objects as go

from bench.servers import ROOT, TODAY
from kdx_metrics.charts.kpi import kpi_small
from kdx_metrics.charts.matrix import pillar_period_matrix
from kdx_metrics.charts.timeline import timeline
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.strategy import load_strategy
from kdx_metrics.publications.shipped import folder_source


def shipped_summary() -> Summary:
    """Summary of the shipped data."""
    strategy = load_strategy(ROOT / "data" / "strategy.toml")
    source = folder_source(ROOT / "data", strategy, fallback_as_at=date.fromisoformat(TODAY))
    return summarise(source.snapshot(source.dates[-1]))


def six_figures() -> list[go.Figure]:
    """Matrix, timeline, and the first four KPIs."""
    summary = shipped_summary()
    strategy, today = summary.snapshot.strategy, date.fromisoformat(TODAY)
    return [
        pillar_period_matrix(summary.cells, strategy, summary.period),
        timeline(summary.snapshot.milestones, strategy, today, summary.as_of, compact=True),
        *(kpi_small(kpi, summary.forecasts[kpi.kpi_id], strategy) for kpi in summary.kpis[:4]),
    ]


def write_figures(path: Path) -> None:
    """Write the six figures as a JSON list."""
    path.write_text(json.dumps([json.loads(figure.to_json()) for figure in six_figures()]), encoding="utf-8")
