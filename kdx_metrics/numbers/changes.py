"""Changes between two summaries, per action, per KPI and of the groups (formulas.md, "Change")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.lineage import paired, predecessors
from kdx_metrics.numbers.ratings import LATE, WORST_FIRST
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import is_missing

Movement = Literal["completed", "recovered", "postponed", "fell_behind", "other"]


@dataclass(frozen=True, slots=True)
class ActionState:
    """One action row on one side; `progress` is its actual in percent (完了 is 100), None where unreported.

    `first_rating` is the rating by the first published 完了予定.
    """

    pillar: str
    title: str
    department: str
    status: str
    rating: str
    first_rating: str
    progress: float | None
    planned_end: date
    row: int


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One action row on both sides: without `before` it was added, without `after` removed.

    A row that `continues` others (引継元) has the one of them as `before` that stood worst.
    """

    action_id: str
    period: int
    before: ActionState | None
    after: ActionState | None
    continues: tuple[str, ...] = ()

    @property
    def state(self) -> ActionState:
        """The newest of the states."""
        newest = self.after or self.before
        if newest is None:
            raise ValueError("an action change has at least one side")
        return newest

    @property
    def added(self) -> bool:
        """True where only the later side has the row."""
        return self.before is None

    @property
    def removed(self) -> bool:
        """True where only the earlier side has the row."""
        return self.after is None

    @property
    def reworded(self) -> bool:
        """True where 取組名 differs."""
        return self.before is not None and self.after is not None and self.before.title != self.after.title

    @property
    def status_changed(self) -> bool:
        """True where 状況 differs."""
        return self.before is not None and self.after is not None and self.before.status != self.after.status

    @property
    def movement(self) -> Movement | None:
        """Meaning of a changed rating; None when it is the same or on one side only.

        completed: 完了 now. fell_behind: worse in the order of WORST_FIRST, and late now. recovered: better, and
        late before. postponed: the same, but with 完了予定 put off and
        still late by the first one. Every other change (開始前 to 順調, to or from 未報告 and 対象外) is other.
        """
        if self.before is None or self.after is None or self.before.rating == self.after.rating:
            return None
        earlier, later = self.before.rating, self.after.rating
        if later == "completed":
            return "completed"
        if earlier in WORST_FIRST and later in WORST_FIRST:
            better = WORST_FIRST.index(later) > WORST_FIRST.index(earlier)
            if not better and later in LATE:
                return "fell_behind"
            if better and earlier in LATE:
                by_date_alone = self.delay_days > 0 and self.after.first_rating in LATE
                return "postponed" if by_date_alone else "recovered"
        return "other"

    @property
    def progress_change(self) -> float | None:
        """Points gained; None unless both sides are reported."""
        before, after = self.before, self.after
        return None if before is None or after is None else _difference(before.progress, after.progress)

    @property
    def delay_days(self) -> int:
        """Days by which 完了予定 was put off (後ろ倒し); negative when brought forward."""
        if self.before is None or self.after is None:
            return 0
        return (self.after.planned_end - self.before.planned_end).days

    @property
    def newly_unreported(self) -> bool:
        """True where the row had an actual and now has none, though it is not excluded."""
        if self.before is None or self.after is None or self.after.rating == "excluded":
            return False
        return self.before.progress is not None and self.after.progress is None

    @property
    def changed(self) -> bool:
        """True where anything that a meeting asks about differs."""
        facts = self.added, self.removed, self.continues, self.reworded, self.status_changed, self.newly_unreported
        return any(facts) or self.movement is not None or bool(self.progress_change) or self.delay_days != 0


@dataclass(frozen=True, slots=True)
class Restated:
    """One past value that reads otherwise now; `after` is None when it was withdrawn."""

    as_of: date
    before: float
    after: float | None


@dataclass(frozen=True, slots=True)
class KpiChange:
    """One KPI on both sides, and its past values restated."""

    kpi_id: str
    before: KpiResult | None
    after: KpiResult | None
    restated: tuple[Restated, ...] = ()

    @property
    def rating_changed(self) -> bool:
        """True where the rating differs."""
        return self.before is not None and self.after is not None and self.before.rating != self.after.rating

    @property
    def target_changed(self) -> bool:
        """True where the target in force differs, in value or in date."""
        if self.before is None or self.after is None:
            return False
        return (self.before.target, self.before.target_on) != (self.after.target, self.after.target_on)

    @property
    def changed(self) -> bool:
        """True where anything that a meeting asks about differs."""
        if self.before is None or self.after is None:
            return True
        moved = self.before.actual != self.after.actual
        return moved or self.rating_changed or self.target_changed or bool(self.restated)


