"""The chart card: title, finding, figure with alt, and the numbers behind it. Nothing can be left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st
from markupsafe import Markup

from kdx_metrics.charts.drawing.cached_figure import CachedFigure
from kdx_metrics.charts.drawing.theme import PLOTLY_CONFIG, Figure
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording.explanations import Explanation
from pages.html import finding, heading, page_link, paragraph, show
from pages.tables.show_table import show_table
from pages.view.view import View


@dataclass(frozen=True)
class Card:
    """One chart and everything that must stand with it.

    `body` is a figure, HTML, or a function that draws. `table`, `why` and `rows` are called only when the reader
    opens 「数値と根拠」; `rows` are those that the numbers were made from, where the table does not show them.
    `address` leads to the thing itself where a page shows many. `on_pick` receives the customdata of a clicked mark.
    `source` is named where it is not that of the page. `tone` is the rating in whose colour the finding stands, which
    says its word, "" for the usual one.
    """

    key: str
    title: str
    finding: str
    alt: str
    body: Figure | Markup | Callable[[], None]
    table: Callable[[], Listing[Any]]
    why: Callable[[], Explanation]
    rows: Callable[[], Listing[Any]] | None = None
    on_pick: Callable[[list[object]], None] | None = None
    source: str = ""
    address: str = ""
    tone: str = ""


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Function = TypeVar("Function", bound=Callable[..., object])


def _kept(size: int) -> Callable[[Function], Function]:
    """functools.lru_cache with the types of the function's parameters."""
    return cast("Callable[[Function], Function]", lru_cache(maxsize=size))


@_kept(1024)
def cached(
    view: View,
    function: Callable[Concatenate[View, Arguments], Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    """`function(view, …)`, worked out once for equal views of all sessions; never to be changed afterwards.

    Function and arguments are the key. A function of a module sees nothing else, so nothing can be left out of the key;
    a lambda, or a function of a page's script, sees more (tests/pages/cards/test_card.py).
    """
    return function(view, *arguments, **options)


@_kept(1024)
def figure(
    view: View,
    draw: Callable[Concatenate[View, Arguments], Figure],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Figure:
    """The figure of `draw(view, …)`, drawn once as in `cached`."""
    return CachedFigure(draw(view, *arguments, **options))


@st.fragment
def card(content: Card) -> None:
    """Draw the card; opening its numbers or clicking a mark reruns this card alone."""
    with st.container(border=True, key=f"card-{content.key}", gap="xsmall"):
        # All words in one message, since each costs a third of a figure; the stylesheet puts the source last.
        show(
            heading(page_link(content.address, content.title) if content.address else content.title),
            finding(content.finding, tone=content.tone),
            content.body if isinstance(content.body, Markup) else Markup(),
            *([paragraph(content.source, kind="kdx-source")] if content.source else []),
        )
        numbers = st.popover(
            "数値と根拠", type="tertiary", icon=":material/table:", key=f"numbers-{content.key}", on_change="rerun"
        )
        _draw(content)
    if numbers.open:
        with numbers:
            _numbers(content)


def _draw(content: Card) -> None:
    if isinstance(content.body, Markup):  # among the words
        return
    if not isinstance(content.body, Figure):
        content.body()
        return
    if content.on_pick is None:
        st.plotly_chart(content.body, theme=None, config=PLOTLY_CONFIG, alt=content.alt, key=f"chart-{content.key}")
        return
    st.plotly_chart(
        content.body,
        theme=None,
        config=PLOTLY_CONFIG,
        alt=content.alt,
        key=f"chart-{content.key}",
        selection_mode="points",
        on_select=lambda: _picked(content),
    )


def _picked(content: Card) -> None:
    """Hand on the clicked mark that says what it stands for; the plan's marks, for one, do not."""
    points = st.session_state[f"chart-{content.key}"].selection.points
    named = next((point["customdata"] for point in points if point.get("customdata")), None)
    if named and content.on_pick:
        content.on_pick(list(named))


def _numbers(content: Card) -> None:
    why = content.why()
    show_table(content.table(), f"{content.title}の数値", download=f"{content.key}.csv")
    st.markdown("**この数値の根拠**")
    st.text(why.rule)
    st.text(why.worked)
    if content.rows:
        show_table(content.rows(), "計算に使った元の行", key=f"rows-{content.key}")
