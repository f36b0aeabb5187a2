from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.meeting.screen_sharing import beat, lead, shared, show, stop
from tests.publications.support import ADMIN, EDITOR, VIEWER

AS_OF = date(2026, 10, 31)


def test_what_the_leader_shows_is_what_others_see(store: Store) -> None:
    assert shared(store) is None
    token = lead(store, EDITOR, "cover", AS_OF)
    first = shared(store)
    assert first is not None
    assert (first.leader, first.screen, first.as_of) == ("鹿島 花子", "cover", AS_OF)
    assert show(store, EDITOR, token, "overall", AS_OF)
    now = shared(store)
    assert now is not None
    assert (now.screen, now.started_at) == ("overall", first.started_at)
    assert now.since >= first.since


def test_a_leader_who_is_silent_for_a_minute_leads_no_more(store: Store) -> None:
    lead(store, EDITOR, "cover", AS_OF)
    assert shared(store, datetime.now(UTC) + timedelta(seconds=55)) is not None
    assert shared(store, datetime.now(UTC) + timedelta(seconds=61)) is None


def test_a_beat_keeps_the_shared_screen_alive_for_its_own_page_only(store: Store) -> None:
    token = lead(store, EDITOR, "cover", AS_OF)
    assert beat(store, EDITOR, token)
    assert not beat(store, EDITOR, "somebody else's token")


def test_only_editors_lead_and_the_role_is_asked_again_at_every_screen_and_beat(store: Store) -> None:
    with pytest.raises(Forbidden):
        lead(store, VIEWER, "cover", AS_OF)
    token = lead(store, EDITOR, "cover", AS_OF)
    with pytest.raises(Forbidden):
        show(store, VIEWER, token, "overall", AS_OF)
    with pytest.raises(Forbidden):
        beat(store, VIEWER, token)
    with pytest.raises(Forbidden):
        stop(store, VIEWER, token)
    assert shared(store).screen == "cover"  # type: ignore[union-attr]  # None would fail the test


def test_a_second_editor_is_told_who_leads_and_may_take_over(store: Store) -> None:
    first = lead(store, EDITOR, "cover", AS_OF)
    with pytest.raises(NotPossible, match="鹿島 花子さんが画面を共有しています"):
        lead(store, ADMIN, "cover", AS_OF)
    second = lead(store, ADMIN, "overall", AS_OF, take_over=True)
    assert not show(store, EDITOR, first, "timeline", AS_OF)
    assert not beat(store, EDITOR, first)
    assert beat(store, ADMIN, second)
    assert shared(store).leader == "管理 次郎"  # type: ignore[union-attr]  # None would fail the test


def test_of_many_who_begin_at_once_one_leads(store: Store) -> None:
    def begin(_: int) -> bool:
        try:
            lead(store, EDITOR, "cover", AS_OF)
        except NotPossible:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(begin, range(4))) == [False, False, False, True]


def test_the_end_of_sharing_is_seen_and_logged_once(store: Store) -> None:
    token = lead(store, EDITOR, "cover", AS_OF)
    stop(store, EDITOR, token)
    stop(store, EDITOR, token)
    assert shared(store) is None
    assert [entry.action for entry in audit.entries(store)] == ["lead_end", "lead"]
