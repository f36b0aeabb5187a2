"""期末の見込み per 柱 as a stacked count, and the months in which open 取組 are due as columns."""

from __future__ import annotations

from markupsafe import Markup

from kdx_metrics.numbers.meeting.carry_over import Course, GroupOutlook, Outlook
from kdx_metrics.plan.fiscal_calendar import era_year
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.words import COURSE_WORDS
from pages.html import joined, listing, tag
from pages.tables.counts_chart import Count, counts_chart

MONTHS = 5  # columns with their names that a screen has room for
COURSE_COLOURS: dict[Course, str] = {
    "completed": "completed",
    "in_time": "on_track",
    "late": "behind",
    "unknown": "not_reported",
    "excluded": "excluded",
}


def period_end_chart(outlook: Outlook, strategy: Strategy) -> Markup:
    """Counts of 取組 by their course to the end of the 期, in all and per 柱."""
    pillars = [(pillar.name, outlook.pillars[pillar.id]) for pillar in strategy.pillars]
    rows = [("全体", outlook.overall), *pillars]
    return counts_chart([(name, _counts(group)) for name, group in rows], "柱", "期末の見込み(取組数)")


def _counts(group: GroupOutlook) -> list[Count]:
    worst_first: list[Course] = ["late", "unknown", "in_time", "completed", "excluded"]
    return [Count(COURSE_WORDS[course], COURSE_COLOURS[course], group.counts[course]) for course in worst_first]


def months_chart(outlook: Outlook) -> Markup:
    """One column per month in which open 取組 are due, the earliest in one where there are more than MONTHS."""
    due = [(era_year(month), f"{month.month}月", len(rows)) for month, rows in outlook.due.items()]
    early, shown = due[:-MONTHS], due[-MONTHS:]
    if early:
        (year, month, number), *later = shown
        shown = [(year, f"{month}以前", number + sum(number for *_, number in early)), *later]
    most = max((number for *_, number in shown), default=1)
    return listing((_column(year, month, number, most) for year, month, number in shown), kind="deck-months")


def _column(year: str, month: str, number: int, most: int) -> Markup:
    """Number, column and month."""
    name = tag("span", tag("span", year), tag("span", month))
    return joined([tag("b", str(number)), tag("i", style=f"flex-grow:{number / most:.3f}", aria_hidden="true"), name])
