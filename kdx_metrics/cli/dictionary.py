"""`python -m kdx_metrics dictionary`: the data dictionary, printed or written to a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.exports.data_dictionary import data_dictionary


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `dictionary` command."""
    parser = subparsers.add_parser("dictionary", help="データ定義書(data/README.md)を作ります")
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="書き込むファイル(省略すると画面に表示)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print or write the data dictionary of the strategy in force; 2 when it cannot be written."""
    text = data_dictionary(strategy_for())
    output: Path | None = args.output
    if output is None:
        print(text, end="")
        return 0
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{output} に書き込めません({error.strerror})。", file=sys.stderr)
        return 2
    return 0
