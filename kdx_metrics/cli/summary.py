"""`python -m kdx_metrics summary`: every number of a data folder at one date, as JSON (formulas.md)."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from kdx_metrics.calendar import today
from kdx_metrics.folder import read_folder, snapshot_of
from kdx_metrics.issues import Issue, errors
from kdx_metrics.settings import get_settings
from kdx_metrics.strategy import Strategy, StrategyError, load_strategy
from kdx_metrics.summary import summarise, to_json
from kdx_metrics.tables import tables

STRATEGY_FILE = "strategy.toml"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `summary` command."""
    parser = subparsers.add_parser("summary", help="データフォルダーの数値をまとめて JSON で出力します")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="CSVのあるフォルダー(既定: data)")
    parser.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="時点(例: 2026-11-23)")
    parser.add_argument("--format", choices=["json"], default="json", help="出力の形式")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the JSON of a folder; exit code 0, 1 when the data has errors, 2 for a wrong folder or strategy."""
    own = get_settings().data_dir
    folder: Path = args.data or own
    if not folder.is_dir():
        print(f"フォルダー {folder} が見つかりません。", file=sys.stderr)
        return 2
    place = folder if (folder / STRATEGY_FILE).is_file() else own
    try:
        strategy = load_strategy(place / STRATEGY_FILE)
    except StrategyError as error:
        print(error, file=sys.stderr)
        return 2
    # No date to check against: rows dated after --as-of are legal here and not used.
    content = read_folder(folder, strategy, as_at=None)
    broken = errors(content.issues)
    if broken:
        for issue in broken:
            print(_line(issue, strategy), file=sys.stderr)
        return 1
    as_of = args.as_of or strategy.data.as_at or today(strategy.about.timezone)
    summary = summarise(snapshot_of(content, strategy, as_of))
    print(json.dumps(to_json(summary), ensure_ascii=False, allow_nan=False, indent=2))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"日付「{text}」を読めません(例: 2026-11-23)"
        raise argparse.ArgumentTypeError(msg) from None


def _line(issue: Issue, strategy: Strategy) -> str:
    """One issue for a terminal: file, cell, what is wrong, how to mend it."""
    files = {table.name: table.file_name for table in tables(strategy).values()}
    file = next((file for name, file in files.items() if name == issue.table), "")
    return " ".join(part for part in (file, issue.cell, issue.message, issue.fix) if part)
