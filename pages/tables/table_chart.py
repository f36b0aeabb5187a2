"""The table-chart: one row per group with its bar against the plan, gap, counts and change, as HTML.

It flows with the page, prints, takes the colours of the mode from the stylesheet, and its names are links that the
keyboard reaches. A figure would have to be drawn for one width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import (
    NO_VALUE,
    Rounding,
    format_gap,
)
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.words import NO_ACTIONS, RATING_WORDS, STATE_WORDS
from pages.html import css, joined, link, listing, page_link, tag
from pages.tables.counts_chart import Count, stack

BULLET, GAP = "実績(棒)と計画(縦線)", "計画との差(ポイント)"
# Heads of the columns after the name; the last only where something is known of the meeting before.
_OF_MEANS = (BULLET, GAP, shares.COUNTS, "前回会議での差")
_OF_SHARES = (f"{shares.ON_TRACK_SHARE}({shares.WELL}の割合)", shares.COUNTS, "前回会議での順調率")


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A group, the same group at the meeting before, and the address of its 取組."""

    name: str
    group: Group
    before: Group | None = None
    address: str = ""


def worst_first(rows: Sequence[ChartRow]) -> list[ChartRow]:
    """Rows worst first, those without a number last."""
    return sorted(rows, key=lambda row: by_standing(row.group))


def table_chart(rows: Sequence[ChartRow], header: str, bands: RatingBands) -> Markup:
    """One row per group in the order given, under `header`, the word for what its name is."""
    most = max((row.group.actions for row in rows), default=1)
    changes = any(row.before is not None and row.before.leading_percent is not None for row in rows)
    by_share = any(row.group.share_leads for row in rows)
    heads = [header, *(_OF_SHARES if by_share else _OF_MEANS)][: None if changes else -1]
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    body = [_row(row, most, bands, before=heads[-1] if changes else "") for row in rows]
    return tag(
        "table", tag("thead", head), tag("tbody", *body), kind="kdx-chart kdx-shares" if by_share else "kdx-chart"
    )


def short_chart(rows: Sequence[ChartRow], header: str, bands: RatingBands) -> Markup:
    """One row per group with its bar and its gap, beneath which the late and the unreported are counted.

    Where 順調率 leads, its stacked counts and its share.
    """
    by_share, most = any(row.group.share_leads for row in rows), max((row.group.actions for row in rows), default=1)
    heads = (header, shares.COUNTS, _OF_SHARES[0]) if by_share else (header, BULLET, GAP)
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    body = [
        tag(
            "tr",
            tag("th", page_link(row.address, row.name), scope="row"),
            *(_short_share(row.group, most) if by_share else _short_gap(row.group, bands)),
        )
        for row in rows
    ]
    kind = f"kdx-chart kdx-short-chart{' kdx-short-shares' if by_share else ''}"
    return tag("table", tag("thead", head), tag("tbody", *body), kind=kind)


def _short_gap(group: Group, bands: RatingBands) -> tuple[Markup, Markup]:
    bullet = _bullet(group, bands, tag("b", spans.span(group)))
    gap = joined([_gap(group, bands), _unit(group), _alarms(group, bands)])
    return tag("td", bullet, kind="kdx-bullet"), tag("td", gap, kind="kdx-gap")


def _short_share(group: Group, most: int) -> tuple[Markup, Markup]:
    return tag("td", _counts(group, most), kind="kdx-stack"), tag("td", _share(group), kind="kdx-share")


def _unit(group: Group) -> str:
    return "" if group.gap is None else tag("small", "ポイント")


def _alarms(group: Group, bands: RatingBands) -> Markup:
    """Counts of the late and the unreported; where there are none, why a gap below the plan is 順調."""
    counts = {"behind": group.ratings["behind"], "not_reported": group.unreported}
    words = [
        tag("span", f"{RATING_WORDS[rating].word} {count}件", kind=f"kdx-{css(rating)}")
        for rating, count in counts.items()
        if count
    ]
    if not words and group.gap is not None and group.gap < 0 and spans.states(group, bands) == ["on_track"]:
        words = [tag("span", spans.tolerance(bands), kind="kdx-quiet")]
    return listing(words, kind="kdx-counts") if words else Markup()


