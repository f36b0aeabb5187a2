"""意見と反映 on a screen of the deck: what became of all opinions, and those that wait, in large type."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.text import listed
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording import voices as words
from pages.cards.card import cached
from pages.cards.voices.counted import all_of, counts
from pages.cards.voices.opinions import action_titles
from pages.deck.session import MeetingSession
from pages.html import BREAK, joined, page_link, paragraph, tag
from pages.tables.counts_chart import stack

ROWS = 5  # opinions that a screen has room for


def opinions_on_a_screen(session: MeetingSession, still_open: Listing[Any]) -> Markup:
    """A bar of all opinions by 対応, and below it those of `still_open` that there is room for."""
    group = cached(session.view, all_of)
    shown = list(still_open)[:ROWS]
    rest = len(still_open) - len(shown)
    more = [paragraph(words.more(rest), kind="deck-facts")] if rest else []
    return tag("div", stack(counts(group), group.total), _table(session, shown), *more, kind="deck-voices")


def _table(session: MeetingSession, rows: list[Any]) -> Markup:
    if not rows:
        return paragraph(words.NONE_WAITING, kind="deck-none")
    heads = (tag("th", title, scope="col") for title in ("対応", words.WAITING, "寄せられた機会", "取組"))
    body = (
        tag(
            "tr",
            tag("td", tag("b", row.response)),
            tag("th", row.opinion, scope="row"),
            tag("td", row.milestone or row.kind, BREAK, wareki(row.date.date())),
            tag("td", _actions(session, row.action_ids)),
        )
        for row in rows
    )
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), kind="deck-table deck-reports")


def _actions(session: MeetingSession, numbers: str) -> Markup:
    titles = cached(session.view, action_titles)
    return joined(
        (page_link(session.address_of_action(number), titles.get(number, number)) for number in listed(numbers)), "、"
    )
