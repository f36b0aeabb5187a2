"""Real processes at once, and processes killed in the middle (`KDX_SOAK=1` runs them in full)."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest

from kdx_metrics.database import audit, head
from kdx_metrics.database.engine import Store
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.verify import verify
from tests.publications.support import SOAK, actions, put, strategy
from tests.publications.writers import PROCESSES, Outcome, publish_for_ever, publish_over, write_for_ever

WRITERS = 20 if SOAK else 6
KILLS = int(os.environ.get("KDX_SOAK_KILLS", "200" if SOAK else "5"))


def test_of_many_processes_over_one_base_one_wins_and_the_others_are_told_who(store: Store, store_url: str) -> None:
    base = put(store, actions(rows=1)).number
    with PROCESSES.Manager() as manager, ProcessPoolExecutor(WRITERS, mp_context=PROCESSES) as pool:
        gate = manager.Barrier(WRITERS)
        outcomes: list[Outcome] = list(
            pool.map(partial(publish_over, store_url, base, gate=gate), range(1, WRITERS + 1))
        )
    (winner,) = [outcome for outcome in outcomes if outcome.number is not None]
    assert winner.number == base + 1
    assert [outcome.told for outcome in outcomes if outcome.number is None] == [winner.name] * (WRITERS - 1)
    published = [revision for revision in list_revisions(store) if revision.publication == 2]
    assert {(revision.by, revision.table) for revision in published} == {
        (winner.name, "action_plan"),
        (winner.name, "milestones"),
    }
    refusals = [entry for entry in audit.entries(store) if entry.action == "refused"]
    assert len(refusals) == WRITERS - 1
    assert verify(store, strategy()) == []


def test_a_publication_of_a_killed_process_is_there_whole_or_not_at_all(
    store: Store, store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = random.Random(20261123)  # noqa: S311  # moments to kill at, no secret
    seen = 0
    for run in range(KILLS):
        started = PROCESSES.Event()
        work, longest_life = (publish_for_ever, 0.5) if run % 2 else (write_for_ever, 0.05)  # seconds
        process = PROCESSES.Process(target=work, args=(store_url, run, started))
        process.start()
        assert started.wait(timeout=120)
        time.sleep(moments.uniform(0, longest_life))  # the moment itself is what is drawn
        process.kill()
        process.join()
        assert verify(store, strategy()) == []
        published = {revision.publication for revision in list_revisions(store)}
        assert head.current(store).number == len(published) > seen
        assert len(list_revisions(store)) == 4 * len(published)
        seen = len(published)
    put(store, actions(1), note="そのあとも公開できる")
    with capsys.disabled():
        kind = store_url.partition(":")[0]
        print(f"\n{KILLS} kills on {kind}: {seen} publications, each whole, verify without findings {KILLS} times")  # noqa: T201  # `make soak` shows its counts
