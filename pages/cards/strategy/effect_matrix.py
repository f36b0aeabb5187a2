"""取組の評価 × 成果指標の評価 on a card: activity without effect, and effect without activity."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kdx_metrics.numbers.links import STATES, matrix
from kdx_metrics.views.links import Linked, linked, pairs
from kdx_metrics.wording import links, rules
from kdx_metrics.wording.explanations import Explanation
from pages.cards.card import Card, cached
from pages.html import BREAK, joined, tag
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
    """The matrix, without the states that none is in; pairs that differ are named in full."""
    cells = matrix(view.city.links)
    titles = {(each.link.row, each.link.kpi.kpi_id): each for each in linked(view.city)}
    works = [work for work in STATES if any(cells[work, effect] for effect in STATES)]
    effects = [effect for effect in STATES if any(cells[work, effect] for work in STATES)]
    heads = [tag("th", "取組 ↓ 成果指標 →", scope="col")]
    heads += [tag("th", links.EFFECT_WORDS[effect], scope="col") for effect in effects]
    rows = []
    for work in works:
        row = [tag("th", links.WORK_WORDS[work], scope="row")]
        for effect in effects:
            of = [titles[link.row, link.kpi.kpi_id] for link in cells[work, effect]]
            row.append(_cell(of, links.EFFECT_WORDS[effect], is_off=(work, effect) in MISMATCHES))
        rows.append(tag("tr", *row))
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), kind="kdx-effects")


def _cell(of: Sequence[Linked], label: str, *, is_off: bool) -> Markup:
    if not of:
        return tag("td", "0件", kind="kdx-quiet", data_label=label)
    if not is_off:
        named = [tag("span", f"{each.link.action_id}→{each.link.kpi.kpi_id}") for each in of]
        return tag("td", tag("b", f"{len(of)}件"), " ", joined(named, " "), data_label=label)
    lines = [f"{each.link.action_id} {each.row.title} → {each.link.kpi.kpi_id} {each.link.kpi.name}" for each in of]
    return tag("td", joined([tag("b", f"{len(of)}件", kind="kdx-behind"), *lines], BREAK), data_label=label)
