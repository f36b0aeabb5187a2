"""`python -m kdx_metrics …`: one module per group of commands, imported only when its command is called.

Each module has `add_parser(subparsers)` and sets `run(args) -> int` on its parsers. Exit codes everywhere: 0 done,
1 errors found or refused, 2 wrong usage or a setting or strategy.toml that cannot be used. A traceback is printed
under KDX_LOG_LEVEL=DEBUG alone.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

from kdx_metrics.cli.parser import Parser
from kdx_metrics.plan.strategy import StrategyError
from kdx_metrics.settings import SettingsError, get_settings

# Module → its commands. What an installation leaves out, or cannot load, is no command there.
MODULES: dict[str, tuple[str, ...]] = {
    "check": ("check",),
    "dictionary": ("dictionary",),
    "summary": ("summary",),
    "report": ("report",),
    "site": ("site",),
    "store": ("publish", "history", "rollback", "export", "verify", "backup", "restore"),
    "user": ("user",),
}
WRONG_USAGE = 2  # or a setting or a strategy that no command can work by
ASK_FOR_TRACE = "詳しい記録は、KDX_LOG_LEVEL=DEBUG を設定して実行すると表示されます。"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is said in Japanese on stderr."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _never_fail_to_print()
    try:
        args = _parser(arguments).parse_args(arguments)
    except SystemExit as stop:  # argparse has printed the help or what is wrong
        return WRONG_USAGE if stop.code else 0
    try:
        return int(args.run(args))
    except BrokenPipeError:  # the reader, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SettingsError, StrategyError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("中止しました。", file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001  # staff are told in one line; an operator asks for the traceback
        if _is_debugging():
            traceback.print_exception(error)
        print(f"予期しない誤りで終了しました({type(error).__name__}: {error})。{ASK_FOR_TRACE}", file=sys.stderr)
        return 1


def _is_debugging() -> bool:
    try:
        return get_settings().log_level == "DEBUG"
    except SettingsError:
        return False


def _parser(arguments: list[str]) -> Parser:
    called = arguments[0] if arguments else ""
    names = [name for name, commands in MODULES.items() if called in commands] or list(MODULES)
    parser = Parser(prog="python -m kdx_metrics", description="DX戦略ダッシュボードの道具箱")
    subparsers = parser.add_subparsers(title="コマンド", metavar="コマンド", dest="command", required=True)
    for name in names:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(f"{__name__}.{name}").add_parser(subparsers)
    return parser


def _never_fail_to_print() -> None:
    """A terminal that cannot show a character gets its code, not an exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
