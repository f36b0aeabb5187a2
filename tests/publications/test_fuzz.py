"""Changed files through the check and the upload path: no exception, no live change (`make soak`: 20,000 of them)."""

from __future__ import annotations

import csv
import os
from collections import Counter

import pytest

from kdx_metrics.database import head
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import StoreError
from kdx_metrics.intake.checking import check
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.staging import Upload, prepare
from kdx_metrics.publications.publishing import publish
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.verify import verify
from tests.publications.mutants import mutants
from tests.publications.support import AS_AT, EDITOR, SOAK, actions, actuals, kpis, milestones, put, strategy

FILES = int(os.environ.get("KDX_SOAK_FILES", "20000" if SOAK else "60"))
SEED = 20261123


def test_no_changed_file_raises_or_changes_what_is_published(
    sqlite_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with errors is really sent to be published; one without is rehearsed, both ways of reflecting it.

    It is checked as one that is published: not blamed for a column that the published tables may give.
    """
    csv.field_size_limit(10_000_000)  # the generator's own reader meets its own long cells
    put(sqlite_store, actions(), kpis(1, 2), actuals(1, 2), milestones())
    before, revisions = head.current(sqlite_store).number, list_revisions(sqlite_store)
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for number, mutant in enumerate(mutants(SEED, FILES)):
        checked = check(mutant.data, strategy(), file_name=mutant.name, as_at=AS_AT, together=True)
        assert checked.ok == (checked.frame is not None), number
        assert checked.ok or checked.issues, number
        counts["clean" if checked.ok else "with errors"] += 1
        counts.update({issue.code for issue in checked.issues if issue.severity == "error"})
        upload = Upload(mutant.name, mutant.data, mode="merge" if number % 2 else "replace")
        try:
            if checked.ok:
                prepare(sqlite_store, strategy(), [upload], as_at=AS_AT, limits=Limits())
                counts["rehearsed"] += 1
            else:
                publish(sqlite_store, strategy(), EDITOR, [upload], as_at=AS_AT, note="試し")
        except StoreError as refusal:
            lines.append(str(refusal))
            counts[f"refused: {type(refusal).__name__}"] += 1
    assert all(lines)
    assert head.current(sqlite_store).number == before
    assert list_revisions(sqlite_store) == revisions
    assert verify(sqlite_store, strategy()) == []
    assert counts["with errors"] > counts["clean"] > 0
    assert counts["clean"] + counts["with errors"] == FILES
    with capsys.disabled():
        print(f"\n{FILES:,} changed files: {dict(counts.most_common(40))}")  # noqa: T201  # `make soak` shows its counts
