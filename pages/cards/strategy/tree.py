"""The tree of 戦略の体系 as HTML: 柱 that open and close, with 施策, 取組 and 指標, each a way to itself."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.views.actions import rating_text
from kdx_metrics.views.kpis import rating_label
from kdx_metrics.views.tree import ActionBranch, PillarBranch, ThemeBranch, tree
from kdx_metrics.wording import rules
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.words import counts_in_words
from pages.cards.card import cached
from pages.html import css, heading, joined, link, listing, paragraph, tag
from pages.view.address import ACTION, KPI
from pages.view.view import View, link_query


def foundations(view: View) -> Markup:
    """基本方針 and vision of the strategy with their source, as far as the city has written them down."""
    about = view.strategy.about
    return joined(
        [
            heading(about.title),
            *([paragraph(about.vision, kind="kdx-vision")] if about.vision else []),
            *([paragraph(about.policy)] if about.policy else []),
            *([paragraph(f"出典: {about.source}", kind="kdx-source")] if about.source else []),
        ]
    )


def tree_finding(view: View) -> str:
    """Sentences on the 期 in force against its plan, and on the KPIs off course."""
    summary = view.summary
    name = view.strategy.period(summary.period).name
    parts = [
        *([standing.group(name, summary.current, view.strategy.rating.rounding)] if view.uses("action_plan") else []),
        *([kpi_sentences.alarms(summary)] if view.uses("kpis") else []),
    ]
    return "".join(parts)


def draw_tree(view: View) -> Markup:
    """Every 柱, the one furthest below plan first and open."""
    branches = cached(view, _tree)
    rule = paragraph(rules.tree(view.uses), kind="kdx-source")
    return tag(
        "div", *(_pillar(view, branch, is_open=branch is branches[0]) for branch in branches), rule, kind="kdx-tree"
    )


def _tree(view: View) -> list[PillarBranch]:
    return tree(view.summary, view.city.links)


def _pillar(view: View, branch: PillarBranch, *, is_open: bool) -> Markup:
    pillar, group = branch.pillar, branch.group
    counts = f" {counts_in_words(group.ratings)}" if group.actions else ""
    themes = [_theme(view, theme) for theme in branch.themes]
    alone = [listing(_kpi(view, kpi) for kpi in branch.kpis)] if branch.kpis else []
    if alone and themes:
        alone = [tag("h3", "つながる取組のない指標" if view.city.links else "この柱の指標"), *alone]
    return tag(
        "details",
        tag("summary", tag("b", pillar.name), tag("span", f"({pillar.role})"), counts),
        *([paragraph(f"達成すべき状態: {pillar.vision}")] if pillar.vision else []),
        *themes,
        *alone,
        **({"open": "open"} if is_open else {}),
    )


def _theme(view: View, theme: ThemeBranch) -> Markup:
    actions = listing(_action(view, action) for action in theme.actions)
    return joined([*([tag("h3", theme.name)] if theme.name else []), actions])


def _action(view: View, branch: ActionBranch) -> Markup:
    row = branch.row
    address = f"actions?{urlencode(link_query(view, **{ACTION: row.action_id}))}"
    line = [_rated(rating_text(row), row.rating), link(f"{row.action_id} {row.title}", address), f"({row.department})"]
    kpis = [listing(_kpi(view, kpi) for kpi in branch.kpis)] if branch.kpis else []
    return joined([joined(line, " "), *kpis])


def _kpi(view: View, kpi: KpiResult) -> Markup:
    address = f"kpis?{urlencode(link_query(view, **{KPI: kpi.kpi_id}))}"
    return joined(["指標", _rated(rating_label(kpi), kpi.rating), link(f"{kpi.kpi_id} {kpi.name}", address)], " ")


def _rated(label: str, rating: str) -> Markup:
    return tag("b", label, kind=f"kdx-{css(rating)}")


def tree_title(view: View) -> str:
    """`柱から指標まで`, or as far as the city's tables go."""
    return f"柱から{'指標' if view.uses('kpis') else '取組'}まで"
