"""Counts in a table: a bar of segments per row, and the same counts in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from pages.html import css, listing, tag


class Count(NamedTuple):
    """Number of one kind, with its word, the name of its colour, and what is to be said of some of them."""

    word: str
    colour: str
    number: int
    note: str = ""


def stack(counts: Sequence[Count], most: int, rest: Sequence[str] = ()) -> Markup:
    """Segments to the scale of `most`, and the counts in words with `rest` after them, without kinds that are 0."""
    shown = [count for count in counts if count.number]
    segments = [tag("i", kind=f"kdx-fill-{css(count.colour)}", style=f"flex-grow:{count.number}") for count in shown]
    words = [
        tag("span", f"{count.word} {count.number}{count.note}", kind=f"kdx-{css(count.colour)}") for count in shown
    ]
    width = 100 * sum(count.number for count in shown) / max(most, 1)
    bar = tag("div", *segments, kind="kdx-segments", style=f"width:{width:.1f}%", aria_hidden="true")
    return bar + listing([*words, *rest], kind="kdx-counts")


def counts_chart(rows: Sequence[tuple[str, Sequence[Count]]], header: str, counted: str) -> Markup:
    """One row per name, with the counts of each kind as a bar and in words."""
    most = max((sum(count.number for count in counts) for _, counts in rows), default=1)
    head = tag("tr", tag("th", header, scope="col"), tag("th", counted, scope="col"))
    body = [
        tag("tr", tag("th", name, scope="row"), tag("td", stack(counts, most, [_all(counts)]), kind="kdx-stack"))
        for name, counts in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), kind="kdx-chart kdx-two")


def _all(counts: Sequence[Count]) -> str:
    return f"全{sum(count.number for count in counts)}件"
