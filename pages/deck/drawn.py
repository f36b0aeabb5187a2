"""Drawings of the deck as HTML, which flows with the window from a projector to a telephone."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.charts.sparklines import course_of_kpi
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.carry_over import RowOutlook
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import LATE
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import format_gap, format_percent
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views.attention import subjects
from kdx_metrics.views.kpis import actual_text, target_text
from kdx_metrics.wording import standing
from kdx_metrics.wording.board import question
from kdx_metrics.wording.reasons import brief
from kdx_metrics.wording.words import (
    ATTENTION_WORDS,
    COURSE_WORDS,
    NO_ACTIONS,
    NOT_EVALUABLE,
    RATING_WORDS,
    kpi_word,
)
from pages.deck.period_end import period_end_chart
from pages.html import css, image, joined, listing, paragraph, tag

NAMED = 4  # late 取組 named per pillar


def pillars_now(material: Material) -> Markup:
    """Each pillar in the 期 in force, side by side: its gap, then its late 取組 by name."""
    return tag(
        "div", *(_pillar(material, pillar.id, pillar.name) for pillar in material.strategy.pillars), kind="deck-three"
    )


def _pillar(material: Material, pillar: str, name: str) -> Markup:
    summary, bands = material.summary, material.strategy.rating
    group, rows = summary.cells[pillar, summary.period], summary.running
    late = rows[(rows["pillar"] == pillar) & rows["rating"].isin(LATE)].sort_values("gap", na_position="first")
    lines = [
        joined([tag("b", RATING_WORDS[rating].label, kind=f"kdx-{css(rating)}"), f"{title}({department})"], " ")
        for rating, title, department in zip(
            *(late.head(NAMED)[column].tolist() for column in ("rating", "title", "department")), strict=True
        )
    ]
    more = [f"ほか{len(late) - NAMED}件"] if len(late) > NAMED else []
    done = f"完了 {group.ratings['completed']}件・全{group.actions}件"
    return tag(
        "section",
        tag("h2", name),
        _gap(group, bands),
        paragraph(done if group.actions else NO_ACTIONS, kind="deck-facts"),
        listing([*lines, *more] or ["遅れている取組はありません。"], kind="deck-late"),
    )


def _gap(group: Group, bands: RatingBands) -> Markup:
    if group.gap is None:
        return paragraph(NOT_EVALUABLE, kind="deck-gap")
    number = tag("b", format_gap(group.gap, bands.rounding), kind=f"kdx-{css(bands.rating_of(group.gap))}")
    facts = f"実績{standing.actual(group)}・計画{format_percent(group.planned)}"
    return paragraph("計画との差 ", number, kind="deck-gap") + paragraph(facts, kind="deck-facts")


def period_end(material: Material) -> Markup:
    """Courses of the 期's 取組 to its end, and beside them by name those that will not be done in time."""
    late = [row for row in material.outlook.rows if row.course == "late"]
    named = listing(map(_late, late), kind="deck-late") if late else paragraph("間に合わない見込みの取組はありません。")
    title = [tag("h2", f"{COURSE_WORDS['late']}の{len(late)}件")] if late else []
    chart = period_end_chart(material.outlook, material.strategy)
    return tag("div", tag("section", chart), tag("section", *title, named), kind="deck-two")


def _late(row: RowOutlook) -> str:
    when = f" {wareki_month(row.forecast_end)}見込み" if row.forecast_end else ""
    return f"{row.title}({row.department}){when}"


def kpi_lines(kpis: Iterable[KpiResult], palette: Palette) -> Markup:
    """Each 指標 as a small line with its rating, its value and its target."""
    return tag("div", *(_kpi(kpi, palette) for kpi in kpis), kind="deck-kpis")


def _kpi(kpi: KpiResult, palette: Palette) -> Markup:
    rating = tag("b", kpi_word(kpi).label, kind=f"kdx-{css(kpi.rating)}")
    value = actual_text(kpi).partition("(")[0] if kpi.actual is not None else ""
    goal = f" 目標{target_text(kpi).partition('(')[0]}" if kpi.target is not None else ""
    words = tag("p", tag("strong", kpi.name), kind="deck-name") + tag("p", rating, f" {value}", tag("small", goal))
    return tag("div", image(course_of_kpi(kpi, palette), f"{kpi.name}の推移"), tag("div", words))


def questions(item: AttentionItem, reason: str, where: str) -> Markup:
    """The options of a question, what it is about, and why it is on the list."""
    options = question(item.ask_text).options
    facts = paragraph(f"{item.id} {item.title}({where})", kind="deck-about") + paragraph(reason, kind="deck-facts")
    return tag("div", listing(options, "ol", kind="deck-options") if options else "", facts, kind="deck-question")


def reports(items: Iterable[AttentionItem], material: Material) -> Markup:
    """One line per item: its class, its name, its 所管課, and what is reported or the numbers of the rule."""
    rows = [
        tag(
            "tr",
            tag("td", tag("b", ATTENTION_WORDS[item.kind].word)),
            tag("th", item.title, scope="row"),
            tag("td", item.department),
            tag("td", item.ask_text or brief(item, material.summary)),
        )
        for item in items
    ]
    titles = ("種類", subjects(material.summary), "所管課", "報告・数値")
    heads = (tag("th", text, scope="col") for text in titles)
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), kind="deck-table deck-reports")
