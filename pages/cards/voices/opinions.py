"""Opinions one below the other, and those that touched one 取組 or 指標."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from kdx_metrics.numbers.voices import about
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables.voices import PRIVATE, UNANSWERED
from kdx_metrics.plan.text import listed
from kdx_metrics.views.voices import opinions
from kdx_metrics.wording import voices as words
from pages.cards.card import cached
from pages.html import css, definition_list, heading, joined, page_link, tag
from pages.view.address import ACTION, KPI
from pages.view.view import View, address_of

# Colours of ratings, by what they say of an answer; the word stands beside each.
COLOURS = {
    "反映": "on_track",
    "既に記載": "completed",
    "今後の参考": "not_started",
    "対象外": "excluded",
    "検討中": "slightly_behind",
    UNANSWERED: "not_reported",
}


def opinions_on_action(view: View, action_id: str) -> Markup:
    """The opinions that touched a 取組; nothing where there are none."""
    return _opinions_on(view, "action_ids", action_id, tag("h3", words.ON_ACTION))


def opinions_on_kpi(view: View, kpi_id: str) -> Markup:
    """The opinions that touched a 指標; nothing where there are none."""
    return _opinions_on(view, "kpi_ids", kpi_id, heading(words.ON_KPI))


def _opinions_on(view: View, column: str, number: str, title: Markup) -> Markup:
    rows = about(view.summary.voices, column, number)
    return Markup() if rows.empty else title + opinion_list(view, rows, on=number)


def listed_opinions(view: View, rows: tuple[int, ...]) -> Markup:
    """Opinions in view by their rows in the file."""
    return opinion_list(view, view.summary.voices.loc[list(rows)])


def opinion_list(view: View, rows: pd.DataFrame, on: str = "") -> Markup:
    """Opinions with the city's answer and the 取組 and 指標 that each touches, besides the one that they are `on`."""
    return joined(_opinion(view, opinion, on) for opinion in opinions(rows, view.strategy))


def _opinion(view: View, row: Any, on: str) -> Markup:  # noqa: ANN401  # a row of numbers.voices.received
    private = [" ", tag("span", words.PRIVATE_HERE, kind="kdx-badge")] if row.public == PRIVATE else []
    head = "・".join(filter(None, (row.voice_id, row.kind, row.milestone, wareki(row.date.date()), row.pillar)))
    answer = row.answer or words.NO_ANSWER
    touched = [
        ("関係する取組", _touched(view, row.action_ids, on, "actions", ACTION, cached(view, action_titles))),
        ("関係する指標", _touched(view, row.kpi_ids, on, "kpis", KPI, cached(view, kpi_names))),
    ]
    return tag(
        "article",
        tag("p", tag("span", row.response, kind=f"kdx-response kdx-{css(COLOURS[row.response])}"), head, *private),
        tag("p", row.opinion, kind="kdx-opinion"),
        definition_list([("市の考え方", answer), *((term, links) for term, links in touched if links)]),
        kind="kdx-voice",
    )


def _touched(view: View, numbers: str, on: str, page: str, parameter: str, titles: Mapping[str, str]) -> Markup:
    """Links to the things of these numbers; the number alone of one that there is not at the 時点."""
    return joined(
        (
            page_link(address_of(view, page, **{parameter: number}), f"{number} {titles[number]}")
            if number in titles
            else number
            for number in listed(numbers)
            if number != on
        ),
        "、",
    )


def action_titles(view: View) -> Mapping[str, str]:
    """取組名 by number, of the whole city."""
    rows = view.city.snapshot.actions
    return dict(zip(rows["action_id"], rows["title"], strict=True))


def kpi_names(view: View) -> Mapping[str, str]:
    """指標名 by number, of the whole city."""
    rows = view.city.snapshot.kpis
    return dict(zip(rows["kpi_id"], rows["name"], strict=True))
