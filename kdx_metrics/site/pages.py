"""Pages of one edition: what stands on each, from the numbers, sentences and column lists of the meeting's papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from kdx_metrics.charts.sparklines import course_of_kpi
from kdx_metrics.numbers.changes import Changes, compare
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ordering import kpis_worst_first
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import about, overall, received
from kdx_metrics.papers import handout_figures as figures
from kdx_metrics.plan.snapshot import SAMPLE_MARK
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.site.allowed import public_summary, public_tables
from kdx_metrics.views import actions, kpis, milestones, voices
from kdx_metrics.views.groups import groups, of_period, on_paper, periods
from kdx_metrics.views.listing import absent
from kdx_metrics.views.meeting.changes import action_changes
from kdx_metrics.wording import rules
from kdx_metrics.wording import voices as voice_words
from kdx_metrics.wording.groups import headlines, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import movements

# Columns of the views by the plan's column that each needs; computed ones need none.
_ACTIONS = ("action_id", "pillar", "period", "title", "theme", "department", "status")
_DATES = ("planned_start", "planned_end")
_COMPUTED = ("planned", "actual", "gap", "rating")
_ACTION_TEXTS = ("goal", "source")
_KPIS = ("kpi_id", "name", "actual", "target", "attainment", "ratio", "rating")


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

    def uses(self, table: TableName) -> bool:
        """True for a table that the city has and shows."""
        return table in self.summary.snapshot.frames


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


def pages_of(edition: Edition) -> Iterator[Page]:
    """All pages of an edition, the first one first."""
    yield _overview(edition)
    if edition.uses("action_plan"):
        yield from _action_pages(edition)
    if edition.uses("kpis"):
        yield from _kpi_pages(edition)
    if edition.uses("milestones"):
        yield _timeline(edition)
    if edition.before is not None:
        yield _changes(edition, compare(edition.before, edition.summary))
    if edition.uses("voices"):
        yield _voices(edition)
    yield _data(edition)
    yield Page("about.html", "このサイトについて", "about.html", {"rules": _rules(edition)})


def _overview(edition: Edition) -> Page:
    summary, strategy = edition.summary, edition.strategy
    bands = strategy.rating
    content: dict[str, Any] = {"plan": None, "kpis": None}
    shows: list[TableName] = []
    if edition.uses("action_plan"):
        named = of_period(summary, summary.period)
        content["plan"] = {
            "period": strategy.period(summary.period).name,
            "finding": standing.headline(summary, None),
            "pillars": [
                (name, standing.group(name, group, bands.rounding), figures.bar(group.actual, group.planned, bands))
                for name, group in named
            ],
            "table": on_paper(groups(named, caption="柱ごとの数値", gaps=bands.rounding)),
            "periods": on_paper(periods(summary)),
        }
        shows.append("action_plan")
    if edition.uses("kpis"):
        content["kpis"] = kpi_sentences.counts(summary.kpis)
        shows += ["kpis", "kpi_actuals"]
    return Page("index.html", "概況", "overview.html", content, tuple(shows))


def _action_pages(edition: Edition) -> Iterator[Page]:
    rated, strategy = edition.summary.actions, edition.strategy
    listed = actions.actions(rated, strategy, "取組の一覧").only(
        *_columns(edition, "action_plan", _ACTIONS, ("planned_end",))
    )
    numbers = list(dict.fromkeys(rated["action_id"]))
    links = {number: action_path(number) for number in numbers}
    content = {"table": listed, "links": [links[number] for number in rated["action_id"]]}
    yield Page("actions/index.html", "取組", "list.html", content, ("action_plan",))
    for number in numbers:
        yield _action(edition, number, rated[rated["action_id"] == number])


def _action(edition: Edition, number: str, rows: pd.DataFrame) -> Page:
    strategy = edition.strategy
    headers = tables(strategy)["action_plan"].headers
    shown = _columns(edition, "action_plan", ("period", "department", "status"), _DATES)
    listed = actions.actions(rows, strategy, "期ごとの進捗")
    content = {
        "rows": listed.only(*shown),
        "texts": [
            (f"{strategy.period(row.period).name} {headers[name]}", text)
            for row in listed
            for name in _ACTION_TEXTS
            if (text := getattr(row, name))
        ],
        "bars": [
            (strategy.period(row.period).name, figures.gantt(row, strategy, edition.summary.as_of))
            for row in listed
            if not (absent(row.planned_start) or absent(row.planned_end))
        ],
        "course": actions.course(number, [*edition.history, edition.summary], strategy).only(
            *("as_of", "period", *_allowed(edition, "action_plan", ("status",)), "actual", "rating")
        ),
        "voices": _opinions(edition, "action_ids", number),
    }
    title = f"{number} {rows['title'].iloc[-1]}"
    return Page(action_path(number), title, "action.html", content, ("action_plan", "voices"))


def _kpi_pages(edition: Edition) -> Iterator[Page]:
    summary = edition.summary
    results = kpis_worst_first(summary.kpis, summary.attention)
    table = kpis.kpis(results, summary).only(*_KPIS)
    content = {"table": table, "links": [kpi_path(kpi.kpi_id) for kpi in results]}
    yield Page("kpis/index.html", "指標", "list.html", content, ("kpis", "kpi_actuals"))
    for kpi in summary.kpis:
        yield _kpi(edition, kpi)


def _kpi(edition: Edition, kpi: KpiResult) -> Page:
    summary = edition.summary
    content = {
        "finding": kpi_sentences.headline(kpi, summary.forecasts[kpi.kpi_id]),
        "figure": course_of_kpi(kpi, figures.PALETTE),
        "row": kpis.kpis([kpi], summary).only(*_KPIS),
        "observations": kpis.observations(kpi),
        "results": kpis.period_results(kpi, edition.strategy),
        "texts": kpis.described(kpi, summary),
        "voices": _opinions(edition, "kpi_ids", kpi.kpi_id),
    }
    title = f"{kpi.kpi_id} {kpi.name}"
    return Page(kpi_path(kpi.kpi_id), title, "kpi.html", content, ("kpis", "kpi_actuals", "voices"))


def _timeline(edition: Edition) -> Page:
    summary, strategy = edition.summary, edition.strategy
    events = summary.snapshot.milestones
    listing = milestones.milestones(events)
    marks = [(row.number, row.date.date(), row.category) for row in listing]
    content = {
        "finding": headlines.milestones(events, strategy, summary.as_of),
        "figure": figures.timeline(marks, strategy, summary.as_of, strategy.milestones.categories),
        "table": listing.only("number", *milestones.ON_PAPER),
    }
    return Page("timeline.html", "年表", "figure.html", content, ("milestones",))


def _changes(edition: Edition, moved: Changes) -> Page:
    strategy = edition.strategy
    with_plan = edition.uses("action_plan")
    content = {
        "since": moved.before_on,
        "finding": movements.finding(moved, strategy) if with_plan else movements.kpis(moved),
        "groups": [
            ("追加された取組", [state.state.title for state in moved.added]),
            ("なくなった取組", [state.state.title for state in moved.removed]),
        ],
        "table": action_changes(moved, strategy) if with_plan else None,
    }
    return Page("changes.html", "前回からの変化", "changes.html", content, ("action_plan",))


def _voices(edition: Edition) -> Page:
    rows = received(edition.summary.snapshot.table("voices"), edition.summary.as_of)
    content = {
        "finding": voice_words.finding(overall(rows)),
        "voices": list(voices.opinions(rows, edition.strategy)),
        "no_answer": voice_words.NO_ANSWER,
    }
    return Page("voices.html", "意見と市の考え方", "voices.html", content, ("voices",))


def _opinions(edition: Edition, column: str, number: str) -> list[Any]:
    if not edition.uses("voices"):
        return []
    rows = received(edition.summary.snapshot.table("voices"), edition.summary.as_of)
    return list(voices.opinions(about(rows, column, number), edition.strategy))


def _data(edition: Edition) -> Page:
    allowed = public_tables(edition.strategy)
    present = [table for name, table in allowed.items() if edition.uses(name)]
    content = {
        "tables": [(table, "、".join(column.header for column in table.columns)) for table in present],
        "licence": edition.strategy.public.licence,
        "earlier": [day for day in edition.earlier if day < edition.summary.as_of],
    }
    return Page("data.html", "オープンデータ", "data.html", content, tuple(table.name for table in present))


def _rules(edition: Edition) -> list[str]:
    strategy = edition.strategy
    return [
        *([rules.groups(strategy)] if edition.uses("action_plan") else []),
        *([rules.kpis(strategy)] if edition.uses("kpis") else []),
    ]


def _columns(edition: Edition, table: TableName, names: Sequence[str], dates: Sequence[str]) -> list[str]:
    listed = {column.name for column in actions.columns(edition.strategy)}
    return [name for name in (*_allowed(edition, table, (*names, *dates)), *_COMPUTED) if name in listed]


def _allowed(edition: Edition, table: TableName, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in public_tables(edition.strategy)[table].by_name]


def action_path(number: str) -> str:
    """Path of a 取組's page: its number, with what no file name may hold written as in an address."""
    return f"actions/{file_name(number)}.html"


def kpi_path(number: str) -> str:
    """Path of a 指標's page."""
    return f"kpis/{file_name(number)}.html"


def file_name(number: str) -> str:
    """A number as a file name: letters, digits and - as they are, all else as its UTF-8 bytes after a `=`."""
    return quote(number, safe="").replace("%", "=").replace(".", "=2E")
