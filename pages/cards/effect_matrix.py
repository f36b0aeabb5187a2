"""取組の評価 × 成果指標の評価 on a card: activity without effect, and effect without activity."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kdx_metrics.numbers.links import STATES, Link, matrix
from kdx_metrics.views.links import pairs
from kdx_metrics.wording import links, rules
from kdx_metrics.wording.explanations import Explanation
from pages.cards.card import Card, cached
from pages.html import tag
from pages.view.view import View

MISMATCHES = {("well", "late"), ("late", "well")}


def effect_matrix_card(view: View) -> Card:
    """Links of the whole city by the state of their 取組 and of their 指標."""
    finding = cached(view, _finding)
    return Card(
        key="effect-matrix",
        title="取組の評価と成果指標の評価",
        finding=finding,
        alt=finding,
        body=cached(view, _drawn),
        table=lambda: pairs(view.city),
        why=lambda: Explanation(rules.LINKS),
    )


def _finding(view: View) -> str:
    return links.finding(matrix(view.city.links))


def _drawn(view: View) -> Markup:
    cells = matrix(view.city.links)
    heads = [tag("th", "取組\\成果指標", scope="col")]
    heads += [tag("th", links.EFFECT_WORDS[effect], scope="col") for effect in STATES]
    rows = [
        tag(
            "tr",
            tag("th", links.WORK_WORDS[work], scope="row"),
            *(_cell(cells[work, effect], is_off=(work, effect) in MISMATCHES) for effect in STATES),
        )
        for work in STATES
    ]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), kind="kdx-effects")


def _cell(of: Sequence[Link], *, is_off: bool) -> Markup:
    """Count and names of a cell, in the colour of lateness where work and effect differ."""
    if not of:
        return tag("td", "0件", kind="kdx-quiet")
    named = "、".join(f"{link.action_id}→{link.kpi.kpi_id}" for link in of)
    return tag("td", tag("b", f"{len(of)}件", kind="kdx-behind" if is_off else ""), " ", named)
