"""The shipped sets tell one story from meeting to meeting, and its totals reconcile."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise

from kdx_metrics.numbers.changes import Changes, Restated, compare
from kdx_metrics.numbers.ratings import RATINGS
from tests.shipped import MEETINGS, NOW, SETS, folder, summary


@lru_cache
def since_last_meeting() -> Changes:
    return compare(summary(MEETINGS[-1]), summary(NOW))


def test_the_plan_just_decided_has_mostly_not_begun() -> None:
    first = folder(MEETINGS[0]).frames["action_plan"]
    assert first["status"].isin(["未着手", "検討中"]).mean() > 0.8


def test_every_meeting_adds_drops_and_rewords_actions() -> None:
    for before, after in pairwise(SETS):
        changes = compare(summary(before), summary(after))
        assert changes.added
        assert changes.removed
        assert any(change.reworded for change in changes.actions)


def test_progress_never_falls_from_meeting_to_meeting() -> None:
    for before, after in pairwise(SETS):
        changes = compare(summary(before), summary(after))
        assert all((change.progress_change or 0) >= 0 for change in changes.actions)


def test_a_row_that_reads_otherwise_was_updated_in_between() -> None:
    for before, after in pairwise(SETS):
        old, new = (folder(day).frames["action_plan"].set_index(["action_id", "period"]) for day in (before, after))
        both = old.index.intersection(new.index)
        old, new = old.loc[both].fillna({"progress": -1}), new.loc[both].fillna({"progress": -1})
        changed = (old != new).any(axis=1)
        assert (new.loc[changed, "updated_on"] > old.loc[changed, "updated_on"]).all()


def test_the_last_meeting_to_today_shows_every_kind_of_change() -> None:
    changes = since_last_meeting()
    assert len(changes.moved("completed")) >= 4
    assert len(changes.moved("recovered")) >= 2
    assert len(changes.moved("fell_behind")) >= 2
    assert len(changes.delayed) >= 3
    assert all(14 <= change.delay_days <= 366 for change in changes.delayed)
    assert len(changes.added) >= 2
    assert len(changes.removed) >= 1
    assert sum(change.reworded for change in changes.actions) >= 2
    assert {change.action_id for change in changes.actions if change.newly_unreported} == {"P1-07", "P1-11"}


def test_the_last_meeting_to_today_moves_kpis_and_restates_one_value() -> None:
    kpis = {change.kpi_id: change for change in since_last_meeting().kpis}
    restated = {kpi_id: change.restated for kpi_id, change in kpis.items() if change.restated}
    assert restated == {"K10": (Restated(date(2025, 3, 31), before=3120.0, after=3180.0),)}
    assert kpis["K06"].before is None
    assert kpis["K12"].target_changed
    assert sum(change.rating_changed for change in kpis.values()) >= 4


def test_the_totals_reconcile_to_the_last_row() -> None:
    before, after, changes = summary(MEETINGS[-1]), summary(NOW), since_last_meeting()
    assert before.overall.actions - len(changes.removed) + len(changes.added) == after.overall.actions
    assert len(changes.actions) + changes.unchanged == after.overall.actions + len(changes.removed)
    running = [change for change in changes.actions if change.period == changes.period]
    for rating in RATINGS:
        left = sum(change.before is not None and change.before.rating == rating for change in running)
        came = sum(change.after is not None and change.after.rating == rating for change in running)
        assert changes.overall.after.ratings[rating] - changes.overall.before.ratings[rating] == came - left
