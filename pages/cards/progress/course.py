"""The course over time: planned curve, actuals at every published 時点, and the earned-schedule forecast."""

from __future__ import annotations

from kdx_metrics.views.groups import course
from kdx_metrics.wording import alt
from kdx_metrics.wording.explanations import explain_earned
from kdx_metrics.wording.groups import headlines
from pages.cards.card import Card, figure
from pages.cards.figures import draw_course
from pages.cards.groups import course_points, past_groups
from pages.view.view import View


def course_card(view: View, pillar: str | None) -> Card:
    """One pillar's course, or the whole plan's."""
    summary = view.summary
    earned = summary.earned_pillars[pillar] if pillar else summary.earned
    name = view.strategy.pillar(pillar).name if pillar else "全体"
    return Card(
        key="course",
        title=f"{name}の進み方と完了見込み(計画・実績・出来高スケジュール)",
        finding=headlines.course(name, earned),
        alt=alt.progress_curve(name, course_points(view, pillar), earned),
        body=figure(view, draw_course, pillar),
        table=lambda: course(past_groups(view, pillar), view.strategy.rating.rounding),
        why=lambda: explain_earned(earned),
    )
