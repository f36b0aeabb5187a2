from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import StatementError

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreError
from tests.publications.support import ADMIN, EDITOR, actions, put


def test_what_happened_is_listed_newest_first_with_its_detail(store: Store) -> None:
    put(store, actions(50), note="一回目")
    audit.record_alone(store, ADMIN, "sign_in", "管理 次郎", {"方法": "パスワード"})
    newest, oldest = audit.entries(store)
    assert (newest.action, newest.object, newest.detail) == ("sign_in", "管理 次郎", {"方法": "パスワード"})
    assert (oldest.actor, oldest.action, oldest.address) == ("鹿島 花子", "publish", "192.0.2.7")
    assert oldest.detail == {"revisions": {"action_plan": 1}, "files": ["action_plan.csv"], "note": "一回目"}


def test_the_log_can_be_asked_for_a_span_of_time_and_for_the_newest_lines(store: Store) -> None:
    for word in ("一", "二", "三"):
        audit.record_alone(store, EDITOR, "sign_in", word)
    third, second, first = audit.entries(store)
    assert audit.entries(store, since=second.at) == [third, second]
    assert audit.entries(store, until=second.at) == [first]
    assert audit.entries(store, at_most=1) == [third]
    assert audit.entries(store, since=third.at + timedelta(seconds=1)) == []


def test_a_refused_publication_says_why(store: Store) -> None:
    with pytest.raises(StoreError):
        put(store, actions(101))
    (entry,) = audit.entries(store)
    assert (entry.action, entry.object) == ("refused", "action_plan.csv")
    assert entry.detail["reason"] == "Rejected"
    assert "誤りが3件" in entry.detail["message"]


def test_names_and_addresses_of_any_length_are_logged(store: Store) -> None:
    audit.record_alone(store, Actor("あ" * 500, "viewer", "x" * 500), "refused", "y" * 5_000)
    (entry,) = audit.entries(store)
    assert (len(entry.actor), len(entry.address), len(entry.object)) == (200, 100, 5_000)


def test_a_time_without_a_zone_is_never_compared_with_the_log(store: Store) -> None:
    put(store, actions(50))
    naive = audit.entries(store)[0].at.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"):
        audit.entries(store, since=naive)
