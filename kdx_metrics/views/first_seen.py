"""Things that citizens see for the first time in an edition of the public site, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.wording.public_site import NOTHING_NEW

Kind = Literal["表", "列", "行", "文"]
KINDS: tuple[Kind, ...] = ("表", "列", "行", "文")


class FirstSeen(NamedTuple):
    """One of them: a table, a column, a row, or a text in a row that citizens know."""

    table: str
    kind: Kind
    name: str
    text: str = ""


_COLUMNS: Columns[FirstSeen] = (
    Column("table", "表", lambda each: each.table),
    Column("kind", "はじめて公開", lambda each: each.kind),
    Column("name", "番号・名称", lambda each: each.name),
    Column("text", "内容", lambda each: each.text),
)


def listed(news: Sequence[FirstSeen]) -> Listing[FirstSeen]:
    """One row per thing."""
    return Listing("はじめて公開されるもの", _COLUMNS, news, NOTHING_NEW)
