"""Every rating of a 取組 and of a KPI, and each list of ratings that something is decided by, with its reason."""

from __future__ import annotations

from collections.abc import Mapping

# In the fixed order in which they are listed, counted and drawn: worst first, then unknown, well, not counting.
RATINGS = (
    "behind",
    "slightly_behind",
    "not_reported",
    "not_evaluable",
    "on_track",
    "completed",
    "not_started",
    "excluded",
)

# Given by people alone, who say that a row cannot be judged: no rule gives it.
BY_PEOPLE_ALONE = ("not_evaluable",)

# Worst first, of those that say how far a row has come: an unreported or excluded row is neither better nor worse.
WORST_FIRST = ("behind", "slightly_behind", "on_track", "not_started", "completed")

# Below plan by more than the strategy lets pass, or past its end: what is meant by 遅れ・やや遅れ together.
LATE = ("behind", "slightly_behind")

# Done, or as far as planned: what 順調率 counts, of these and the late ones.
GOES_WELL = ("completed", "on_track")

# What a meeting asks about: late rows, and rows of which nobody can tell whether they are.
NEEDS_ATTENTION = (*LATE, "not_reported")

# Of which nobody tells how far they have come, or people say that it cannot be told.
UNKNOWN = ("not_reported", "not_evaluable")

# Nothing is left to do: done, or dropped.
CLOSED = ("completed", "excluded")

# Off the way to the target by more than the strategy lets pass, gravest first.
KPI_OFF_COURSE = ("behind", "worsened", "deviated")

# What a meeting looks at, gravest first: KPIs off course, those about to be, and those without a value.
KPI_NEEDS_ATTENTION = (*KPI_OFF_COURSE, "slightly_behind", "not_evaluable")

# In the fixed order in which they are listed and counted, as RATINGS.
KPI_RATINGS = (*KPI_NEEDS_ATTENTION, "on_track", "maintained", "achieved")


def listed(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Ratings of 取組 that are listed beside these counts: all that rules give, and those by people that occur."""
    return tuple(rating for rating in RATINGS if rating not in BY_PEOPLE_ALONE or counts.get(rating))
