"""strategy.toml as a revision: a meeting held under it keeps its numbers, whatever is published later."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NothingToPublish, NotPossible, Rejected, StaleBase
from kdx_metrics.database.migrate import open_store
from kdx_metrics.plan.tables import STRATEGY
from kdx_metrics.publications.backup import backup, restore
from kdx_metrics.publications.proposal.rehearsal import Rehearsal, rehearse
from kdx_metrics.publications.proposal.staging import Proposal, Upload, prepare
from kdx_metrics.publications.publishing import Publication, publish, roll_back
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import heads, list_revisions
from kdx_metrics.publications.seeding import seed
from kdx_metrics.publications.source import Source, summary_at
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.publications.verify import verify
from tests.publications.support import (
    ADMIN,
    AS_AT,
    EARLIER,
    EDITOR,
    LATER,
    ROOT,
    VIEWER,
    actions,
    put,
    strategy,
)

TOML = (ROOT / "data" / "strategy.toml").read_text(encoding="utf-8")
BEHIND = "behind = 25"


def changed(*pairs: tuple[str, str], name: str = "strategy.toml") -> Upload:
    """The shipped strategy.toml with other words in it."""
    text = TOML
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return Upload(name, text.encode())


def stricter(points: float = 11) -> Upload:
    """A strategy by which a 取組 is 遅れ from fewer points behind plan."""
    return changed((BEHIND, f"behind = {points}"))


@pytest.fixture
def seeded(store: Store, tmp_path: Path) -> Store:
    """A store with the shipped strategy, and 取組 that are 29 points behind plan at AS_AT."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(ROOT / "data" / "strategy.toml", folder)
    seed(store, strategy(), folder, fallback_as_at=AS_AT)
    put(store, actions(50), as_at=EARLIER)
    put(store, actions(60), as_at=AS_AT)
    return store


def now(store: Store) -> Source:
    """What is published."""
    return StoreSource(store, strategy()).now()


def ratings(store: Store, day: date) -> set[str]:
    """Ratings of the 取組 at a date."""
    return set(summary_at(now(store), day).actions["rating"])


def newest(store: Store) -> int:
    """Number of the newest revision of the strategy."""
    return [revision.id for revision in list_revisions(store) if revision.table == STRATEGY][-1]


def rehearsed(store: Store, proposal: Proposal) -> Rehearsal:
    """What a proposal would change."""
    return rehearse(now(store), proposal.revisions, proposal.as_at, LATER)


def test_the_shipped_file_is_the_first_revision_and_in_force_from_the_plans_first_day(seeded: Store) -> None:
    (first,) = [revision for revision in list_revisions(seeded) if revision.table == STRATEGY]
    assert (first.kind, first.as_at, first.file_name) == ("initial", date(2023, 4, 1), "strategy.toml")
    assert now(seeded).strategy == strategy()
    assert verify(seeded, strategy()) == []


def test_a_store_in_which_staff_lead_gets_the_shipped_one_at_its_next_start_and_once(
    store: Store, tmp_path: Path
) -> None:
    put(store, actions())
    shutil.copy(ROOT / "data" / "strategy.toml", tmp_path)
    for _ in range(2):
        seed(store, strategy(), tmp_path, fallback_as_at=AS_AT)
    assert [revision.table for revision in list_revisions(store)] == ["action_plan", STRATEGY]
    (tmp_path / "strategy.toml").write_bytes(stricter().data)
    seed(store, strategy(), tmp_path, fallback_as_at=AS_AT)
    assert len(list_revisions(store)) == 2, "once staff lead, the file is only the origin"


def test_a_threshold_of_today_flips_today_and_no_number_of_a_past_date(seeded: Store) -> None:
    before = {day: summary_at(now(seeded), day).token for day in (EARLIER, AS_AT)}
    assert ratings(seeded, LATER) == {"slightly_behind"}
    put(seeded, stricter(), as_at=LATER)
    assert ratings(seeded, LATER) == {"behind"}
    assert ratings(seeded, AS_AT) == {"slightly_behind"}
    assert {day: summary_at(now(seeded), day).token for day in (EARLIER, AS_AT)} == before
    assert now(seeded).dates == (EARLIER, AS_AT), "a strategy alone is no state of the plan"


