"""What the reader has chosen, held by the address: 時点, 所管課, 柱, 期 and the one 取組 or 指標 in view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kdx_metrics.charts.drawing.theme import Mode
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import today as civil_today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.live import LiveSource, get_source
from kdx_metrics.publications.source import Source, summary_at
from kdx_metrics.settings import get_settings

# Names of the query parameters, which are also the keys of the widgets bound to them.
AS_OF, DEPARTMENT, PILLAR, PERIOD = "as_of", "dept", "pillar", "period"
RATING, STATUS, SEARCH, ACTION, KPI = "rating", "status", "q", "action", "kpi"
CATEGORY, OVERLAY, VIEW, KPI_RATING = "category", "overlay", "view", "krating"
PART, SINCE = "about", "since"
DECISION, VERSION = "decision", "version"

REVISION = "rev"

Query = Mapping[str, str | list[str]]

_PENDING, _PINNED, _VIEW, _HERE = "_pending_page", "_pinned_revision", "_view", "_page_in_view"


@dataclass(frozen=True)
class View:
    """Everything a page draws from: chosen date and department, and the numbers there.

    `data` answers as the store was when the run began; `source` is the store itself, to write to. `taken` is
    when the run began (monotonic seconds).
    """

    source: LiveSource
    data: Source
    as_of: date
    today: date
    department: str | None
    mode: Mode
    taken: float = field(default_factory=monotonic, compare=False)

    @property
    def strategy(self) -> Strategy:
        """The strategy in view."""
        return self.source.strategy

    @property
    def summary(self) -> Summary:
        """All numbers at the chosen date, of the chosen department."""
        return summary_at(self.data, self.as_of, self.department)

    @property
    def city(self) -> Summary:
        """All numbers at the chosen date, of the whole city."""
        return summary_at(self.data, self.as_of)

    def history(self) -> list[Summary]:
        """The numbers at every published 時点 up to the chosen date, oldest first, the chosen date last."""
        earlier = [day for day in self.data.dates() if day < self.as_of]
        return [summary_at(self.data, day, self.department) for day in earlier] + [self.summary]


def today() -> date:
    """The civil date in the strategy's time zone (KDX_TODAY sets it for tests and rehearsals)."""
    return get_settings().today or civil_today(get_source().strategy.about.timezone)


def current_view() -> View:
    """Read the view that the header's widgets hold."""
    return cast("View", st.session_state[_VIEW])


def take_view(data: Source) -> View:
    """Make this run's view of `data`; the header does so once its widgets stand, pages read it by current_view."""
    chosen = st.session_state.get(AS_OF)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    department = st.session_state.get(DEPARTMENT) or None
    view = View(get_source(), data, chosen or data.dates()[-1], today(), department, mode)
    st.session_state[_VIEW] = view
    return view


def published() -> Source:
    """What is published, up to the 版 that the address asks for (`?rev=17`) until the reader lets go of it."""
    asked = st.query_params.get(REVISION, "")
    if asked.isdecimal():
        st.session_state[_PINNED] = int(asked)
    return get_source().now(st.session_state.get(_PINNED))


def pinned() -> int | None:
    """The 版 that this session is held at, None for the newest."""
    return cast("int | None", st.session_state.get(_PINNED))


def let_go() -> None:
    """Inside a callback: show the newest 版 again."""
    st.session_state.pop(_PINNED, None)
    st.query_params.pop(REVISION, None)


def go_to(page: str, **chosen: str) -> None:
    """Inside a callback: ask the shell for another page of this view, with these values in its address and no other.

    Values are what the widgets bound to them would write there.
    """
    for key in (PILLAR, PERIOD, RATING, STATUS, SEARCH, ACTION, KPI):
        st.session_state.pop(key, None)
    st.session_state[_PENDING] = page, link_query(current_view(), **chosen)


def pending_page() -> tuple[str, Query] | None:
    """The page that a callback asked for, and its query parameters; asked once."""
    return cast("tuple[str, Query] | None", st.session_state.pop(_PENDING, None))


def follow_pending() -> None:
    """Inside a fragment: leave it for the whole app when a callback asked for another page."""
    if _PENDING in st.session_state:
        st.rerun(scope="app")


def arrive(page: str) -> None:
    """The shell is at a page, with the address as it is now."""
    query: Query = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[_HERE] = page, query, _page_of_run()


def come_back() -> None:
    """Inside a fragment that a timer runs: go back to the page in view where this run is of the one before it.

    So it is when the timer's request was on its way while the page changed. Streamlit then takes what both pages
    hold in the address under one name (柱, 期) for left over from another page, and out of it.
    """
    page, query, run = st.session_state[_HERE]
    if run != _page_of_run():
        st.session_state[_PENDING] = page, query
        follow_pending()


def _page_of_run() -> str | None:
    context = get_script_run_ctx()
    return None if context is None else context.page_script_hash


def link_query(view: View, **chosen: date | str | int) -> dict[str, str]:
    """Query parameters of a link inside the app: the view as it is, plus what is chosen."""
    kept: dict[str, str] = {}
    if view.as_of != view.data.dates()[-1]:
        kept[AS_OF] = view.as_of.isoformat()
    if view.department:
        kept[DEPARTMENT] = view.department
    if (revision := pinned()) is not None:
        kept[REVISION] = str(revision)
    return kept | {key: str(value) for key, value in chosen.items()}
