"""反映前の確認 in rows: every measure on screen now, at the new 時点 and with the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from kdx_metrics.numbers.changes import ActionChange, KpiChange
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.groups import MEASURES
from kdx_metrics.views.listing import Column, Columns, Listing, chosen
from kdx_metrics.views.meeting.changes import newest_result
from kdx_metrics.wording.rehearsals import AGED, CHANGED, SIDES, side
from kdx_metrics.wording.words import kpi_word, rating_label


class Measured(NamedTuple):
    """One measure, in words on each side."""

    group: str
    measure: str
    texts: tuple[str, ...]


def three_sides(sides: Sequence[Summary]) -> Listing[Measured]:
    """One row per measure of the 期 in force at the new 時点, then per rating of the whole plan."""
    *_, last = sides
    period = last.period
    named = last.snapshot.strategy.period(period).name
    rows = [
        *_rows(named, [each.periods[period] for each in sides], ("actions", "planned", "actual", "gap", *RATINGS)),
        *_rows("全期", [each.overall for each in sides], ("actions", *RATINGS)),
        Measured("要注意", "件数", tuple(f"{len(each.attention)}" for each in sides)),
    ]
    columns: Columns[Measured] = (
        Column("group", "区分", lambda row: row.group),
        Column("measure", "項目", lambda row: row.measure),
        *(
            Column(f"side_{number}", side(SIDES[number], each.as_of), _text(number), side="right")
            for number, each in enumerate(sides)
        ),
    )
    return Listing("見出しの数値の変化", columns, rows)


class Flip(NamedTuple):
    """A 取組 or 指標 whose rating becomes another one; － where one side has no row."""

    id: str
    period: str
    name: str
    before: str
    after: str


def flips(
    aged: Iterable[ActionChange], moved: Iterable[ActionChange], measured: Iterable[KpiChange], strategy: Strategy
) -> Iterator[Listing[Flip]]:
    """取組 whose rating the date alone changes, then 取組 and 指標 whose rating the files change; no empty listing."""
    columns: Columns[Flip] = (
        Column("id", "番号", lambda flip: flip.id),
        Column("period", "期", lambda flip: flip.period),
        Column("name", "名称", lambda flip: flip.name),
        Column("before", "前の評価", lambda flip: flip.before),
        Column("after", "後の評価", lambda flip: flip.after),
    )
    by_file = [*(_action(change, strategy) for change in moved), *map(_kpi, measured)]
    for caption, rows in ((AGED, [_action(change, strategy) for change in aged]), (CHANGED, by_file)):
        if rows:
            yield Listing(caption, columns, rows)


def _action(change: ActionChange, strategy: Strategy) -> Flip:
    before, after = (NO_VALUE if side is None else rating_label(side.rating) for side in (change.before, change.after))
    return Flip(change.action_id, strategy.period(change.period).name, change.state.title, before, after)


def _kpi(change: KpiChange) -> Flip:
    before, after = (NO_VALUE if side is None else kpi_word(side).label for side in (change.before, change.after))
    return Flip(change.kpi_id, "", newest_result(change).name, before, after)


def _rows(name: str, groups: Sequence[Group], measures: Sequence[str]) -> Iterator[Measured]:
    """Rows of a group, without the ratings that no side has."""
    for column in chosen(MEASURES, *measures):
        if column.name not in RATINGS or any(group.ratings[column.name] for group in groups):
            yield Measured(name, column.title, tuple(column.words(group) for group in groups))


def _text(number: int) -> Callable[[Measured], str]:
    return lambda row: row.texts[number]
