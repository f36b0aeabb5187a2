"""`python -m kdx_metrics site`: the public site from the published data, or from a folder of CSVs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kdx_metrics.cli.parser import add_comparison
from kdx_metrics.cli.report import opened, previous_of, snapshot_at
from kdx_metrics.database.errors import StoreError
from kdx_metrics.intake.issues import errors
from kdx_metrics.numbers.summary import summarise
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.publications.reports import default_day
from kdx_metrics.publications.source import earlier_than
from kdx_metrics.settings import get_settings
from kdx_metrics.site.allowed import NotPublishable
from kdx_metrics.site.content import Edition
from kdx_metrics.site.edition import editions, write_edition
from kdx_metrics.site.first_seen import first_seen, in_words, shown_in
from kdx_metrics.site.making import edition_from, none_of_broken
from kdx_metrics.site.rendering import files_of


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `site` command."""
    parser = subparsers.add_parser("site", help="市民に公開するサイトのフォルダーを作ります")
    add_comparison(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="サイトのフォルダー")
    parser.add_argument(
        "--rehearse", action="store_true", help="書き込まず、はじめて公開されるもの(表・列・行・文)を一覧にします"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write one edition; 0, or 1 when the data has errors or nothing can be written, 2 when it cannot be found."""
    if args.data is not None and not args.data.is_dir():
        print(f"フォルダー {args.data} が見つかりません。", file=sys.stderr)
        return 2
    try:
        source, issues, _decisions = opened(args.data)
        if broken := errors(issues):
            print(none_of_broken(broken), file=sys.stderr)
            return 1
        now = get_settings().today or today(source.strategy.about.timezone)
        as_of = args.as_of or default_day(source, now)
        summary = summarise(snapshot_at(source, as_of), earlier_than(source, as_of))
        before = previous_of(source, summary, args.since)
        edition = edition_from(source, summary, before, editions(args.output))
        if args.rehearse:
            _tell(edition, args.output)
            return 0
        folder = write_edition(args.output, as_of, files_of(edition))
    except (StoreError, NotPublishable, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{args.output} に保存できません({error.strerror})。", file=sys.stderr)
        return 1
    print(f"{folder} を作りました。", file=sys.stderr)
    return 0


def _tell(edition: Edition, root: Path) -> None:
    """Print everything that no edition in the folder has shown, one line each."""
    earlier = shown_in(root)
    news = first_seen(edition, earlier)
    print(in_words(news, earlier))
    for row in news.texts:
        print("\t".join(row))
