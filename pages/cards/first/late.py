"""The worst of the late 取組 of the 期 in force, by number, 所管課 and how late, each a way to itself."""

from __future__ import annotations

from markupsafe import Markup

from kdx_metrics.wording.meeting.reasons import how_late
from kdx_metrics.wording.words import rating_label
from pages.frame.filters import cell_query
from pages.html import joined, page_link
from pages.view.address import ACTION, RATING
from pages.view.view import View, address_of

NAMED = 2  # on one line of a small projector


def late_in_short(view: View) -> Markup:
    """`P1-09 市民課 31日超過・P2-03 総務課 −29.3ポイント・ほか2件`; nothing where none is late."""
    summary = view.summary
    late = [item for item in summary.attention if item.kind in {"past_due", "behind"} and item.period == summary.period]
    lines = [
        page_link(
            address_of(view, "actions", **{ACTION: item.id}), f"{item.id} {item.department} {how_late(item, summary)}"
        )
        for item in late[:NAMED]
    ]
    more = max(summary.current.ratings["behind"] - NAMED, 0)
    if more:
        rest = cell_query(view, None, summary.period) | {RATING: rating_label("behind")}
        lines.append(page_link(address_of(view, "actions", **rest), f"ほか{more}件"))
    return joined(lines, "・")
