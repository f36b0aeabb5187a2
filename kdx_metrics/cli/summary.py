"""`python -m kdx_metrics summary`: every number of a data folder at one date, as JSON (formulas.md)."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kdx_metrics.cli.parser import day
from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.intake.folder import read_folder, snapshot_of
from kdx_metrics.intake.issues import Issue, errors
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import PeriodResult
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from kdx_metrics.settings import get_settings
from kdx_metrics.wording.meeting.reasons import reason

ACTION_KEYS = (
    *("action_id", "period", "planned", "actual", "gap", "rating", "assessment", "assessment_year"),
    *("ask", "ask_text"),
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `summary` command."""
    parser = subparsers.add_parser("summary", help="データフォルダーの数値をまとめて JSON で出力します")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="CSVのあるフォルダー(省略すると data)")
    parser.add_argument("--as-of", type=day, default=None, metavar="DATE", help="時点(省略するとデータの時点)")
    parser.add_argument("--format", choices=["json"], default="json", help="出力の形式")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the JSON of a folder; 0, or 1 when the data has errors, 2 when there is no such folder."""
    settings = get_settings()
    folder: Path = args.data or settings.data_dir
    if not folder.is_dir():
        print(f"フォルダー {folder} が見つかりません。", file=sys.stderr)
        return 2
    strategy = strategy_for(folder)
    # No date to check against: rows dated after --as-of are legal here and not used.
    content = read_folder(folder, strategy, as_at=None)
    broken = errors(content.issues)
    if broken:
        for issue in broken:
            print(_line(issue, strategy), file=sys.stderr)
        return 1
    as_of = args.as_of or strategy.data.as_at or settings.today or today(strategy.about.timezone)
    summary = summarise(snapshot_of(content, strategy, as_of))
    print(json.dumps(as_json(summary), ensure_ascii=False, allow_nan=False, indent=2))
    return 0


def _line(issue: Issue, strategy: Strategy) -> str:
    """One issue for a terminal: file, cell, what is wrong, how to mend it."""
    files = {table.name: table.file_name for table in tables(strategy).values()}
    file = next((file for name, file in files.items() if name == issue.table), "")
    return " ".join(part for part in (file, issue.cell, issue.message, issue.fix) if part)


def as_json(summary: Summary) -> dict[str, Any]:
    """Every number as plain values, exactly as formulas.md lists them: unrounded, absent is None."""
    return {
        "as_of": summary.as_of.isoformat(),
        "period": summary.period,
        "token": summary.token,
        "overall": _group(summary.overall),
        "pillars": [_group(group) | {"pillar": pillar} for pillar, group in summary.pillars.items()],
        "periods": [_group(group) | {"period": period} for period, group in summary.periods.items()],
        "cells": [
            _group(group) | {"pillar": pillar, "period": period} for (pillar, period), group in summary.cells.items()
        ],
        "actions": [
            row | {"assessment_year": row["assessment_year"] or None}
            for row in _records(summary.actions[list(ACTION_KEYS)])
        ],
        "kpis": [
            {
                "kpi_id": kpi.kpi_id,
                "actual": kpi.actual,
                "as_of": _iso(kpi.as_of),
                "target": kpi.target,
                "attainment": kpi.attainment,
                "ratio": kpi.ratio,
                "target_year": kpi.target_year,
                "expected": kpi.expected,
                "pace": kpi.pace,
                "rating": kpi.rating,
                "results": [_result(result) for result in kpi.results],
                "ask": kpi.statement.ask or None,
                "ask_text": kpi.statement.ask_text or None,
            }
            for kpi in summary.kpis
        ],
        "money": [
            {
                "fiscal_year": year.fiscal_year,
                "budget": year.budget.total,
                "settled": year.settled.total,
                "subsidy": year.subsidy.total,
            }
            for year in summary.money
        ],
        "effects": [
            {
                "kind": effect.kind,
                "unit": effect.unit,
                "fiscal_year": year.fiscal_year,
                "planned": year.sums.planned.total,
                "actual": year.sums.actual.total,
            }
            for effect in summary.effects
            for year in effect.years
        ],
        "attention": [
            {
                "kind": item.kind,
                "id": item.id,
                "period": item.period,
                "reason": reason(item, summary),
                "ask": item.ask or None,
            }
            for item in summary.attention
        ],
        "milestones": _records(summary.snapshot.milestones),
    }


def _result(result: PeriodResult) -> dict[str, Any]:
    return {
        "period": result.period,
        "actual": result.actual,
        "as_of": _iso(result.as_of),
        "target": result.target,
        "reached": result.reached,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _group(group: Group) -> dict[str, Any]:
    means = group.means
    return {
        "actions": group.actions,
        "evaluable": group.evaluable,
        "reported": group.reported,
        "actual_low": None if means is None else means.low,
        "on_track_share": group.on_track_share,
        "planned": None if means is None else means.planned,
        "actual": None if means is None else means.actual,
        "gap": None if means is None else means.gap,
        "reporting_rate": group.reporting_rate,
        "worst": group.worst,
        "ratings": dict(group.ratings),
        "spi_t": group.spi_t,
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts: dates as ISO text, missing numbers, dates and texts as None."""
    columns = {str(name): _plain(frame[name]) for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return [None if day is None else day.isoformat() for day in column.to_numpy().astype("datetime64[D]").tolist()]
    if pd.api.types.is_float_dtype(column):
        values = column.to_numpy(dtype=object)
        values[column.isna().to_numpy()] = None
        return list(values)
    if pd.api.types.is_integer_dtype(column):
        return column.tolist()
    return [text or None for text in column.tolist()]
