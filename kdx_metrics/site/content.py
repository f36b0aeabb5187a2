"""The edition that pages are made of, a page, and what several kinds of page have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import about
from kdx_metrics.plan.snapshot import SAMPLE_MARK
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Column, Table, TableName
from kdx_metrics.plan.tables.voices import UNANSWERED
from kdx_metrics.plan.text import listed
from kdx_metrics.site.allowed import may_be_told, public_summary, public_tables
from kdx_metrics.views import voices
from kdx_metrics.views.listing import Item, Listing

COMPUTED = ("planned", "actual", "gap", "rating")  # columns of a 取組 that are worked out


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path, title, template and content, and the tables whose rows it shows."""

    path: str
    title: str
    template: str
    content: dict[str, Any] = field(default_factory=dict)
    shows: tuple[TableName, ...] = ()

    @property
    def up(self) -> str:
        """Way from the page to the edition's first page."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, eq=False)
class Edition:
    """Public summaries that one edition is made of: of its 時点, of those before it, and of the day compared."""

    summary: Summary
    history: Sequence[Summary]
    before: Summary | None
    samples: frozenset[TableName]
    earlier: Sequence[date] = ()

    @property
    def strategy(self) -> Strategy:
        """The strategy in force at the 時点."""
        return self.summary.snapshot.strategy

    @cached_property
    def tables(self) -> dict[TableName, Table]:
        """Definitions of the tables that the city has and shows, with the columns that may be seen alone."""
        frames = self.summary.snapshot.frames
        return {name: table for name, table in public_tables(self.strategy).items() if name in frames}

    def uses(self, table: TableName) -> bool:
        """True for a table that the city has and shows."""
        return table in self.tables

    def columns(self, table: TableName, *names: str) -> tuple[Column, ...]:
        """Those of the columns of a table that may be seen, in the order of the table; none of one not shown."""
        columns = self.tables[table].columns if table in self.tables else ()
        return tuple(column for column in columns if column.name in names)

    def tells(self, *names: str) -> list[str]:
        """Those columns of the rated rows that may be seen, or that tell only what may be."""
        allowed = self.columns("action_plan", *names)
        computed = (
            ("rating",) if self.summary.share_leads else COMPUTED
        )  # where people rate, hardly any has a percentage
        seen = {column.name for column in allowed} | {name for name in computed if may_be_told(name, self.tables)}
        return [name for name in names if name in seen]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every 取組番号 and 指標番号 that has a page."""
        return frozenset([*self.summary.actions["action_id"], *(kpi.kpi_id for kpi in self.summary.kpis)])

    def opinions_about(self, column: str, number: str) -> list[dict[str, Any]]:
        """Opinions that name a 取組 (`action_ids`) or a 指標 (`kpi_ids`), as a page shows them."""
        return list(self.shown(about(self.summary.voices, column, number)))

    def shown(self, rows: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # typed rows
        """Opinions as a page shows them, each with the pages of the 取組 and 指標 that it names."""
        for row in voices.opinions(rows, self.strategy):
            numbers = [(number, action_path(number)) for number in listed(row.action_ids)]
            numbers += [(number, kpi_path(number)) for number in listed(row.kpi_ids)]
            yield {
                "row": row,
                "is_answered": bool(row.answer) or row.response != UNANSWERED,
                "links": [pair for pair in numbers if pair[0] in self.numbers],
            }


def edition_of(
    summary: Summary, history: Sequence[Summary], before: Summary | None, earlier: Sequence[date] = ()
) -> Edition:
    """Edition of a summary with the ones of earlier 時点; all of them are made public here."""
    frames = summary.snapshot.frames
    samples = frozenset(
        name
        for name, frame in frames.items()
        if "source" in frame and frame["source"].str.startswith(SAMPLE_MARK).any()
    )
    past = [public_summary(each) for each in history]
    return Edition(public_summary(summary), past, before and public_summary(before), samples, earlier)


def filled(listing: Listing[Item]) -> Listing[Item]:
    """The listing without the columns that are blank in all rows."""
    cells = zip(*listing.texts, strict=True) if len(listing) else ()
    blank = [column.name for column, texts in zip(listing.columns, cells, strict=False) if not any(texts)]
    return listing.without(*blank)


def action_path(number: str) -> str:
    """Path of a 取組's page: its number, with what no file name may hold written as in an address."""
    return f"actions/{file_name(number)}.html"


def kpi_path(number: str) -> str:
    """Path of a 指標's page."""
    return f"kpis/{file_name(number)}.html"


def file_name(number: str) -> str:
    """A number as a file name: letters, digits and - as they are, all else as its UTF-8 bytes after a `=`."""
    return quote(number, safe="").replace("%", "=").replace(".", "=2E")