@dataclass(frozen=True, slots=True)
class Headline:
    """One group on both sides, each with its own rows and date."""

    before: Group
    after: Group

    @property
    def actual_change(self) -> float | None:
        """Points by which the actual moved; None unless both sides have one."""
        return _difference(self.before.actual, self.after.actual)


Move = tuple[str | None, str | None]  # rating before and now, None on a side without the row


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that moved between two summaries.

    `overall` and `pillars` are of the 期 `period`, which is in force on the later side. `actions` and `kpis` hold only
    what changed, in the order of the later file, the removed last; `unchanged` counts the other action rows. `moves`
    counts every action row by its rating on either side.
    """

    before_on: date
    after_on: date
    actions: tuple[ActionChange, ...]
    unchanged: int
    kpis: tuple[KpiChange, ...]
    period: int
    overall: Headline
    pillars: Mapping[str, Headline]
    moves: Mapping[Move, int]

    @property
    def added(self) -> tuple[ActionChange, ...]:
        """Action rows that only the later side has."""
        return tuple(change for change in self.actions if change.added)

    @property
    def removed(self) -> tuple[ActionChange, ...]:
        """Action rows that only the earlier side has."""
        return tuple(change for change in self.actions if change.removed)

    def moved(self, movement: Movement) -> tuple[ActionChange, ...]:
        """Action rows whose rating moved in that sense."""
        return tuple(change for change in self.actions if change.movement == movement)

    @property
    def delayed(self) -> tuple[ActionChange, ...]:
        """Action rows put off (後ろ倒し), longest first."""
        return tuple(sorted((c for c in self.actions if c.delay_days > 0), key=lambda change: -change.delay_days))


def compare(before: Summary, after: Summary) -> Changes:
    """Changes from `before` to `after`, by (action_id, period) and kpi_id.

    |before| − removed + added = |after|, for actions and for KPIs, but for rows that were merged or split.
    """
    actions = [
        ActionChange(*key, earlier, later, others)
        for key, earlier, later, others in paired(
            _states(before.actions), _states(after.actions), predecessors(after.actions), lambda state: state.rating
        )
    ]
    changed = tuple(change for change in actions if change.changed)
    old_kpis = {kpi.kpi_id: kpi for kpi in before.kpis}
    new_kpis = {kpi.kpi_id: kpi for kpi in after.kpis}
    kpis = (
        _kpi_change(kpi_id, old_kpis.get(kpi_id), new_kpis.get(kpi_id), after.as_of) for kpi_id in new_kpis | old_kpis
    )
    return Changes(
        before_on=before.as_of,
        after_on=after.as_of,
        actions=changed,
        unchanged=len(actions) - len(changed),
        kpis=tuple(change for change in kpis if change.changed),
        period=after.period,
        overall=Headline(before.group(period=after.period), after.current),
        pillars={
            pillar: Headline(before.group(pillar, after.period), after.cells[pillar, after.period])
            for pillar in after.pillars
            if pillar in before.pillars
        },
        moves=Counter(
            (change.before.rating if change.before else None, change.after.rating if change.after else None)
            for change in actions
        ),
    )


def _states(rated: pd.DataFrame) -> dict[tuple[str, int], ActionState]:
    names = ("pillar", "title", "department", "status", "rating", "first_rating")
    keys = zip(rated["action_id"].tolist(), rated["period"].tolist(), strict=True)
    states = map(
        ActionState,
        *(rated[name].tolist() for name in names),
        (None if is_missing(actual) else actual for actual in rated["actual"].tolist()),
        rated["planned_end"].to_numpy().astype("datetime64[D]").tolist(),
        rated.index.tolist(),
    )
    return dict(zip(keys, states, strict=True))


def _kpi_change(kpi_id: str, before: KpiResult | None, after: KpiResult | None, after_on: date) -> KpiChange:
    if before is None or after is None:
        return KpiChange(kpi_id, before, after)
    now = {actual.as_of: actual.value for actual in after.actuals}
    restated = tuple(
        Restated(actual.as_of, actual.value, now.get(actual.as_of))
        for actual in before.actuals
        # Looking back, a value newer than the other side's date is not withdrawn: it is only not yet known there.
        if actual.as_of <= after_on and now.get(actual.as_of) != actual.value
    )
    return KpiChange(kpi_id, before, after, restated)


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
