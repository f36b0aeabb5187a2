"""Groups in rows: the whole, pillars, 期, 所管課 and cells with their means and counts, at one date or at two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kdx_metrics.numbers.changes import Changes, Headline
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS, listed
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import POINTS, Rounding, format_points, format_signed, rounded
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.listing import Column, Columns, Listing, chosen, within
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.groups.shares import ON_TRACK_SHARE
from kdx_metrics.wording.words import RATING_WORDS, UNPLANNED


def _counted(rating: str) -> Column[Group]:
    return Column(rating, RATING_WORDS[rating].word, lambda group: group.ratings[rating], "count", 8, share=4.6)


MEASURES: Columns[Group] = (
    Column("actions", "取組数", lambda group: group.actions, "count", 8, share=4),
    Column("evaluable", "評価できる取組", lambda group: group.evaluable, "count", 9),
    Column("planned", "計画(%)", lambda group: group.planned, "percent", 9, short="計画", share=5),
    Column("actual", "実績(%)", lambda group: group.actual, "percent", 9, short="実績", share=5),
    Column("gap", "差(ポイント)", lambda group: group.gap, "points", 10, short="差", share=8),
    Column(
        "reported",
        "報告率(%)",
        lambda group: None if group.reporting_rate is None else 100 * group.reporting_rate,
        "percent",
        9,
        standing.reporting_rate,
        "報告率",
        5,
    ),
    Column("on_track_share", "順調率(%)", lambda group: group.on_track_percent, "percent", 9, short="順調率", share=5),
    Column("spi_t", "SPI(t)", lambda group: group.spi_t, "index", 8),
    *(_counted(rating) for rating in RATINGS),
)
BESIDE = ("evaluable", "on_track_share", "spi_t")  # on screen and in the sheet, which have more room than a page
OF_MEANS = ("evaluable", "planned", "actual", "gap", "spi_t")  # of no use where 順調率 leads


def _measures(gaps: Rounding) -> Columns[Group]:
    """Every measure, gaps to plan with their rounding."""
    return tuple(replace(column, rounding=gaps) if column.kind == "points" else column for column in MEASURES)


class Keyed(NamedTuple):
    """A group and the words by which it is told apart, one per key column."""

    keys: tuple[str | None, ...]
    group: Group


def period_and_pillars(summary: Summary) -> list[tuple[str, Group]]:
    """The 期 in force, then each 柱 in it."""
    return of_period(summary, summary.period)


def of_period(summary: Summary, period: int) -> list[tuple[str, Group]]:
    """A 期, then each 柱 in it."""
    strategy = summary.snapshot.strategy
    pillars = ((pillar.name, summary.cells[pillar.id, period]) for pillar in strategy.pillars)
    return [(strategy.period(period).name, summary.periods[period]), *pillars]


def periods(summary: Summary) -> Listing[Keyed]:
    """One row per 期, said of those that are hardly planned yet."""
    strategy = summary.snapshot.strategy
    rows = [Keyed((period_label(summary, number),), group) for number, group in summary.periods.items()]
    return keyed(rows, ("期",), "期ごとの数値", strategy.rating.rounding)


def period_label(summary: Summary, number: int) -> str:
    """Name of a 期, with 計画策定前 where its rows are hardly written yet: `第3期(計画策定前)`."""
    name = summary.snapshot.strategy.period(number).name
    return f"{name}({UNPLANNED})" if number in summary.unplanned else name


def groups(
    named: Iterable[tuple[str, Group]], header: str = "区分", caption: str = "", gaps: Rounding = POINTS
) -> Listing[Keyed]:
    """One row per group under every measure; `header` says what its name is."""
    return keyed([Keyed((name,), group) for name, group in named], (header,), caption, gaps)


def cells(summary: Summary) -> Listing[Keyed]:
    """One row per pillar and 期."""
    strategy = summary.snapshot.strategy
    rows = [
        Keyed((strategy.pillar(pillar).name, strategy.period(period).name), group)
        for (pillar, period), group in summary.cells.items()
    ]
    return keyed(rows, ("柱", "期"), gaps=strategy.rating.rounding)


def keyed(rows: list[Keyed], headers: tuple[str, ...], caption: str = "", gaps: Rounding = POINTS) -> Listing[Keyed]:
    """Groups under key columns with these headers, named `key_0`, `key_1` and so on, and every measure."""

    def key(position: int) -> Callable[[Keyed], str | None]:
        return lambda row: row.keys[position]

    widths = {"柱": 18, "期": 7, "所管課": 14}
    keys = tuple(
        Column(f"key_{position}", header, key(position), width=widths.get(header, 10), share=10)
        for position, header in enumerate(headers)
    )
    ratings = {rating for row in rows for rating in listed(row.group.ratings)}
    unused = {*RATINGS} - ratings | ({*OF_MEANS} if any(row.group.share_leads for row in rows) else set())
    measures = tuple(column for column in _measures(gaps) if column.name not in unused)
    return Listing(caption, (*keys, *within(measures, lambda row: row.group)), rows)


def course(history: Iterable[tuple[date, Group]], gaps: Rounding = POINTS) -> Listing[tuple[date, Group]]:
    """One row per published 時点 of one group."""
    names = ("planned", "actual", "gap", "spi_t", "actions")
    day: Column[tuple[date, Group]] = Column("as_of", "時点", lambda row: row[0], "date")
    return Listing("時点ごとの推移", (day, *within(chosen(_measures(gaps), *names), lambda row: row[1])), list(history))


def on_paper(listing: Listing[Keyed]) -> Listing[Keyed]:
    """Groups as a page has room for: under their means or under 順調率, whichever leads."""
    by_share = any(row.group.share_leads for row in listing)
    return listing.without(*(name for name in BESIDE if not (by_share and name == "on_track_share")))


class Side(NamedTuple):
    """One measure of a group at two dates, in words."""

    name: str
    measure: str
    before: str
    after: str
    change: str


def measures_at_both(named: Iterable[tuple[str, Headline]], gaps: Rounding) -> Listing[Side]:
    """One row per group and measure, without the ratings that neither date has."""
    rows = [
        Side(name, column.title, column.words(both.before), column.words(both.after), _change(column, both, gaps))
        for name, both in named
        for column in chosen(_measures(gaps), *_compared(both), *RATINGS)
        if column.name not in RATINGS or both.before.ratings[column.name] or both.after.ratings[column.name]
    ]
    columns: Columns[Side] = (
        Column("name", "区分", lambda side: side.name),
        Column("measure", "項目", lambda side: side.measure),
        Column("before", "前回", lambda side: side.before),
        Column("after", "今回", lambda side: side.after),
        Column("change", "変化", lambda side: side.change),
    )
    return Listing("全体と柱の変化", columns, rows)


def _compared(both: Headline) -> tuple[str, ...]:
    """Measures that are shown of both dates: the means, or 順調率 where it leads on either."""
    by_share = both.before.share_leads or both.after.share_leads
    return ("actions", "on_track_share") if by_share else ("actions", "evaluable", "planned", "actual", "gap")


def _change(column: Column[Group], both: Headline, gaps: Rounding) -> str:
    """`+12.1ポイント`, `+2`; nothing for the plan, which moves by itself."""
    if column.name == "planned":
        return ""
    if column.kind == "count":
        more = column.value(both.after) - column.value(both.before)
        return format_signed(more, Rounding(0)) if more else "±0"
    if column.name == "on_track_share":
        return format_points(_leading_change(both))
    if column.name == "actual":
        return format_points(both.actual_change)
    before, after = both.before.gap, both.after.gap
    if before is None or after is None:
        return format_points(None)
    return format_points(rounded(after, gaps) - rounded(before, gaps))  # as the deck says it, and a reader can check it


def headlines_of(changes: Changes, strategy: Strategy) -> list[tuple[str, Headline]]:
    """The 期 in force and each 柱 in it, at both dates."""
    pillars = [(strategy.pillar(key).name, both) for key, both in changes.pillars.items()]
    return [(strategy.period(changes.period).name, changes.overall), *pillars]


def both_dates(named: Iterable[tuple[str, Headline]]) -> Listing[tuple[str, Headline]]:
    """One row per group: the percentage that leads at two dates, and how many 取組 it had."""
    rows = list(named)
    subject = ON_TRACK_SHARE if any(both.after.share_leads for _, both in rows) else "実績"
    columns: Columns[tuple[str, Headline]] = (
        Column("name", "区分", lambda row: row[0], share=18),
        Column("before", "前回", lambda row: row[1].before.leading_percent, "percent", share=9),
        Column("after", "今回", lambda row: row[1].after.leading_percent, "percent", share=9),
        Column("change", "変化", lambda row: _leading_change(row[1]), "points", share=14),
        Column(
            "actions",
            "取組の数",
            lambda row: f"{row[1].before.actions}件 → {row[1].after.actions}件",
            share=16,
            side="right",
        ),
    )
    return Listing(f"全体と柱の{subject}の変化", columns, rows)


def _leading_change(both: Headline) -> float | None:
    before, after = both.before.leading_percent, both.after.leading_percent
    return None if before is None or after is None else after - before
