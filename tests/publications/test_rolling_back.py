from __future__ import annotations

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NothingToPublish, NotPossible, Rejected, StaleBase
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import find, heads, list_revisions, uploaded_bytes
from tests.publications.support import (
    ADMIN,
    AS_AT,
    EARLIER,
    EDITOR,
    LATER,
    VIEWER,
    actions,
    actuals,
    kpis,
    put,
    strategy,
)


def test_a_roll_back_publishes_the_earlier_bytes_again_under_the_date_it_replaces(store: Store) -> None:
    put(store, actions(50), as_at=EARLIER)
    put(store, actions(99), as_at=LATER)
    made = roll_back(store, strategy(), EDITOR, 1, note="誤った表だったため")
    new = find(list_revisions(store), made.revisions["action_plan"])
    assert (new.kind, new.as_at, new.parent, new.restored) == ("rollback", LATER, 2, 1)
    assert heads(list_revisions(store))["action_plan"] == new
    with store.reading() as connection:
        assert uploaded_bytes(connection, new.id) == actions(50).data


def test_a_roll_back_can_itself_be_rolled_back(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    roll_back(store, strategy(), EDITOR, 1, note="戻す")
    roll_back(store, strategy(), EDITOR, 2, note="やはり進める")
    assert heads(list_revisions(store))["action_plan"].sha256 == find(list_revisions(store), 2).sha256


def test_going_back_to_what_is_shown_already_changes_nothing(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(NothingToPublish):
        roll_back(store, strategy(), EDITOR, 1, note="戻す")


def test_there_is_no_way_back_to_an_unknown_or_an_erased_revision(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    redact(store, strategy(), ADMIN, 1, reason="個人情報")
    with pytest.raises(NotPossible, match="抹消"):
        roll_back(store, strategy(), EDITOR, 1, note="戻す")
    with pytest.raises(NotPossible, match="第99版はありません"):
        roll_back(store, strategy(), EDITOR, 99, note="戻す")


def test_a_roll_back_that_would_orphan_actuals_is_refused(store: Store) -> None:
    put(store, kpis(1), as_at=EARLIER)
    put(store, kpis(1, 2), actuals(1, 2))
    with pytest.raises(Rejected) as refused:
        roll_back(store, strategy(), EDITOR, 1, note="戻す")
    assert [issue.code for issue in refused.value.issues] == ["orphan_kpi"]


def test_a_viewer_rolls_nothing_back(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    with pytest.raises(Forbidden):
        roll_back(store, strategy(), VIEWER, 1, note="戻す")
    assert len(list_revisions(store)) == 2
    assert audit.entries(store)[0].detail == {"asked": "rollback", "role": "viewer"}


def test_a_roll_back_over_somebody_elses_publication_is_refused(store: Store) -> None:
    base = put(store, actions(50)).number
    put(store, actions(60), as_at=AS_AT)
    with pytest.raises(StaleBase):
        roll_back(store, strategy(), EDITOR, 1, note="戻す", base=base)
