"""配布資料: one self-contained HTML page that prints as A4 landscape from any browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import FONT
from kdx_metrics.charts.sparklines import course_of_kpi
from kdx_metrics.meeting import homework
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.changes import Headline
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ratings import listed
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers import handout_figures as figures
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views import actions, kpis, milestones
from kdx_metrics.views import value as value_views
from kdx_metrics.views import voices as voice_views
from kdx_metrics.views.groups import Keyed, both_dates, groups, headlines_of, on_paper, period_and_pillars
from kdx_metrics.views.listing import Column, Item, Listing
from kdx_metrics.views.meeting import attention, decisions
from kdx_metrics.views.meeting.changes import action_changes, kpi_changes
from kdx_metrics.views.meeting.outlook import candidates, courses
from kdx_metrics.wording import explanations, rules, value, voices
from kdx_metrics.wording.groups import headlines, shares, spans, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import board, movements
from kdx_metrics.wording.meeting.outlooks import period_end
from kdx_metrics.wording.words import RATING_WORDS, tone

TEMPLATES = Path(__file__).parent / "templates"
PARTS = (
    "homework",
    "overall",
    "pillars",
    "changes",
    "outlook",
    "kpis",
    "value",
    "voices",
    "attention",
    "years",
    "rules",
)


def write_handout(content: Material) -> bytes:
    """The page as UTF-8 bytes."""
    environment = html_environment(TEMPLATES)
    environment.filters["tone"] = _tone
    context = _context(content)
    places = {part: number for number, part in enumerate((part for part in PARTS if context[part] is not None), 1)}
    page = environment.get_template("handout.html").render(**context, places=places)
    return page.encode()


def html_environment(templates: Path) -> Environment:
    """Templates of HTML in a folder: data is escaped, a missing name is an error, dates are said in 和暦."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wareki"] = wareki
    return environment


def _tone(cell: object) -> str:
    """The style class of a cell's text, "" for a text in plain ink."""
    rating = tone(str(cell))
    return f"r-{rating}" if rating else ""


def _context(content: Material) -> dict[str, Any]:
    summary, strategy, ahead = content.summary, content.strategy, content.outlook
    with_actions = content.uses("action_plan")
    gaps = strategy.rating.rounding
    measured = groups(period_and_pillars(summary), caption="全体と柱の数値", gaps=gaps)
    events = milestones.milestones(summary.snapshot.milestones)
    marks = [(row.number, row.date.date(), row.category) for row in events]
    course: Column[KpiResult] = _drawn("course", "推移(点線は目標への道すじ)", _course, 14)
    return {
        "content": content,
        "font": Markup(FONT),  # noqa: S704  # our own constant, with quotation marks that CSS needs
        "palette": figures.PALETTE,
        "patterns": figures.patterns(),
        "homework": _homework(content),
        "overall": {
            "period": strategy.period(summary.period).name,
            "finding": standing.overall(summary, content.previous),
            "table": _overview(measured, strategy.rating),
        }
        if with_actions
        else None,
        "numbers": on_paper(measured),
        "matrix": _matrix(content),
        "pillars": [_pillar(content, pillar.id) for pillar in strategy.pillars] if with_actions else None,
        "changes": _changes(content),
        "outlook": {
            "finding": period_end(ahead),
            "courses": courses(ahead, strategy),
            "rule": rules.suggestions(ahead.directed),
            "candidates": candidates(ahead, strategy),
        }
        if with_actions
        else None,
        "kpis": {
            "finding": kpi_sentences.counts(summary.kpis),
            "table": kpis.kpis(content.kpis, summary, "指標(KPI)")
            .only(*kpis.on_paper(strategy))
            .inserting("name", course),
        }
        if content.uses("kpis")
        else None,
        "value": {
            "title": value.TITLE,
            "findings": value.told(summary, value_views.title_of(summary)),
            "tables": [
                listing
                for listing in (
                    value_views.money(summary).only(*value_views.MONEY_ON_PAPER),
                    value_views.effect_totals(summary),
                    value_views.worths(summary),
                )
                if len(listing)
            ],
        }
        if summary.has_value
        else None,
        "voices": _voices(summary) if len(summary.voices) else None,
        "attention": {
            "title": board.topic(summary.board),
            "finding": board.finding(summary.board),
            "tables": [attention.on_paper(listing) for listing in attention.attention(summary)],
        },
        "years": {
            "finding": headlines.milestones(summary.snapshot.milestones, strategy, content.today),
            "figure": figures.timeline(marks, strategy, summary.as_of, strategy.milestones.categories),
            "coming": milestones.coming(summary, content.today),
            "history": events.only("number", *milestones.ON_PAPER),
        }
        if content.uses("milestones")
        else None,
        "rules": [
            *([rules.groups(strategy), rules.EARNED] if with_actions else []),
            *([rules.kpis(strategy)] if content.uses("kpis") else []),
        ],
        "worked": explanations.explain_group(summary.running, summary.current, strategy).worked,
        "legend": [(figures.fill(rating), RATING_WORDS[rating].label) for rating in listed(summary.current.ratings)],
    }


def _voices(summary: Summary) -> dict[str, Any]:
    """Opinions counted per occasion, and those that wait for an answer, of those that may be shown."""
    still_open, hidden = voice_views.shown_open(summary)
    return {
        "title": voices.TITLE,
        "finding": voices.finding(overall(summary.voices)),
        "calls": voice_views.calls(summary).without("since"),
        "open": still_open.only(*voice_views.ON_PAPER),
        "hidden": hidden,
    }


