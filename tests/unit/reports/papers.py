"""The shipped data's papers, made once for all tests."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kdx_metrics.reports import Format, Paper, build
from kdx_metrics.reports.material import Material, material
from kdx_metrics.summary import Summary
from tests.factories import Row, action, actual, kpi, milestone, summary
from tests.shipped import MEETINGS, NOW
from tests.shipped import summary as shipped

TODAY = date(2026, 11, 23)
REVISION = "12"
HOSTILE = '=HYPERLINK("http://x","<b>窓口</b>") & <script>alert(1)</script>\x0b'


@lru_cache
def paper(form: Format) -> Paper:
    """One paper of the shipped data, compared with the last meeting."""
    return build(form, shipped(NOW), shipped(MEETINGS[-1]), revision=REVISION, today=TODAY)


def content() -> Material:
    """What that paper is made from."""
    return material(shipped(NOW), shipped(MEETINGS[-1]), revision=REVISION, today=TODAY)


def bare(form: Format, of: Summary) -> Paper:
    """A paper of any summary, compared with nothing."""
    return build(form, of, None, revision="", today=TODAY)


def empty() -> Summary:
    """A summary without a single row."""
    return summary([])


def hostile() -> Summary:
    """Names that look like formulas and markup, a text far too long, a title without a break, a blank KPI."""
    rows: list[Row] = [
        action("A-1", title=HOSTILE, department="=1+1", issue="課" * 3000, next_step="A" * 3000, progress=10.0),
        action("A-2", title="長" * 400, progress=None),
    ]
    kpis = [kpi("K-1", name="+指標" * 60, unit="<i>人</i>"), kpi("K-2", name="@空")]
    events = [milestone(date(2026, 1, 7), "-会議" * 40, detail="詳" * 2000)]
    return summary(
        rows, kpis, [actual("K-1", date(2025, 3, 31), 300.0), actual("K-1", date(2026, 3, 31), None)], events
    )
