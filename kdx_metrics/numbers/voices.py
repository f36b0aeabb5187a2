"""Opinions counted: per occasion and per 柱, how they were answered and how many were not.

Source: charts.md, 意見と反映. A blank 対応 is 未回答; 検討中 is an answer that is still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.plan.fiscal_calendar import fiscal_year
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.voices import PUBLIC, RESPONSES, UNANSWERED, UNDECIDED
from kdx_metrics.plan.text import listed

# In the order in which they are shown: what changed something first, what is owed last.
ORDER = (*RESPONSES, UNANSWERED)
OPEN = (UNDECIDED, UNANSWERED)


@dataclass(frozen=True, slots=True)
class Responses:
    """Opinions of one group: how many, and how many per 対応 in ORDER, 0 included."""

    name: str
    total: int
    counts: dict[str, int]
    kind: str = ""
    since: date | None = None

    @property
    def unanswered(self) -> int:
        """Opinions without 対応."""
        return self.counts[UNANSWERED]


def received(voices: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Opinions received by `as_of`, newest first, with 対応 said as 未回答 where it is blank."""
    rows = voices[voices["date"] <= pd.Timestamp(as_of)].sort_values("date", ascending=False, kind="stable")
    return rows.assign(response=rows["response"].replace("", UNANSWERED))


def overall(rows: pd.DataFrame) -> Responses:
    """All `rows` of received()."""
    return _responses("", rows)


def per_call(rows: pd.DataFrame) -> tuple[Responses, ...]:
    """Groups by 種類 and 件名, the one with the newest opinion first; without 件名 by 種類 alone."""
    groups = rows.groupby(["kind", "milestone"], sort=False)
    return tuple(
        _responses(str(title or kind), of_call, kind=str(kind), since=of_call["date"].min().date())
        for (kind, title), of_call in groups
    )


def per_pillar(rows: pd.DataFrame, actions: pd.DataFrame, strategy: Strategy) -> tuple[Responses, ...]:
    """Groups by 柱 in the strategy's order, then those of no single 柱 without a name; no empty groups."""
    pillars = pillars_of(rows, actions)
    names = [(pillar.id, pillar.name) for pillar in strategy.pillars] + [("", "")]
    groups = ((name, rows[(pillars == pillar_id).to_numpy()]) for pillar_id, name in names)
    return tuple(_responses(name, of_pillar) for name, of_pillar in groups if len(of_pillar))


def pillars_of(rows: pd.DataFrame, actions: pd.DataFrame) -> pd.Series[str]:
    """柱 of each opinion: the one that is given, else that of the 取組 it names if they share one, else blank."""
    of_action = dict(zip(actions["action_id"], actions["pillar"], strict=True))
    return pd.Series(
        [
            pillar or _single({of_action[number] for number in listed(numbers) if number in of_action})
            for pillar, numbers in zip(rows["pillar"], rows["action_ids"], strict=True)
        ],
        index=rows.index,
        dtype="str",
    )


def waiting(rows: pd.DataFrame) -> pd.DataFrame:
    """Opinions of received() that are still open: 未回答 before 検討中, those that wait longest first."""
    by_wait = rows.sort_values("date", kind="stable")
    return pd.concat([by_wait[by_wait["response"] == response] for response in reversed(OPEN)])


def public(rows: pd.DataFrame) -> pd.DataFrame:
    """Opinions that may be shown outside: those with 公開 可."""
    return rows[rows["public"] == PUBLIC]


def about(rows: pd.DataFrame, column: str, number: str) -> pd.DataFrame:
    """Opinions that name a 取組 (`action_ids`) or a 指標 (`kpi_ids`)."""
    return _where(rows, (number in listed(numbers) for numbers in rows[column]))


def saying(rows: pd.DataFrame, word: str) -> pd.DataFrame:
    """Opinions in which a word stands, or in their answers."""
    texts = zip(rows["opinion"], rows["answer"], strict=True)
    return _where(rows, (word in opinion or word in answer for opinion, answer in texts))


def of_fiscal_years(rows: pd.DataFrame, *years: int) -> pd.DataFrame:
    """Opinions received in these 年度."""
    return _where(rows, (fiscal_year(day.date()) in years for day in rows["date"]))


def _where(rows: pd.DataFrame, mask: Iterable[bool]) -> pd.DataFrame:
    return rows[np.array(list(mask), dtype=bool)]


def _single(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""


def _responses(name: str, rows: pd.DataFrame, kind: str = "", since: date | None = None) -> Responses:
    return Responses(name, len(rows), dict(_counts(rows)), kind, since)


def _counts(rows: pd.DataFrame) -> Iterator[tuple[str, int]]:
    return ((word, int((rows["response"] == word).sum())) for word in ORDER)
