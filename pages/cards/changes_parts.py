"""前回会議からの変化 on a page of its own: cards of what moved per pillar, the slipping ends, and the lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from kdx_metrics.views.groups import headlines_of, measures_at_both
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.changes import Slip, action_changes, kpi_changes, rating_moves, slips
from kdx_metrics.wording import alt, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.meeting import movements
from pages.cards.card import Card, figure
from pages.cards.figures import draw_slips
from pages.cards.groups import changes_since, moved_ends, slip_lines
from pages.tables.moves_table import moves_table
from pages.tables.tracks import gap_tracks
from pages.view.view import View

SLIPS_DRAWN = 10  # rows that one printed sheet has room for
HALF_PAGE = 640  # px of a card on one half of a projector's page


def dumbbell_card(view: View, since: date | None) -> Card:
    """Each pillar's gap to its plan on both sides."""
    changes = changes_since(view, since)
    both, sentence = headlines_of(changes, view.strategy), movements.of_plan(changes, view.strategy)
    return Card(
        key="changes",
        title="計画との差(前回と今回・ポイント)",
        finding=sentence,
        alt=sentence,
        body=gap_tracks(changes, view.strategy),
        table=lambda: measures_at_both(both, view.strategy.rating.rounding),
        why=lambda: Explanation(rules.CHANGES, movements.worked(both, view.strategy)),
    )


def moved_actions(view: View, since: date | None) -> Listing[Any]:
    """Every 取組 that moved."""
    return action_changes(changes_since(view, since), view.strategy)


def moved_kpis(view: View, since: date | None) -> Listing[Any]:
    """Every 指標 that moved."""
    return kpi_changes(changes_since(view, since), view.summary)


def moves_card(view: View, since: date | None) -> Card:
    """前回評価 × 今回評価."""
    changes = changes_since(view, since)
    return Card(
        key="moves",
        title="評価の動き(前回評価×今回評価・取組数)",
        finding=movements.counts_in_words(changes) + "。",
        alt=movements.counts_in_words(changes),
        body=moves_table(changes.moves),
        table=lambda: rating_moves(changes),
        why=lambda: Explanation(rules.CHANGES),
    )


def slips_card(view: View, since: date | None) -> Card:
    """The planned ends of the rows put off, at every published 時点; where there are none the finding says all.

    The figure shows the first SLIPS_DRAWN, put off furthest; the table and the list below the cards hold all.
    """
    changes = changes_since(view, since)
    lines = slip_lines(view, changes.delayed)
    drawn = figure(view, draw_slips, changes.before_on, most=SLIPS_DRAWN, width=HALF_PAGE) if lines else Markup()
    of_more = f"、{len(lines)}件のうち大きい{SLIPS_DRAWN}件" if len(lines) > SLIPS_DRAWN else ""
    return Card(
        key="slips",
        title=f"完了予定の後ろ倒し(当初・前回・今{of_more})",
        finding=movements.slips(changes),
        alt=alt.slips(moved_ends(list(lines.values())[:SLIPS_DRAWN])),
        body=drawn,
        table=lambda: slips(
            (Slip(*key, line.label, *point) for key, line in lines.items() for point in line.points), view.strategy
        ),
        why=lambda: Explanation(rules.SLIPS),
    )
