"""柱×期 on a card: every pillar in every period."""

from __future__ import annotations

from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import cells
from kdx_metrics.wording import alt
from kdx_metrics.wording.explanations import explain_cells
from kdx_metrics.wording.groups import standing
from pages.cards.card import Card, cached, figure
from pages.cards.figures import draw_matrix
from pages.frame.filters import cell_query
from pages.view.navigation import go_to
from pages.view.view import View


def matrix_card(view: View) -> Card:
    """Every pillar in every period; a click opens its actions."""
    return Card(
        key="matrix",
        title="柱×期の順調率" if view.summary.share_leads else "柱×期の進捗率と計画との差",
        finding=cached(view, _finding),
        alt=cached(view, _alt),
        body=figure(view, draw_matrix),
        table=lambda: cells(view.summary),
        why=lambda: explain_cells(view.summary),
        rows=lambda: on_screen(view.summary.actions, view.strategy),
        on_pick=lambda data: go_to("actions", **cell_query(view, str(data[0]), int(str(data[1])))),
    )


def _finding(view: View) -> str:
    return standing.cells(view.summary)


def _alt(view: View) -> str:
    return alt.matrix(view.summary)
