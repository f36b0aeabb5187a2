"""期末の見込み per 柱 as a stacked count."""

from __future__ import annotations

from markupsafe import Markup

from kdx_metrics.numbers.meeting.carry_over import Course, GroupOutlook, Outlook
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.words import COURSE_WORDS
from pages.tables.counts_chart import Count, counts_chart

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