def _drawn(name: str, header: str, figure: Callable[[Item], Markup], share: float) -> Column[Item]:
    """A column of figures: what a list of columns cannot hold, since only paper draws it."""
    return Column(name, header, lambda _: None, text=figure, share=share)


def _course(kpi: KpiResult) -> Markup:
    return course_of_kpi(kpi, figures.PALETTE)


def _homework(content: Material) -> dict[str, Any] | None:
    if not homework.is_known(content):
        return None
    return {
        "title": homework.TITLE,
        "finding": homework.finding_of(content),
        "table": homework.listing_of(content).only(*decisions.ON_PAPER),
        "note": homework.ORDER_NOTE,
    }


def _overview(measured: Listing[Keyed], bands: RatingBands) -> Listing[Keyed]:
    """The groups with a bar and stacked counts, those of the pillars to one scale."""
    most = max([row.group.actions for row in list(measured)[1:]], default=1)
    bar: Column[Keyed] = _drawn(
        "bar",
        "進捗率(棒は実績、縦線は計画、枠は計画までの差)",
        lambda row: figures.bar(row.group, bands),
        16,
    )
    counts: Column[Keyed] = _drawn(
        "counts",
        shares.COUNTS,
        lambda row: figures.counts(row.group.ratings, max(most, row.group.actions)),
        19,
    )
    if any(row.group.share_leads for row in measured):
        return measured.only("key_0", "on_track_share").inserting("on_track_share", counts)
    ends: dict[str, Callable[[Keyed], str]] = {
        "actual": lambda row: spans.span(row.group),
        "gap": lambda row: spans.gap(row.group, bands.rounding),
    }
    shown = measured.only("key_0", "actual", "planned", "gap")
    columns = tuple(replace(column, text=ends.get(column.name), share=column.share + 2) for column in shown.columns)
    return replace(shown, columns=columns).inserting("key_0", bar).inserting("gap", counts)


def _matrix(content: Material) -> list[tuple[str, list[dict[str, Any]]]]:
    """One row per pillar, one cell per 期: its bar, its numbers and its worst rating, or why there is none."""
    bands = content.strategy.rating
    rows = []
    for pillar in content.strategy.pillars:
        cells = []
        for period in content.strategy.periods:
            group = content.summary.cells[pillar.id, period.number]
            is_missing = group.leading_percent is None or group.is_waiting
            missing = standing.without_gap(group) if is_missing else ""
            beside = f"{shares.of(group)}が{shares.WELL}" if group.share_leads and group.judged else ""
            cells.append(
                {
                    "running": period.number == content.summary.period,
                    "said": missing or format_percent(group.leading_percent),
                    "gap": beside if group.gap is None else f"計画との差 {spans.gap(group, bands.rounding)}",
                    "bar": None if group.actual is None else figures.bar(group, bands),
                    "worst": RATING_WORDS[group.worst].label if group.worst else "",
                }
            )
        rows.append((pillar.name, cells))
    return rows


def _pillar(content: Material, pillar_id: str) -> dict[str, Any]:
    """A pillar's finding and all its 取組 with their Gantt strips, 課題 and 今後の対応."""
    summary, strategy, pillar = content.summary, content.strategy, content.strategy.pillar(pillar_id)
    rated = summary.actions[summary.actions["pillar"] == pillar_id]
    strip: Column[Any] = _drawn(
        "strip", figures.years(strategy), lambda row: figures.gantt(row, strategy, summary.as_of), 12
    )
    words: Column[Any] = Column("words", "課題・今後の対応", _words, share=19)
    listing = actions.actions(rated, strategy, f"{pillar.name}の取組({len(rated)}件)").having(*actions.ON_PAPER)
    if summary.share_leads:  # which measures no progress that could stand beside a plan
        listing = listing.without("planned")
    return {
        "name": pillar.name,
        "role": pillar.role,
        "finding": standing.group(pillar.name, summary.pillars[pillar_id], strategy.rating.rounding),
        "course": headlines.course(pillar.name, summary.earned_pillars[pillar_id]),
        "table": listing.inserting("department", strip).inserting("rating", words),
    }


def _words(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """課題 and 今後の対応 in one cell: a line of paper has no room for two."""
    return " ".join(f"【{word}】{text}" for word, text in (("課題", row.issue), ("対応", row.next_step)) if text)


def _changes(content: Material) -> dict[str, Any] | None:
    moved, strategy = content.changes, content.strategy
    if moved is None:
        return None
    way: Column[tuple[str, Headline]] = _drawn(
        "way",
        f"{'順調率' if content.summary.share_leads else '実績'}の動き(白い点は前回、青い点は今回)",
        lambda row: figures.dumbbell(row[1].before.leading_percent, row[1].after.leading_percent),
        34,
    )
    return {
        "finding": movements.finding(moved, strategy) if content.uses("action_plan") else movements.kpis(moved),
        "table": both_dates(headlines_of(moved, strategy)).inserting("name", way),
        "unchanged": moved.unchanged,
        "actions": action_changes(moved, strategy) if content.uses("action_plan") else None,
        "kpis": kpi_changes(moved, content.summary) if content.uses("kpis") else None,
    }
