"""The plan's years on 全体概況: every 期 with its own progress, beside the 年表."""

from __future__ import annotations

from kdx_metrics.views.groups import periods
from kdx_metrics.views.milestones import milestones
from kdx_metrics.wording import alt, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.groups import headlines
from pages.cards.card import Card, cached
from pages.cards.figures import draw_plan_strip
from pages.view.view import View


def plan_years_card(view: View) -> Card:
    """The strip of the 期 with the 年表 above it; a click on a 期 opens its 取組."""
    return Card(
        key="milestones",
        title=_title(view),
        finding=cached(view, _finding),
        alt=cached(view, _alt),
        body=cached(view, draw_plan_strip),
        table=lambda: periods(view.summary),
        why=lambda: Explanation(_rule(view)),
        rows=lambda: milestones(view.summary.snapshot.milestones),
    )


def _title(view: View) -> str:
    """The title names the mark of the plan, which bars of means have and 順調率 has not."""
    progress = "期ごとの進捗" if view.summary.share_leads else "期ごとの進捗(縦線は計画)"
    return f"{progress}と年表" if view.uses("milestones") else progress


def _rule(view: View) -> str:
    known = rules.MILESTONES if view.uses("milestones") else ""
    return known + rules.groups(view.strategy)


def _finding(view: View) -> str:
    if not view.uses("milestones"):
        return headlines.now(view.strategy, view.today)
    return headlines.coming(view.summary.snapshot, view.today)


def _alt(view: View) -> str:
    events = view.summary.snapshot.milestones
    said = alt.timeline(events, view.strategy, view.today) if view.uses("milestones") else ""
    return f"{alt.periods(view.summary)}{said}"
