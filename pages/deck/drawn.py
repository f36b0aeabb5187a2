"""Drawings of the deck as HTML, which flows with the window from a projector to a telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.points import LateAction, late_by_pillar
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.meeting.carry_over import RowOutlook
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import format_percent
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views.groups import of_period, period_and_pillars
from kdx_metrics.views.meeting.attention import briefly
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.meeting.board import question
from kdx_metrics.wording.meeting.outlooks import NONE_TOO_LATE, ends_in_words
from kdx_metrics.wording.words import COURSE_WORDS, NO_ACTIONS, NONE_LATE, RATING_WORDS
from pages.cards.kpi.line import kpi_line
from pages.deck.period_end import months_chart, period_end_chart
from pages.html import css, joined, listing, page_link, paragraph, tag
from pages.tables.table_chart import ChartRow, table_chart, worst_first

Address = Callable[[str], str]  # from what a name stands for to the page that it opens


def period_and_pillars_chart(material: Material, address: Address) -> Markup:
    """Table-chart of the 期 in force and of each 柱 in it, whose names open their 取組."""
    summary = material.summary
    earlier = {} if material.previous is None else dict(of_period(material.previous, summary.period))
    keys = ["", *(pillar.id for pillar in material.strategy.pillars)]
    rows = [
        ChartRow(name, group, earlier.get(name), address(key))
        for key, (name, group) in zip(keys, period_and_pillars(summary), strict=True)
    ]
    return table_chart([rows[0], *worst_first(rows[1:])], "期・柱", material.strategy.rating)


def pillars_now(material: Material, address: Address) -> Markup:
    """Each pillar in the 期 in force, worst first: its gap large, and beside it its late 取組 by name."""
    summary, late = material.summary, late_by_pillar(material)
    groups = {pillar: summary.cells[pillar.id, summary.period] for pillar in material.strategy.pillars}
    ordered = sorted(groups, key=lambda pillar: by_standing(groups[pillar]))
    sections = [
        tag(
            "section",
            tag("div", tag("h2", pillar.name), _gap(groups[pillar], material.strategy.rating)),
            _late_actions(*late[pillar.id], address),
        )
        for pillar in ordered
    ]
    return tag("div", *sections, kind="deck-rows")


def _late_actions(rows: list[LateAction], more: int, address: Address) -> Markup:
    lines = [
        joined(
            [
                tag("b", RATING_WORDS[row.rating].label, kind=f"kdx-{css(row.rating)}"),
                page_link(address(row.action_id), row.title),
                tag("span", row.department, kind="deck-facts"),
            ],
            " ",
        )
        for row in rows
    ]
    rest = [f"ほか{more}件"] if more else []
    return listing([*lines, *rest] or [NONE_LATE], kind="deck-late")


def _gap(group: Group, bands: RatingBands) -> Markup:
    done = f"{group.actions}件中 完了{group.ratings['completed']}件" if group.actions else NO_ACTIONS
    if group.share_leads and group.judged:
        counts = "、".join(filter(None, (shares.of(group), shares.others(group))))
        return paragraph(tag("b", shares.percent(group)), kind="deck-gap") + paragraph(
            f"{shares.ON_TRACK_SHARE}({shares.WELL}の割合)・{counts}", kind="deck-facts"
        )
    if group.gap is None:
        return paragraph(tag("b", standing.without_gap(group)), kind="deck-gap") + paragraph(done, kind="deck-facts")
    low, *high = spans.gap_ends(group, bands.rounding)
    ends = [low, *(tag("small", f"{spans.BETWEEN}{end}") for end in high)]
    number = tag("b", *ends, kind=f"kdx-{css(spans.states(group, bands)[0])}")
    facts = f"計画{format_percent(group.planned)}・{done}"
    return paragraph(number, kind="deck-gap") + paragraph(facts, kind="deck-facts")


def period_end(material: Material, address: Address) -> Markup:
    """Courses of the 期's 取組 to its end, and beside them by name those that will not be done in time."""
    ahead = material.outlook
    late = [row for row in ahead.rows if row.course == "late"]
    lines = [_late(row, address(row.action_id)) for row in late]
    named = listing(lines, kind="deck-late") if late else paragraph(NONE_TOO_LATE)
    title = [tag("h2", f"{COURSE_WORDS['late']}の{len(late)}件")] if late else []
    said = paragraph(ends_in_words(ahead), kind="deck-said")
    chart = period_end_chart(ahead, material.strategy)
    return tag("div", tag("section", chart, said, months_chart(ahead)), tag("section", *title, named), kind="deck-two")


def _late(row: RowOutlook, address: str) -> Markup:
    when = f" {row.department} {wareki_month(row.forecast_end) if row.forecast_end else ''}"
    return joined([page_link(address, row.title), tag("span", when, kind="deck-facts")])


def kpi_lines(kpis: Iterable[KpiResult], palette: Palette, address: Address) -> Markup:
    """Each 指標 as a small line with its name, its rating, its value and its target."""
    return tag(
        "div",
        *(
            kpi_line(kpi, palette, paragraph(page_link(address(kpi.kpi_id), kpi.name), kind="deck-name"))
            for kpi in kpis
        ),
        kind="deck-kpis",
    )


def questions(item: AttentionItem, reason: str, where: str, address: str) -> Markup:
    """The options of a question, what it is about, and why it is on the list."""
    options = question(item.ask_text).options
    about = page_link(address, f"{item.id} {item.title}")
    facts = paragraph(about, tag("span", f"({where})"), kind="deck-about") + paragraph(reason, kind="deck-facts")
    return tag("div", listing(options, "ol", kind="deck-options") if options else "", facts, kind="deck-question")


def reports(
    items: list[AttentionItem], material: Material, caption: str, address: Callable[[AttentionItem], str]
) -> Markup:
    """One line per item: its class, its name, its 所管課, and what is reported or the numbers of the rule."""
    listed = briefly(items, material.summary, caption)
    rows = [
        tag(
            "tr",
            tag("td", tag("b", kind)),
            tag("th", page_link(address(item), title), scope="row"),
            tag("td", department),
            tag("td", said),
        )
        for item, (kind, title, department, said) in zip(items, listed.texts, strict=True)
    ]
    heads = (tag("th", column.title, scope="col") for column in listed.columns)
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), kind="deck-table deck-reports")
