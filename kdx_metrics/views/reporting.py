"""回収状況 in rows: how many reports each 所管課 owes and has given."""

from __future__ import annotations

from collections.abc import Sequence

from kdx_metrics.numbers.meeting.reporting_status import Return
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.wording.groups.departments import missing, once
from kdx_metrics.wording.words import REPORTING_WORDS


def numbers_text(each: Return) -> str:
    """`P1-11・P2-03(2期分)`, each number on one line: browsers break it at its hyphen unless words are joined there."""
    return "・".join(once(action.action_id for action in each.waiting)).replace("-", "-\N{WORD JOINER}")


COLUMNS: Columns[Return] = (
    Column("department", "所管課", lambda each: each.department),
    Column("state", "状態", lambda each: REPORTING_WORDS[each.state]),
    Column("owed", "報告が必要な取組", lambda each: each.owed, "count"),
    Column("given", "報告済み", lambda each: each.given, "count"),
    Column("left", "まだ", lambda each: each.owed - each.given, "count"),
    Column("waiting", "まだの取組", missing, width=40),
    Column("last", "最後の更新日", lambda each: each.last, "date"),
)


def reporting(returns: Sequence[Return]) -> Listing[Return]:
    """One row per 所管課, in the order given."""
    return Listing("所管課ごとの回収状況", COLUMNS, returns)


def still_owing(returns: Sequence[Return]) -> Listing[Return]:
    """The 所管課 whose reports are not complete, with the numbers of the 取組 that are missing."""
    listing = Listing(
        "まだの所管課", COLUMNS, [each for each in returns if not each.is_done], "まだの所管課はありません。"
    )
    numbers: Column[Return] = Column("numbers", "まだの取組", numbers_text)
    return listing.only("department", "left").inserting("left", numbers)