def _row(row: ChartRow, most: int, bands: RatingBands, *, before: str) -> Markup:
    """One row; `before` heads its last cell, which a narrow screen shows without the heads."""
    # A page with filters of its own is left by loading the next one: see `page_link`.
    name = link(row.name, row.address) if row.address else row.name
    if row.group.share_leads:
        cells, change = [tag("td", _share(row.group), kind="kdx-share")], _change_of_share(row)
    else:
        done, _, plan = spans.means(row.group, bands.rounding, plan=" 計画 ").partition(" ")
        means = tag("b", done.removeprefix("実績")) + tag("span", f" {plan}")
        bullet, gap = _bullet(row.group, bands, means), _gap(row.group, bands)
        cells = [tag("td", bullet, kind="kdx-bullet"), tag("td", gap, kind="kdx-gap")]
        change = _change(row, bands.rounding)
    cells.append(tag("td", _counts(row.group, most), kind="kdx-stack"))
    if before:
        cells.append(tag("td", change or NO_VALUE, kind="kdx-change", data_label=before))
    return tag("tr", tag("th", name, scope="row"), *cells)


def _share(group: Group) -> Markup:
    """`77.8% 27件中21件`: 順調率 of a group with its counts."""
    if group.is_waiting:
        return tag("span", RATING_WORDS["not_started"].word, kind="kdx-quiet")
    if not group.judged:
        return tag("span", shares.NONE_JUDGED if group.actions else NO_ACTIONS, kind="kdx-quiet")
    return joined([tag("b", shares.percent(group)), tag("span", shares.of(group))], " ")


def _change_of_share(row: ChartRow) -> Markup:
    """順調率 at the meeting before."""
    return Markup() if row.before is None or not row.before.judged else joined([shares.percent(row.before)])


def _bullet(group: Group, bands: RatingBands, words: Markup) -> Markup:
    """Words, bar of the actual, the plan's mark, and what is missing between them in the colour of its state."""
    if group.gap is None:
        return tag("span", standing.without_gap(group), kind="kdx-quiet")
    return words + track(group, bands)


def track(group: Group, bands: RatingBands) -> Markup:
    """The bar alone; nothing without an actual and a plan."""
    if group.actual is None or group.planned is None:
        return Markup()
    low = group.actual if group.actual_low is None else min(group.actual_low, group.actual)
    parts = [_span("kdx-solid", 0.0, low), _span("kdx-open", low, group.actual)]
    if group.actual < group.planned:
        state = css(spans.states(group, bands)[0])
        parts.append(_span(f"kdx-short kdx-fill-{state}", group.actual, group.planned))
    parts.append(tag("i", kind="kdx-plan", style=f"left:{group.planned:.2f}%"))
    return tag("div", *parts, kind="kdx-track")


def _span(kind: str, start: float, end: float) -> Markup:
    if end - start < 0.005:  # noqa: PLR2004  # percent, less than a pixel
        return Markup()
    return tag("i", kind=kind, style=f"left:{start:.2f}%;width:{end - start:.2f}%")


def _gap(group: Group, bands: RatingBands) -> Markup:
    """`注意 −10.5`, `注意~順調 −10.5~−8.3`: the state of a gap in words before its number.

    From one end to the other where reports that are missing may change them.
    """
    if group.gap is None:
        return Markup()
    states = [tag("span", STATE_WORDS[rating], kind=f"kdx-{css(rating)}") for rating in spans.states(group, bands)]
    low, *high = spans.gap_ends(group, bands.rounding)
    number = tag("b", low, *(tag("small", f"{spans.BETWEEN}{end}") for end in high))
    state = states[0] if len(states) == 1 else tag("span", joined(states, "~"))
    return joined([state, number], " ")


def _counts(group: Group, most: int) -> Markup:
    """Counts per rating, as a bar to the scale of the largest group and in words."""
    if not group.actions:
        return Markup()
    silent = {"behind": f"(うち未報告{group.silent_late})"} if group.silent_late else {}
    counts = [
        Count(RATING_WORDS[rating].word, rating, group.ratings[rating], silent.get(rating, "")) for rating in RATINGS
    ]
    return stack(counts, most, [f"全{group.actions}件"])


def _change(row: ChartRow, gaps: Rounding) -> Markup:
    """`−6.4(1.9~4.1悪化)`: the gap at the meeting before, and by how much it has moved."""
    if row.before is None or row.before.gap is None or row.group.gap is None:
        return Markup()
    number, points = format_gap(row.before.gap, gaps), standing.moved(row.group, row.before, gaps)
    if points is None:
        return tag("span", number)
    word = f"({standing.move_in_words(points)})"
    if not any(points):
        return joined([number, tag("span", word, kind="kdx-quiet")])
    return joined([number, tag("span", word) if points[0] > 0 else tag("b", word, kind="kdx-behind")])
