"""Filters that several pages share, bound to the address: 柱, 期, 評価, 状況 and a search word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from kdx_metrics.numbers.ratings import listed
from kdx_metrics.plan.strategy import STATUSES, Strategy
from kdx_metrics.wording.words import rating_label
from pages.view.address import ORDER, PERIOD, PILLAR, RATING, SEARCH, STATUS
from pages.view.view import View

ORDERS = ("悪い順", "番号順")
LONGEST_WORD = 200  # it stands in the address


def pillar_filter(strategy: Strategy) -> str | None:
    """Choose one 柱, or all."""
    names = {pillar.id: pillar.name for pillar in strategy.pillars}
    return _one("柱", PILLAR, list(names), lambda pillar: names.get(pillar, pillar))


def period_filter(strategy: Strategy) -> int | None:
    """Choose one 期, or all."""
    names = {str(period.number): period.name for period in strategy.periods}
    chosen = _one("期", PERIOD, list(names), lambda number: names.get(number, number))
    return None if chosen is None else int(chosen)


def is_worst_first() -> bool:
    """Choose the order of what is listed and drawn: worst first, or by number."""
    chosen = st.segmented_control(
        "並び", ORDERS, key=ORDER, bind="query-params", default=ORDERS[0], required=True, width="content"
    )
    return bool(chosen == ORDERS[0])


def cell_query(view: View, pillar: str | None, period: int | None) -> dict[str, str]:
    """Query parameters that the two filters above would write for a 柱 and a 期."""
    query = {}
    if pillar:
        query[PILLAR] = view.strategy.pillar(pillar).name
    if period:
        query[PERIOD] = view.strategy.period(period).name
    return query


def _one(label: str, key: str, options: list[str], show: Callable[[str], str]) -> str | None:
    return st.segmented_control(label, options, format_func=show, key=key, bind="query-params")


def rating_filter(counts: Mapping[str, int]) -> Sequence[str]:
    """Choose any number of 評価 by these counts of them; none means all."""
    return st.multiselect(
        "評価", listed(counts), format_func=rating_label, key=RATING, bind="query-params", placeholder="すべて"
    )


def status_filter() -> Sequence[str]:
    """Choose any number of 状況; none means all."""
    return st.multiselect("状況", STATUSES, key=STATUS, bind="query-params", placeholder="すべて")


def search_filter() -> str:
    """A word to look for in 取組名, 取組番号, 到達目標, 課題 and 今後の対応."""
    return (
        st.text_input(
            "検索", key=SEARCH, bind="query-params", placeholder="語句", type="search", max_chars=LONGEST_WORD
        )
        or ""
    )


def clear_filters() -> None:
    """Inside a callback: choose nothing in any of the filters of 取組."""
    st.session_state.update({PILLAR: None, PERIOD: None, RATING: [], STATUS: [], SEARCH: ""})


def select_rows(
    rated: pd.DataFrame,
    *,
    pillar: str | None = None,
    period: int | None = None,
    ratings: Sequence[str] = (),
    statuses: Sequence[str] = (),
    word: str = "",
) -> pd.DataFrame:
    """Rows of a rated action frame that match every filter given."""
    keep = pd.Series(data=True, index=rated.index)
    if pillar:
        keep &= rated["pillar"] == pillar
    if period:
        keep &= rated["period"] == period
    if ratings:
        keep &= rated["rating"].isin(list(ratings))
    if statuses:
        keep &= rated["status"].isin(list(statuses))
    if word.strip():
        text = (
            rated["action_id"]
            + " "
            + rated["title"]
            + " "
            + rated["goal"]
            + " "
            + rated["issue"]
            + " "
            + rated["next_step"]
        )
        needle = unicodedata.normalize("NFKC", word).strip().lower()
        keep &= text.str.normalize("NFKC").str.lower().str.contains(needle, regex=False)
    return rated[keep]
