"""The address of a page: the names of its query parameters, and the 版 that a link holds a session at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import streamlit as st

from kdx_metrics.plan.text import whole_number

# Each name is also the key of the widget that is bound to it.
AS_OF, DEPARTMENT, REVISION = "as_of", "dept", "rev"  # on every page
PILLAR, PERIOD, RATING, STATUS, SEARCH, KPI_RATING = "pillar", "period", "rating", "status", "q", "krating"
ACTION, KPI, DECISION, VERSION = "action", "kpi", "decision", "version"  # the one 取組, 指標, 決定 or 版 in full
VIEW, CATEGORY, OVERLAY, SINCE, DECISION_STATES = "view", "category", "overlay", "since", "decision-states"
VOICE_KIND, RESPONSE = "kind", "response"
ORDER = "order"  # worst first or by number
CHANGES_PART, GUIDE_PART, UPDATE_PART, HISTORY_PART = "about", "part", "update", "history"
SCREEN, FOLLOWING = "screen", "follow"  # of 会議モード; `?follow=1` follows from the start
FROM_SCREEN = "from"  # the screen of 会議モード that a page was opened from, and leads back to

Query = Mapping[str, str | list[str]]

_PINNED = "_pinned_revision"  # in the session


def pinned_revision() -> int | None:
    """The 版 that the address asks for (`?rev=17`), until the reader lets go of it; None is the newest."""
    asked = whole_number(st.query_params.get(REVISION, ""))
    if asked is not None:
        st.session_state[_PINNED] = asked
    return cast("int | None", st.session_state.get(_PINNED))


def show_newest_revision() -> None:
    """Inside a callback: let go of the 版 in the address."""
    st.session_state.pop(_PINNED, None)
    st.query_params.pop(REVISION, None)


def show_date(day: date) -> None:
    """Inside a callback: show another 時点."""
    st.session_state[AS_OF] = day


def choose(name: str, number: str) -> None:
    """Inside a callback: put a number into the address, or take it out where it is empty."""
    if number:
        st.query_params[name] = number
    else:
        st.query_params.pop(name, None)
