"""The view that a page draws: chosen date and department, the data they are read from, and the numbers there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from time import monotonic
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from kdx_metrics.charts.drawing.theme import Mode
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import today as civil_today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.plan.tables.rules import is_filled
from kdx_metrics.publications.live import LiveSource, get_source
from kdx_metrics.publications.reports import default_day, first_day
from kdx_metrics.publications.source import Source, summary_at
from kdx_metrics.settings import get_settings
from pages.view.address import AS_OF, DEPARTMENT, REVISION, pinned_revision

_DATA, _VIEW = "_data", "_view"
_DEPARTMENT_IN_VIEW = "_department_in_view"  # in the session
MARGIN = timedelta(days=366)


@dataclass(frozen=True, eq=False)
class View:
    """Everything a page draws from: chosen date and department, and the numbers there.

    `data` answers as the store was when the run began; `source` is the store itself, to write to. `taken` is
    when the run began (monotonic seconds). Views are equal where pages draw the same from them.
    """

    source: LiveSource
    data: Source
    as_of: date
    today: date
    department: str | None
    mode: Mode
    taken: float = field(default_factory=monotonic)

    @cached_property
    def _key(self) -> tuple[object, ...]:
        return self.data.token, self.as_of, self.department, self.today, self.mode

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._key == other._key

    @property
    def strategy(self) -> Strategy:
        """The strategy in force at the chosen date."""
        return self.city.snapshot.strategy

    @property
    def summary(self) -> Summary:
        """All numbers at the chosen date, of the chosen department."""
        return summary_at(self.data, self.as_of, self.department, today=self.today)

    @property
    def city(self) -> Summary:
        """All numbers at the chosen date, of the whole city."""
        return summary_at(self.data, self.as_of, today=self.today)

    @property
    def is_estimate(self) -> bool:
        """True for a day to come: the plan goes on until it, the reports do not (試算)."""
        return self.as_of > self.today

    @property
    def missing_until(self) -> date | None:
        """The first 時点 that there is data of, where the chosen date is before it."""
        first = first_day(self.data)
        return first if first is not None and self.as_of < first else None

    def uses(self, table: TableName) -> bool:
        """True for a table that the city has, if only one with errors: nothing on screen speaks of any other."""
        return self.city.snapshot.uses(table) or _is_broken(self.source, self.data, table)

    def history(self) -> list[Summary]:
        """The numbers at every published 時点 up to the chosen date, oldest first, the chosen date last."""
        earlier = [day for day in self.data.dates if day < self.as_of]
        return [summary_at(self.data, day, self.department) for day in earlier] + [self.summary]


def today() -> date:
    """The civil date in the strategy's time zone (KDX_TODAY sets it for tests and rehearsals)."""
    return get_settings().today or civil_today(get_source().strategy.about.timezone)


def dates_in_reach(strategy: Strategy) -> tuple[date, date]:
    """First and last date at which the strategy can be looked at."""
    return strategy.first_day - MARGIN, strategy.last_day + MARGIN


def mode() -> Mode:
    """The colours in which Streamlit draws this page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def default_as_of(data: Source) -> date:
    """The 時点 that a page shows first."""
    return default_day(data, today())


def take_data() -> Source:
    """Ask the store once for this run: the published data, up to the 版 that the session is held at."""
    data = get_source().now(pinned_revision())
    st.session_state[_DATA] = data
    return data


def current_data() -> Source:
    """The data of this run."""
    return cast("Source", st.session_state[_DATA])


def is_in_use(table: TableName, data: Source) -> bool:
    """True for a table that the city has in its newest state, if only one with errors."""
    return summary_at(data, data.dates[-1]).snapshot.uses(table) or _is_broken(get_source(), data, table)


def has_value(table: TableName, column: str, data: Source) -> bool:
    """True for a column in which the newest state of the city's table has a value."""
    return bool(is_filled(summary_at(data, data.dates[-1]).snapshot.table(table)[column]).any())


def _is_broken(source: LiveSource, data: Source, table: TableName) -> bool:
    return any(issue.table == table and issue.code != "missing_file" for issue in source.issues(data))


def take_view(data: Source, *, is_chosen: bool = True) -> View:
    """Make this run's view of `data` once the header's widgets stand; pages read it by `current_view`.

    Without those widgets (`is_chosen`) it is that of the newest data of the city, whatever other pages had chosen.
    """
    state = st.session_state if is_chosen else {}
    chosen = state.get(AS_OF) or (default_as_of(data) if is_chosen else data.dates[-1])
    department = state.get(DEPARTMENT) or None
    view = View(get_source(), data, chosen, today(), department, mode())
    st.session_state[_VIEW] = view
    st.session_state[_DEPARTMENT_IN_VIEW] = department
    return view


def department_before() -> str | None:
    """The 所管課 of the page before, on one that has no choice of it."""
    return cast("str | None", st.session_state.get(_DEPARTMENT_IN_VIEW))


def current_view() -> View:
    """The view that the header's widgets hold."""
    return cast("View", st.session_state[_VIEW])


def address_of(view: View, page: str, **chosen: str) -> str:
    """Address of a page that shows this view with these choices."""
    return f"{page}?{urlencode(link_query(view, **chosen))}"


def link_query(view: View, **chosen: date | str | int) -> dict[str, str]:
    """Query parameters of a link inside the app: the view as it is, and what is chosen."""
    query: dict[str, str] = {}
    if view.as_of != default_as_of(view.data):
        query[AS_OF] = view.as_of.isoformat()
    if view.department:
        query[DEPARTMENT] = view.department
    if (revision := pinned_revision()) is not None:
        query[REVISION] = str(revision)
    return query | {name: str(value) for name, value in chosen.items()}
