"""Cards of opinions: how many came on which occasion and for which 柱, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.voices import Responses, overall, per_call, per_pillar
from kdx_metrics.views.voices import counted
from kdx_metrics.wording import voices as words
from kdx_metrics.wording.explanations import Explanation
from pages.cards.card import Card
from pages.cards.voices.opinions import COLOURS
from pages.tables.counts_chart import Count, counts_chart
from pages.view.view import View


def calls_card(view: View) -> Card:
    """Per 意見募集, 外部評価 … how many opinions came, and what became of them."""
    groups = per_call(view.summary.voices)
    return _card("voice-calls", words.CALLS, words.calls(groups), groups, "件名")


def pillars_card(view: View) -> Card:
    """Per 柱 how many opinions came, and what became of them."""
    groups = per_pillar(view.summary.voices, view.city.snapshot.actions, view.strategy)
    return _card("voice-pillars", words.PILLARS, words.pillars(groups), groups, "柱")


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


def all_of(view: View) -> Responses:
    """All opinions received by the date in view."""
    return overall(view.summary.voices)
