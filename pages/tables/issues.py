"""Issues of a file as a table: errors and warnings with their cells, and how to mend them."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.tables.codes import SEVERITY_WORDS
from kdx_metrics.views.listing import Column, Columns, Listing

COLUMNS: Columns[Issue] = (
    Column("severity", "区分", lambda issue: SEVERITY_WORDS[issue.severity]),
    Column("cell", "セル", lambda issue: issue.cell or (f"{issue.row}行目" if issue.row else "全体")),
    Column("subject", "対象(番号・名称)", lambda issue: issue.subject),
    Column("column", "項目", lambda issue: issue.column),
    Column("value", "値", lambda issue: issue.value),
    Column("message", "内容", lambda issue: issue.message),
    Column("fix", "直し方", lambda issue: issue.fix),
)


def issues_listing(issues: Sequence[Issue], caption: str) -> Listing[Issue]:
    """One row per issue: errors first, then warnings, in file order; with 番号 and 名称 where a row has them."""
    listing = Listing(caption, COLUMNS, issues)
    return listing if any(issue.subject for issue in issues) else listing.without("subject")
