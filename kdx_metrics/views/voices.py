"""Opinions in rows, and their counts per occasion and 柱."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import ORDER, Responses, per_call, public, waiting
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.wording import voices as words

# Over the rows of numbers.voices.received as named tuples.
COLUMNS: Columns[Any] = (
    Column("number", "番号", lambda row: row.voice_id, width=8, share=6),
    Column("kind", "種類", lambda row: row.kind, width=14, share=10),
    Column("call", "件名", lambda row: row.milestone, width=28, share=16),
    Column("date", "受付日", lambda row: row.date.date(), "date", 11, share=10),
    Column("pillar", "柱", lambda row: row.pillar, width=14, share=10),
    Column("opinion", "意見", lambda row: row.opinion, width=40, share=34),
    Column("answer", "市の考え方", lambda row: row.answer, width=40, share=34),
    Column("response", "対応", lambda row: row.response, width=11, share=9),
    Column("actions", "取組番号", lambda row: row.action_ids, width=14, share=9),
    Column("kpis", "指標番号", lambda row: row.kpi_ids, width=12, share=8),
    Column("public", "公開", lambda row: row.public, width=6, share=5),
)

_COUNTED: Columns[Responses] = (
    Column("kind", "種類", lambda group: group.kind, width=14),
    Column("name", "件名", words.name, width=28),
    Column("since", "最初の受付日", lambda group: group.since, "date", 11),
    Column("total", "意見", lambda group: group.total, "count", 8),
    *(Column(word, word, lambda group, word=word: group.counts[word], "count", 8) for word in ORDER),  # type: ignore[misc]  # mypy cannot infer a lambda with a default
)

ON_PAPER = ("response", "number", "kind", "call", "date", "opinion", "answer", "actions")
ON_SLIDE = ("response", "kind", "date", "opinion", "actions")
COUNTS_ON_SLIDE = ("total", *ORDER)


def opinions(rows: pd.DataFrame, strategy: Strategy) -> Listing[Any]:
    """Opinions as numbers.voices.received has them, with 柱 by name."""
    names = {pillar.id: pillar.name for pillar in strategy.pillars}
    named = rows.assign(pillar=rows["pillar"].replace(names))
    return Listing("寄せられた意見", COLUMNS, named, words.NONE)


def open_opinions(rows: pd.DataFrame, strategy: Strategy) -> Listing[Any]:
    """Opinions as numbers.voices.waiting has them."""
    return replace(opinions(rows, strategy), caption=words.WAITING, none=words.NONE_WAITING)


def shown_open(summary: Summary) -> tuple[Listing[Any], str]:
    """Opinions without a final answer that may be shown outside, and a sentence on those that may not."""
    still_open = waiting(summary.voices)
    shown = public(still_open)
    return open_opinions(shown, summary.snapshot.strategy), words.hidden(len(still_open) - len(shown))


def calls(summary: Summary) -> Listing[Responses]:
    """Counts per 対応 of each occasion, the newest first."""
    return counted(per_call(summary.voices), words.CALLS, "件名")


def counted(groups: Sequence[Responses], caption: str, header: str) -> Listing[Responses]:
    """Counts per 対応 of each group; `header` says what the groups are."""
    by_call = any(group.kind for group in groups)
    columns = tuple(
        replace(column, header=header) if column.name == "name" else column
        for column in _COUNTED
        if by_call or column.name not in {"kind", "since"}
    )
    return Listing(caption, columns, groups, words.NONE)
