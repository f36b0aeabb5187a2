from __future__ import annotations

import os
import pwd

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.identity.people import by_account
from kdx_metrics.identity.service import Identity
from tests.command import main
from tests.identity.support import signed_in, told


@pytest.fixture(autouse=True)
def _here(store_url: str, identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # admin is there
    monkeypatch.setenv("KDX_DATABASE_URL", store_url)


def test_a_user_added_at_the_command_line_signs_in_with_what_was_printed(
    identity: Identity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "add", "hanako", "--name", "鹿島 花子", "--role", "editor"]) == 0
    printed = capsys.readouterr()
    assert "「鹿島 花子」を編集者として追加しました" in printed.err
    assert "72時間有効" in printed.err
    user = identity.check(signed_in(identity, "hanako", printed.out.strip())).person
    assert user is not None
    assert (user.name, user.role, user.must_change) == ("鹿島 花子", "editor", True)


def test_the_list_shows_everybody_and_who_is_shut_out(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "hanako", "--name", "鹿島 花子", "--role", "viewer"])
    assert main(["user", "disable", "HANAKO"]) == 0
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "admin\t管理者\t管理者\tパスワード\t利用中",
        "hanako\t鹿島 花子\t閲覧者\tパスワード\t停止中",
    ]
    assert main(["user", "enable", "hanako"]) == 0
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out.count("利用中") == 2


def test_a_forgotten_password_is_replaced(identity: Identity, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "password", "admin"]) == 0
    assert signed_in(identity, "admin", capsys.readouterr().out.strip())
    assert by_account(identity.store(), "admin").must_change


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["user", "disable", "nobody"], 1, "見つかりません"),
        (["user", "disable", "admin"], 1, "管理者がいなくなる"),
        (["user", "add", "admin", "--name", "だれか", "--role", "viewer"], 1, "すでに使われています"),
        (["user", "add", "hanako", "--name", "だれか", "--role", "god"], 2, ""),
        (["user"], 2, ""),
    ],
)
def test_what_is_not_possible_is_said_and_exits_with_its_code(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert said in capsys.readouterr().err


def test_what_the_command_line_does_is_in_the_audit_log(store: Store) -> None:
    main(["user", "add", "hanako", "--name", "鹿島 花子", "--role", "viewer"])
    main(["user", "disable", "hanako"])
    assert told(store) == [("user_add", "hanako"), ("user_disable", "hanako")]
    user = pwd.getpwuid(os.getuid()).pw_name
    assert {(entry.actor, entry.account) for entry in audit.entries(store)} == {("システム管理者", f"cli:{user}")}
