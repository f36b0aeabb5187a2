from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.audit_throttle import PAUSE
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, StoreError
from kdx_metrics.database.schema import revisions
from tests.publications.support import ADMIN, EDITOR, VIEWER, actions, put


def test_what_happened_is_listed_newest_first_with_its_detail(store: Store) -> None:
    put(store, actions(50), note="一回目")
    audit.record_alone(store, ADMIN, "sign_in", "管理 次郎", {"方法": "パスワード"})
    newest, oldest = audit.entries(store)
    assert (newest.action, newest.object, newest.detail) == ("sign_in", "管理 次郎", {"方法": "パスワード"})
    assert (oldest.actor, oldest.action, oldest.address) == ("鹿島 花子", "publish", "192.0.2.7")
    assert oldest.detail == {"revisions": {"action_plan": 1}, "files": ["action_plan.csv"], "note": "一回目"}


def test_the_log_can_be_asked_for_the_newest_lines(store: Store) -> None:
    for word in ("一", "二", "三"):
        audit.record_alone(store, EDITOR, "sign_in", word)
    third, second, first = audit.entries(store)
    assert [entry.object for entry in (first, second, third)] == ["一", "二", "三"]
    assert audit.entries(store, at_most=1) == [third]


def test_a_refused_publication_says_why(store: Store) -> None:
    with pytest.raises(StoreError):
        put(store, actions(101))
    (entry,) = audit.entries(store)
    assert (entry.action, entry.object) == ("refused", "action_plan.csv")
    assert entry.detail["reason"] == "Rejected"
    assert "誤りが3件" in entry.detail["message"]


def test_texts_of_any_length_are_logged_within_bounds(store: Store) -> None:
    actor = Actor("あ" * 500, "viewer", "x" * 500, account="a" * 500)
    audit.record_alone(
        store, actor, "refused", "y" * 5_000, {"files": ["z" * 5_000] * 500, "more": {"note": "n" * 9_000}}
    )
    (entry,) = audit.entries(store)
    assert (len(entry.actor), len(entry.address), len(entry.account)) == (200, 100, 100)
    assert len(entry.object) == audit.LONGEST_TEXT
    assert [len(name) for name in entry.detail["files"]] == [audit.LONGEST_TEXT] * audit.MOST_ITEMS
    assert len(entry.detail["more"]["note"]) == audit.LONGEST_TEXT


def test_each_line_names_the_account_beside_the_name(store: Store) -> None:
    for person_id, account in ((7, "jiro"), (9, "oidc:5af3"), (None, "cli:kdx")):
        audit.record_alone(store, Actor("編集 次郎", "editor", "", person_id, account), "sign_in", account)
    assert [(entry.actor, entry.person_id, entry.account) for entry in audit.entries(store)] == [
        ("編集 次郎", None, "cli:kdx"),
        ("編集 次郎", 9, "oidc:5af3"),
        ("編集 次郎", 7, "jiro"),
    ]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\u3164"])
def test_no_line_holds_a_sign_that_nobody_sees_or_that_turns_the_text(store: Store, sign: str) -> None:
    audit.record_alone(store, Actor(f"管理{sign} 一郎", "admin"), "publish", f"a{sign}.csv", {"note": f"x{sign}y"})
    (entry,) = audit.entries(store)
    assert (entry.actor, entry.object, entry.detail) == ("管理 一郎", "a.csv", {"note": "xy"})


def test_a_line_of_the_log_is_one_line(store: Store) -> None:
    audit.record_alone(store, Actor("管理\r\n一郎", "admin"), "publish", "a\u2028b", {"note": "一\n二"})
    (entry,) = audit.entries(store)
    assert (entry.actor, entry.object, entry.detail) == ("管理 一郎", "a b", {"note": "一 二"})


def test_a_viewer_who_tries_a_thousand_times_fills_a_line_a_minute(store: Store) -> None:
    now = 0.0
    store.refusals.clock = lambda: now
    other = Actor("見学 太郎", "viewer", VIEWER.address, 5, "taro")
    for number in range(1_000):
        with pytest.raises(Forbidden):
            audit.require(store, VIEWER, EDITORS, "publish", f"{number}" * 1_000)
    for actor, action in ((other, "publish"), (VIEWER, "rollback")):
        with pytest.raises(Forbidden):
            audit.require(store, actor, EDITORS, action, "")
    assert [(entry.account, entry.detail["asked"]) for entry in audit.entries(store)] == [
        ("", "rollback"),
        ("taro", "publish"),
        ("", "publish"),
    ]
    now += PAUSE
    with pytest.raises(Forbidden):
        audit.require(store, VIEWER, EDITORS, "publish", "")
    assert audit.entries(store, at_most=1)[0].detail["not_told_before"] == 999


def test_a_time_without_a_zone_is_never_compared_with_the_log(store: Store) -> None:
    put(store, actions(50))
    naive = audit.entries(store)[0].at.replace(tzinfo=None)
    with store.reading() as connection, pytest.raises(StatementError, match="without a zone"):
        connection.execute(select(revisions.audit).where(revisions.audit.c.at >= naive))
