"""Cards of opinions: how many came on which occasion and for which 柱, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from kdx_metrics.numbers.voices import Responses, overall, per_call, per_pillar, received
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.tables.voices import PRIVATE, UNANSWERED
from kdx_metrics.plan.text import listed
from kdx_metrics.views.voices import counted, opinions
from kdx_metrics.wording import voices as words
from kdx_metrics.wording.explanations import Explanation
from pages.cards.card import Card
from pages.html import css, definition_list, joined, paragraph, tag
from pages.tables.counts_chart import Count, counts_chart
from pages.view.view import View

# Colours of ratings, by what they say of an answer; the word stands beside each.
COLOURS = {
    "反映": "on_track",
    "既に記載": "completed",
    "今後の参考": "not_started",
    "対象外": "excluded",
    "検討中": "slightly_behind",
    UNANSWERED: "not_reported",
}


def opinions_of(view: View) -> pd.DataFrame:
    """Opinions received by the date in view."""
    return received(view.summary.snapshot.table("voices"), view.as_of)


def calls_card(view: View) -> Card:
    """Per 意見募集, 外部評価 … how many opinions came, and what became of them."""
    rows = opinions_of(view)
    return _card("voice-calls", "寄せられた機会ごとの意見と対応", words.calls(per_call(rows)), per_call(rows), "件名")


def pillars_card(view: View) -> Card:
    """Per 柱 how many opinions came, and what became of them."""
    rows = opinions_of(view)
    groups = per_pillar(rows, view.city.snapshot.actions, view.strategy)
    return _card("voice-pillars", "柱ごとの意見と対応", words.pillars(groups), groups, "柱")


def _card(key: str, title: str, finding: str, groups: Sequence[Responses], header: str) -> Card:
    return Card(
        key=key,
        title=title,
        finding=finding,
        alt=words.worked(groups),
        body=counts_chart([(words.name(group), counts(group)) for group in groups], header, "対応ごとの件数"),
        table=lambda: counted(groups, title, header),
        why=lambda: Explanation(words.RULE, words.worked(groups)),
    )


def counts(group: Responses) -> list[Count]:
    """Segments of a bar, in the order of the answers."""
    return [Count(word, COLOURS[word], number) for word, number in group.counts.items()]


def opinion_list(view: View, rows: pd.DataFrame) -> Markup:
    """Opinions one below the other, each with the city's answer and the 取組 and 指標 that it touches."""
    if rows.empty:
        return paragraph(words.NONE_CHOSEN)
    return joined(_opinion(view, opinion) for opinion in opinions(rows, view.strategy))


def _opinion(view: View, row: Any) -> Markup:  # noqa: ANN401  # a row of numbers.voices.received
    private = [tag("span", words.PRIVATE_HERE, kind="kdx-badge")] if row.public == PRIVATE else []
    head = "・".join(filter(None, (row.voice_id, row.kind, row.milestone, wareki(row.date.date()), row.pillar)))
    answer = row.answer or words.NO_ANSWER
    return tag(
        "article",
        tag("p", tag("span", row.response, kind=f"kdx-response kdx-{css(COLOURS[row.response])}"), head, *private),
        tag("p", row.opinion, kind="kdx-opinion"),
        definition_list([("市の考え方", answer), *_touched(view, row)]),
        kind="kdx-voice",
    )


def _touched(view: View, row: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # as above
    titles = _titles(view)
    of_actions, of_kpis = listed(row.action_ids), listed(row.kpi_ids)
    touched = [("関係する取組", of_actions), ("関係する指標", of_kpis)]
    return [
        (label, "、".join(f"{number} {titles.get(number, '')}".rstrip() for number in numbers))
        for label, numbers in touched
        if numbers
    ]


def _titles(view: View) -> dict[str, str]:
    city = view.city.snapshot
    of_actions = zip(city.actions["action_id"], city.actions["title"], strict=True)
    return dict(of_actions) | dict(zip(city.kpis["kpi_id"], city.kpis["name"], strict=True))


def all_of(view: View) -> Responses:
    """All opinions received by the date in view."""
    return overall(opinions_of(view))
