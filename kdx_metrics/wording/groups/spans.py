"""Numbers of a group as they are said everywhere: from one end to the other while unreported rows leave them open.

The end that holds if what is unreported stands as it last did comes first: silence must not shine (formulas.md,
"Saying how we are doing", 3).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kdx_metrics.numbers.groups import Group
from kdx_metrics.plan.formats import (
    MINUS,
    NO_VALUE,
    PERCENT,
    POINTS,
    Rounding,
    format_computed,
    format_gap,
    format_given,
    format_percent,
)
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.wording.sums import Step, with_digits_needed
from kdx_metrics.wording.words import STATE_WORDS

BETWEEN = " ~ "
OPEN_PART = "未報告の取組の進み方で動く幅"


def actual(measured: Group) -> str:
    """`72.7%`; `66.7~100.0%・未報告1件` while it is open what the unreported rows would make of it."""
    is_whole = measured.actual is None or measured.actual_low is None or not measured.unreported
    return span(measured) + ("" if is_whole else f"・未報告{measured.unreported}件")


def span(measured: Group) -> str:
    """`72.7%`; `66.7~100.0%` from what the unreported rows last had to what the reported ones have."""
    if measured.actual is None:
        return NO_VALUE
    return "~".join(_alike([format_computed(mean, PERCENT) for mean in _means(measured)])) + "%"


def means(measured: Group, gaps: Rounding = POINTS, *, plan: str = "、計画") -> str:
    """`実績66.7~100.0%・未報告1件、計画80.0%`: with the digits with which the gap comes out as it is shown."""
    if measured.actual is None or measured.planned is None:
        return f"実績{actual(measured)}{plan}{format_percent(measured.planned)}"
    steps = [Step(_less_plan(number), mean - measured.planned, gaps) for number, mean in enumerate(_means(measured))]
    *ends, planned = with_digits_needed([*_means(measured), measured.planned], *steps, rounding=PERCENT)
    silent = f"・未報告{measured.unreported}件" if measured.unreported else ""
    return f"実績{'~'.join(_alike(ends))}%{silent}{plan}{planned}%"


def _less_plan(number: int) -> Callable[..., Fraction]:
    return lambda *inputs: inputs[number] - inputs[-1]


def gap_points(measured: Group) -> list[float]:
    """Both ends of the gap in points, the low one first, or the one that there is; none without a gap."""
    if measured.gap is None or measured.planned is None:
        return []
    return [mean - measured.planned for mean in _means(measured)]


def gap_ends(measured: Group, gaps: Rounding = POINTS) -> list[str]:
    """`−10.5` and `−8.3`: the same in words."""
    return _alike([format_gap(points, gaps) for points in gap_points(measured)])


def gap(measured: Group, gaps: Rounding = POINTS, *, missing: str = NO_VALUE) -> str:
    """`−8.3ポイント`; `−10.5 ~ −8.3ポイント`."""
    text = gap_span(measured, gaps)
    return f"{text}ポイント" if text else missing


def gap_span(measured: Group, gaps: Rounding = POINTS) -> str:
    """`−10.5 ~ −8.3`, "" without a gap; spaces keep the wave apart from a minus."""
    return BETWEEN.join(gap_ends(measured, gaps))


def distance(measured: Group, gaps: Rounding = POINTS) -> str:
    """`8.3~10.5` points between actual and plan, the smaller first, rounded as the gap itself is."""
    ends = sorted(gap_points(measured), key=abs)
    return "~".join(_alike([format_computed(end, gaps).removeprefix(MINUS) for end in ends]))


def states(measured: Group, bands: RatingBands) -> list[str]:
    """Ratings of both ends of the gap, or the one that they have; none without a gap."""
    return _alike([bands.rating_of(points) for points in gap_points(measured)])


def state_words(measured: Group, bands: RatingBands) -> str:
    """`順調`; `注意~順調`."""
    return "~".join(STATE_WORDS[rating] for rating in states(measured, bands))


def tolerance(bands: RatingBands) -> str:
    """`−10まで順調`: why a gap below the plan may be 順調."""
    return f"{MINUS}{format_given(bands.slightly_behind)}まで{STATE_WORDS['on_track']}"


def _means(measured: Group) -> list[float]:
    """The mean at both ends; one where the unreported rows change nothing that is shown."""
    if measured.actual is None:
        return []
    low = measured.actual if measured.actual_low is None or not measured.unreported else measured.actual_low
    ends = sorted((low, measured.actual))
    return ends if len(_alike([format_computed(end, PERCENT) for end in ends])) > 1 else [measured.actual]


def _alike(ends: list[str]) -> list[str]:
    """Two ends that read alike are one."""
    return list(dict.fromkeys(ends))