def test_the_rehearsal_names_the_setting_and_the_ratings_that_would_change(seeded: Store) -> None:
    proposal = prepare(seeded, strategy(), [stricter()], as_at=LATER)
    result = rehearsed(seeded, proposal)
    (cell,) = result.differences[STRATEGY].cells
    assert (cell.key, cell.before, cell.after) == (("取組の評価: 遅れの境目 [rating] behind",), "25", "11")
    assert {flip.action_id for flip in result.flips} == {"A-01", "A-02", "A-03"}
    assert ratings(seeded, LATER) == {"slightly_behind"}, "a rehearsal writes nothing"


def test_a_roll_back_brings_the_earlier_thresholds_back(seeded: Store) -> None:
    first = newest(seeded)
    put(seeded, stricter(), as_at=AS_AT)
    assert ratings(seeded, AS_AT) == {"behind"}
    roll_back(seeded, strategy(), EDITOR, first, note="境目を元に戻す")
    assert ratings(seeded, AS_AT) == {"slightly_behind"}
    assert verify(seeded, strategy()) == []


def test_of_two_people_over_the_same_base_the_second_is_refused(seeded: Store) -> None:
    base = prepare(seeded, strategy(), [stricter()], as_at=LATER).base
    put(seeded, stricter(12), as_at=LATER, base=base)
    with pytest.raises(StaleBase):
        put(seeded, stricter(), as_at=LATER, base=base)
    assert now(seeded).strategy.rating.behind == 12


def test_a_file_with_errors_changes_nothing_and_each_is_told_with_its_line(seeded: Store) -> None:
    count = len(list_revisions(seeded))
    wrong = changed((BEHIND, "behind = 5"), ("slightly_behind = 10", "slightly_behind = 10\nbehind_by = 1"))
    with pytest.raises(Rejected) as refused:
        put(seeded, wrong, as_at=LATER)
    lines = wrong.data.decode().splitlines()
    told = [(lines[(issue.row or 0) - 1], issue.table, issue.cell) for issue in refused.value.issues]
    assert ("behind_by = 1", STRATEGY, None) in told
    assert len(list_revisions(seeded)) == count
    assert ratings(seeded, LATER) == {"slightly_behind"}


def test_a_strategy_by_which_a_published_table_no_longer_reads_is_refused_with_its_cells(seeded: Store) -> None:
    renamed = changed(('id = "P1"', 'id = "Q1"'))
    with pytest.raises(Rejected) as refused:
        put(seeded, renamed, as_at=LATER)
    assert {issue.table for issue in refused.value.issues} == {"action_plan"}
    assert {issue.column for issue in refused.value.issues} == {"柱"}


def test_a_new_word_and_the_table_that_uses_it_are_published_together(seeded: Store) -> None:
    word = changed(('"着手", ', '"着手", "推進中", '))
    plan = Upload("action_plan.csv", actions(60).data.replace("実施中".encode(), "推進中".encode()))
    with pytest.raises(Rejected):
        put(seeded, plan, as_at=LATER)
    put(seeded, plan, word, as_at=LATER)
    assert set(now(seeded).snapshot(LATER).actions["status"]) == {"実施中"}
    assert verify(seeded, strategy()) == []


def test_the_same_file_again_is_nothing_to_publish_and_two_at_once_are_too_many(seeded: Store) -> None:
    put(seeded, stricter(), as_at=LATER)
    with pytest.raises(NothingToPublish):
        put(seeded, stricter(), as_at=LATER)
    with pytest.raises(NotPossible, match="2つ以上"):
        put(seeded, stricter(), stricter(12), as_at=LATER)


def test_only_editors_publish_it_and_every_attempt_is_in_the_audit_log(seeded: Store) -> None:
    with pytest.raises(Forbidden):
        publish(seeded, strategy(), VIEWER, [stricter()], as_at=LATER, note="試し")
    put(seeded, stricter(), as_at=LATER)
    assert [entry.action for entry in audit.entries(seeded)][:2] == ["publish", "refused"]


