"""回収状況 at a 時点, counted from the 時点 before."""

from __future__ import annotations

from datetime import date

from kdx_metrics.publications.returned import returned
from kdx_metrics.publications.shipped import folder_source
from tests.shipped import DATA, NOW, SETS, strategy


def test_reports_count_from_the_date_before() -> None:
    source = folder_source(DATA, strategy(), fallback_as_at=NOW)
    of = returned(source, NOW)
    assert of.since == SETS[-2]
    own = of.of("福祉課")
    assert own is not None
    assert [action.action_id for action in own.waiting] == ["P1-07"]
    assert of.of("ない課") is None


def test_before_any_publication_every_report_counts() -> None:
    source = folder_source(DATA, strategy(), fallback_as_at=NOW)
    assert returned(source, date(2023, 4, 1)).since is None
