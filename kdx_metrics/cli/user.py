"""`python -m kdx_metrics user add|list|disable|enable|password`: accounts, for operators of the server.

Exit codes: 0 done, 1 refused or not possible, 2 wrong usage. A one-time password goes to stdout, messages to stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from kdx_metrics.cli.operators import operator
from kdx_metrics.database.actors import ROLE_WORDS
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreError
from kdx_metrics.database.migrate import open_store
from kdx_metrics.identity import people
from kdx_metrics.settings import get_settings

Action = Callable[[argparse.Namespace, Store], None]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `user` with its five actions."""
    command = subparsers.add_parser("user", help="利用者を追加・一覧・停止・再開し、仮パスワードを発行します")
    actions = command.add_subparsers(title="操作", metavar="操作", dest="operation", required=True)
    add = actions.add_parser("add", help="利用者を追加して仮パスワードを表示します")
    add.add_argument("account", metavar="ACCOUNT", help="アカウント名(半角の英小文字・数字と . _ @ -)")
    add.add_argument("--name", required=True, metavar="NAME", help="氏名(更新履歴に表示されます)")
    add.add_argument(
        "--role",
        required=True,
        choices=list(ROLE_WORDS),
        help="権限(" + "、".join(f"{role}={word}" for role, word in ROLE_WORDS.items()) + ")",
    )
    add.set_defaults(run=run, action=_add)
    listing = actions.add_parser("list", help="利用者の一覧を表示します")
    listing.set_defaults(run=run, action=_list)
    for name, action, words in (
        ("disable", _disable, "利用を停止し、サインアウトさせます"),
        ("enable", _enable, "利用を再開します"),
        ("password", _password, "仮パスワードを発行します(失敗回数の制限も解除します)"),
    ):
        command = actions.add_parser(name, help=words)
        command.add_argument("account", metavar="ACCOUNT", help="アカウント名")
        command.set_defaults(run=run, action=action)


def run(args: argparse.Namespace) -> int:
    """Run one of the actions; the exit code."""
    action: Action = args.action
    try:
        store = open_store(get_settings().database_url)
        try:
            action(args, store)
        finally:
            store.close()
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _add(args: argparse.Namespace, store: Store) -> None:
    password = people.add(store, operator(), args.account, args.name, args.role)
    _tell(password, f"「{args.name}」を{ROLE_WORDS[args.role]}として追加しました。")


def _list(_args: argparse.Namespace, store: Store) -> None:
    print_accounts(store)


def print_accounts(store: Store) -> None:
    """Print one line per account: account, name, role, kind and state."""
    for user in people.everyone(store):
        state = "停止中" if user.disabled_at else "利用中"
        kind = "パスワード" if user.local else "共通アカウント"
        print(user.account, user.name, ROLE_WORDS[user.role], kind, state, sep="\t")


def _disable(args: argparse.Namespace, store: Store) -> None:
    people.set_disabled(store, operator(), people.by_account(store, args.account).id, disabled=True)
    print("利用を停止しました。", file=sys.stderr)


def _enable(args: argparse.Namespace, store: Store) -> None:
    people.set_disabled(store, operator(), people.by_account(store, args.account).id, disabled=False)
    print("利用を再開しました。", file=sys.stderr)


def _password(args: argparse.Namespace, store: Store) -> None:
    user = people.by_account(store, args.account)
    _tell(people.reset_password(store, operator(), user.id), f"「{user.name}」の仮パスワードを発行しました。")


def _tell(password: str, done: str) -> None:
    print(
        f"{done}次の仮パスワードを本人に伝えてください"
        f"({people.ONE_TIME_HOURS}時間有効。最初のサインインで変更を求めます)。",
        file=sys.stderr,
    )
    print(password)