def test_an_erased_one_gives_way_to_the_one_before(seeded: Store) -> None:
    made = put(seeded, stricter(), as_at=AS_AT)
    redact(seeded, strategy(), ADMIN, made.revisions[STRATEGY], reason="誤って氏名を書いた")
    assert ratings(seeded, AS_AT) == {"slightly_behind"}
    assert verify(seeded, strategy()) == []


def test_before_every_date_the_one_published_first_is_in_force(store: Store) -> None:
    put(store, actions(60), as_at=EARLIER)
    first = put(store, stricter(), as_at=LATER).revisions[STRATEGY]
    assert heads(list_revisions(store), EARLIER)[STRATEGY].id == first
    before = summary_at(now(store), EARLIER).token
    put(store, stricter(20), as_at=AS_AT)
    assert summary_at(now(store), EARLIER).token == before
    assert verify(store, strategy()) == []


def test_a_link_held_at_a_revision_shows_the_strategy_of_then(seeded: Store) -> None:
    then = now(seeded).snapshot(AS_AT).newest_revision
    made = put(seeded, stricter(), as_at=AS_AT)
    assert now(seeded).snapshot(AS_AT).newest_revision == made.revisions[STRATEGY]
    held = StoreSource(seeded, strategy()).now(then)
    assert held.snapshot(AS_AT).strategy == strategy()
    assert StoreSource(seeded, strategy()).now(1).strategy == strategy()


def test_the_newest_name_stands_for_the_installation_and_the_tokens_follow(seeded: Store) -> None:
    before = now(seeded)
    put(seeded, changed(('title = "かしまデジタル変革(DX)戦略"', 'title = "新しい名前"')), as_at=LATER)
    after = now(seeded)
    assert (before.strategy.about.title, after.strategy.about.title) == ("かしまデジタル変革(DX)戦略", "新しい名前")
    assert after.token != before.token
    assert after.snapshot(LATER).token != before.snapshot(LATER).token
    assert after.snapshot(AS_AT).token == before.snapshot(AS_AT).token


def test_a_backup_brings_the_strategies_along(seeded: Store, tmp_path: Path) -> None:
    put(seeded, stricter(), as_at=LATER)
    backup(seeded, ADMIN, tmp_path / "kdx.backup")
    fresh = open_store(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    restore(fresh, ADMIN, tmp_path / "kdx.backup")
    assert ratings(fresh, LATER) == {"behind"}
    fresh.close()


def test_a_period_added_at_the_end_leaves_earlier_dates_as_they_were(seeded: Store) -> None:
    period = '[[period]]\nnumber = 5\nname = "第5期"\nfirst_fiscal_year = 2031\nlast_fiscal_year = 2032\n\n[rating]'
    result = rehearsed(seeded, prepare(seeded, strategy(), [changed(("[rating]", period))], as_at=LATER))
    assert result.flips == ()
    put(seeded, changed(("[rating]", period)), as_at=LATER)
    assert len(now(seeded).snapshot(LATER).strategy.periods) == 5
    assert len(now(seeded).snapshot(AS_AT).strategy.periods) == 4


@settings(max_examples=8, deadline=None)
@given(points=st.lists(st.tuples(st.integers(1, 200), st.integers(11, 90)), min_size=1, max_size=3))
def test_no_strategy_published_for_after_a_date_changes_a_number_of_it(points: list[tuple[int, int]]) -> None:
    with TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/kdx.sqlite3")) as store:
        put(store, changed(), as_at=date(2023, 4, 1))
        put(store, actions(60), as_at=AS_AT)
        before = summary_at(now(store), AS_AT)
        for days, behind in points:
            _publish_unless_the_same(store, stricter(behind), AS_AT + timedelta(days=days))
        after = summary_at(now(store), AS_AT)
        assert after.token == before.token
        assert after.actions.equals(before.actions)


def _publish_unless_the_same(store: Store, upload: Upload, as_at: date) -> Publication | None:
    try:
        return put(store, upload, as_at=as_at)
    except NothingToPublish:
        return None
