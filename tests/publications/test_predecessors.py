"""引継元 when it is published: a number may be gone from the plan, but it must have stood in it."""

from __future__ import annotations

import pytest

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Rejected
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.source import summary_at
from kdx_metrics.publications.store_source import StoreSource
from tests.publications.support import ACTION_HEADER, AS_AT, EARLIER, LATER, action, actions, csv, put, strategy


def continuing(*predecessors: str, number: int = 9) -> Upload:
    """A plan of one 取組 that continues others."""
    row = f"{action(number)},{'、'.join(predecessors)}"
    return Upload("action_plan.csv", csv(f"{ACTION_HEADER},引継元", row))


def test_a_number_that_only_an_earlier_revision_has_may_be_continued_now_and_in_every_later_file(store: Store) -> None:
    put(store, actions(), as_at=EARLIER)
    put(store, continuing("A-01", "A-02"), as_at=AS_AT)
    put(store, continuing("A-01"), as_at=LATER)
    now = summary_at(StoreSource(store, strategy()).now(), LATER)
    assert now.actions["predecessor"].tolist() == ["A-01"]


def test_one_that_never_stood_in_the_plan_is_an_error_with_its_row(store: Store) -> None:
    put(store, actions(), as_at=EARLIER)
    with pytest.raises(Rejected) as refused:
        put(store, continuing("A-01", "Z-99"), as_at=AS_AT)
    told = [(issue.row, issue.column, issue.value, issue.code) for issue in refused.value.issues]
    assert told == [(2, "引継元", "Z-99", "predecessor_unknown")]


def test_one_that_names_itself_is_an_error_at_its_cell(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        put(store, continuing("A-09"))
    assert [(issue.cell, issue.code) for issue in refused.value.issues] == [("K2", "predecessor_itself")]
