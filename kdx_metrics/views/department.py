"""課の一枚 in rows: open 取組 of a 所管課, worst first, what it has to say to the headquarters, and its 指標."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kdx_metrics.numbers.meeting.board import to_say
from kdx_metrics.numbers.ordering import actions_worst_first, kpis_worst_first
from kdx_metrics.numbers.ratings import CLOSED
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import waiting
from kdx_metrics.plan.text import fold_department
from kdx_metrics.views import actions as of_actions
from kdx_metrics.views import kpis as of_kpis
from kdx_metrics.views import voices as of_voices
from kdx_metrics.views.listing import Column, Listing, chosen
from kdx_metrics.views.meeting import attention as of_attention
from kdx_metrics.wording.meeting.board import SAY

BELOW = ("assessment", "issue", "next_step", "cause", "ask_text", "reason", "opinion")  # sentences under their row


def actions(summary: Summary) -> Listing[Any]:
    """Open 取組 of the 所管課, worst first, with 課題 and 今後の対応; those in which it only takes part are marked."""
    rated = summary.actions
    still_open = actions_worst_first(rated[~rated["rating"].isin(CLOSED)])
    strategy = summary.snapshot.strategy
    listing = replace(of_actions.actions(still_open, strategy, "取組(悪い順)"), none="終わっていない取組はありません。")
    shown = listing.having(
        "rating",
        "action_id",
        "period",
        "title",
        "planned_end",
        "planned",
        "actual",
        "gap",
        "assessment",
        "issue",
        "next_step",
    )
    mine = _is_own(summary)
    if all(map(mine, rated["department"].unique())):
        return shown
    relation: Column[Any] = Column("relation", "関係", lambda row: "" if mine(row.department) else _led_by(row))
    return shown.inserting("title", relation)


def kpis(summary: Summary) -> Listing[Any]:
    """指標 of the 所管課, worst first, with 要因 and 今後の対応; those of another one are marked."""
    worst_first = kpis_worst_first(summary.kpis, summary.attention)
    listing = of_kpis.kpis(worst_first, summary, "指標(悪い順)")
    shown = listing.only("rating", "name", "unit", "actual", "target", "verdict")
    mine = _is_own(summary)
    if not all(mine(kpi.department) for kpi in summary.kpis):
        relation: Column[Any] = Column("relation", "関係", lambda kpi: "" if mine(kpi.department) else _led_by(kpi))
        shown = shown.inserting("name", relation)
    return shown.inserting("verdict", *chosen(listing.columns, "cause", "next_step"))


def say(summary: Summary) -> Listing[of_attention.Line]:
    """Items that the 所管課 has to speak of: its questions and reports, and what is past due or unreported."""
    lines = of_attention.listed(SAY, to_say(summary.board), summary)
    return lines.only("kind", "ask", "title", "ask_text", "reason")


def voices(summary: Summary) -> Listing[Any]:
    """Opinions on 取組 and 指標 of the 所管課 that wait for an answer."""
    still_open = waiting(summary.voices)
    named = (still_open["action_ids"] != "") | (still_open["kpi_ids"] != "")
    listing = of_voices.open_opinions(still_open[named], summary.snapshot.strategy)
    return listing.only("response", "number", "kind", "date", "actions", "opinion")


def _is_own(summary: Summary) -> Callable[[str], bool]:
    own = fold_department(summary.snapshot.department or "")
    return lambda department: fold_department(department) == own


def _led_by(item: Any) -> str:  # noqa: ANN401  # a 取組 or a 指標
    return f"関係(主管 {item.department})"
