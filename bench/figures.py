"""The six figures that every floor shows, drawn from the shipped data and written as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import plotly.graph_objects as go

from bench.servers import ROOT, TODAY
from kdx_metrics.charts.matrix import pillar_period_matrix
from kdx_metrics.charts.progress_bars import BarRow, progress_bars, rating_stack
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
    """Matrix, timeline, and bars and ratings per pillar and per period."""
    summary = shipped_summary()
    strategy, today = summary.snapshot.strategy, date.fromisoformat(TODAY)
    pillars = [BarRow(pillar.name, summary.pillars[pillar.id]) for pillar in strategy.pillars]
    periods = [BarRow(period.name, summary.periods[period.number]) for period in strategy.periods]
    return [
        pillar_period_matrix(summary.cells, strategy, summary.period),
        timeline(summary.snapshot.milestones, strategy, today, summary.as_of, compact=True),
        progress_bars(pillars),
        rating_stack(pillars),
        progress_bars(periods),
        rating_stack(periods),
    ]


def write_figures(path: Path) -> None:
    """Write the six figures as a JSON list."""
    path.write_text(json.dumps([json.loads(figure.to_json()) for figure in six_figures()]), encoding="utf-8")
