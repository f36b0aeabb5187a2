"""Pages of one edition: what stands on each, from the numbers, sentences and column lists of the meeting's papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers import handout_figures as figures
from kdx_metrics.plan.tables import TableName
from kdx_metrics.site.action_pages import action_pages
from kdx_metrics.site.changes_page import changes_page
from kdx_metrics.site.content import Edition, Page
from kdx_metrics.site.kpi_pages import kpi_pages
from kdx_metrics.views import milestones
from kdx_metrics.views.groups import groups, of_period, on_paper, periods
from kdx_metrics.wording import rules
from kdx_metrics.wording import voices as voice_words
from kdx_metrics.wording.groups import headlines, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.words import RATING_WORDS


def pages_of(edition: Edition) -> Iterator[Page]:
    """All pages of an edition, the first one first."""
    yield _overview(edition)
    if edition.uses("action_plan"):
        yield from action_pages(edition)
    if edition.summary.kpis:
        yield from kpi_pages(edition)
    if edition.uses("milestones"):
        yield _timeline(edition)
    if edition.before is not None:
        yield changes_page(edition, edition.before)
    if edition.uses("voices"):
        yield _voices(edition)
    yield _data(edition)
    yield Page("about.html", "このサイトについて", "about.html", {"rules": _rules(edition)})


def _overview(edition: Edition) -> Page:
    summary = edition.summary
    content: dict[str, Any] = {"plan": None, "kpis": None}
    shows: list[TableName] = []
    if edition.uses("action_plan"):
        content["plan"] = _plan(edition)
        shows.append("action_plan")
    if summary.kpis:
        content["kpis"] = kpi_sentences.counts(summary.kpis)
        shows += ["kpis", "kpi_actuals"]
    return Page("index.html", "概況", "overview.html", content, tuple(shows))


def _plan(edition: Edition) -> dict[str, Any]:
    """The 期 in force and its 柱, each in words and one figure, and the numbers as tables."""
    summary, strategy = edition.summary, edition.strategy
    named = of_period(summary, summary.period)
    visions = ["", *(pillar.vision for pillar in strategy.pillars)]
    most = max(group.actions for _, group in named)
    return {
        "period": strategy.period(summary.period).name,
        "finding": standing.headline(summary, None),
        "share_leads": summary.share_leads,
        "ratings": "・".join(word.word for word in RATING_WORDS.values()),
        "patterns": figures.patterns(),
        "groups": [
            (name, vision, standing.group(name, group, strategy.rating.rounding), _figure(edition, group, most))
            for (name, group), vision in zip(named, visions, strict=True)
        ],
        "table": on_paper(groups(named, caption="柱ごとの数値", gaps=strategy.rating.rounding)),
        "periods": on_paper(periods(summary)),
    }


def _figure(edition: Edition, group: Group, most: int) -> Markup | None:
    """Actual beside plan; counts of ratings where 順調率 leads, and nothing where there is no number."""
    if group.share_leads:
        return figures.counts(group.ratings, most)
    return None if group.actual is None else figures.bar(group, edition.strategy.rating)


def _timeline(edition: Edition) -> Page:
    summary, strategy = edition.summary, edition.strategy
    events = summary.snapshot.milestones
    listing = milestones.milestones(events)
    marks = [(row.number, row.date.date(), row.category) for row in listing]
    content = {
        "finding": headlines.milestones(events, strategy, summary.as_of),
        "figure": figures.timeline(marks, strategy, summary.as_of, strategy.milestones.categories, size=13.5),
        "table": listing.only("number", *milestones.ON_PAPER),
    }
    return Page("timeline.html", "年表", "figure.html", content, ("milestones",))


def _voices(edition: Edition) -> Page:
    content = {
        "finding": voice_words.finding(overall(edition.summary.voices)),
        "voices": list(edition.shown(edition.summary.voices)),
    }
    return Page("voices.html", "意見と市の考え方", "voices.html", content, ("voices",))


def _data(edition: Edition) -> Page:
    present = list(edition.tables.values())
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
        *([rules.kpis(strategy)] if edition.summary.kpis else []),
    ]
