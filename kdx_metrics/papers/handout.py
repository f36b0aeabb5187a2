"""配布資料: one self-contained HTML page that prints as A4 landscape from any browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import FONT
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables import Column, Table, actions_table, attention_table, groups_table, kpi_table, table
from kdx_metrics.meeting.tables_ahead import candidates_table, coming_table, history_table
from kdx_metrics.meeting.tables_changes import changes_table, kpi_changes_table
from kdx_metrics.meeting.tables_decisions import (
    ORDER_NOTE,
    TITLE,
    decisions_finding,
    decisions_table,
    has_decisions,
)
from kdx_metrics.numbers.progress import Group
from kdx_metrics.papers import handout_figures as figures
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_percent, format_points
from kdx_metrics.plan.tables import CATEGORIES
from kdx_metrics.wording import explanations, headlines, kpi_sentences, movements, rules
from kdx_metrics.wording.outlooks import period_end
from kdx_metrics.wording.words import COURSE_WORDS, NO_ACTIONS, NOT_EVALUABLE, RATING_WORDS, tone

TEMPLATES = Path(__file__).parent / "templates"
PARTS = ("homework", "overall", "pillars", "changes", "outlook", "kpis", "attention", "years", "rules")

Rows = list[list[str | Markup]]


def write_handout(content: Material) -> bytes:
    """The page as UTF-8 bytes."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tone"] = _tone
    environment.filters["wareki"] = wareki
    context = _context(content)
    places = {part: number for number, part in enumerate((part for part in PARTS if context[part] is not None), 1)}
    page = environment.get_template("handout.html").render(**context, places=places)
    return page.encode()


def _tone(cell: object) -> str:
    """The style class of a cell's text, "" for a text in plain ink."""
    rating = tone(str(cell))
    return f"r-{rating}" if rating else ""


def _context(content: Material) -> dict[str, Any]:
    summary, strategy, ahead = content.summary, content.strategy, content.outlook
    named = [("全体", summary.overall), *((pillar.name, summary.pillars[pillar.id]) for pillar in strategy.pillars)]
    newest = summary.snapshot.milestones.sort_values("date", ascending=False, kind="stable")
    events = list(zip(range(len(newest), 0, -1), newest["date"].dt.date, newest["category"], strict=True))
    return {
        "content": content,
        "font": Markup(FONT),  # noqa: S704  # our own constant, with quotation marks that CSS needs
        "palette": figures.PALETTE,
        "patterns": figures.patterns(),
        "homework": _homework(content),
        "overall": {"finding": headlines.overall(summary), "rows": list(_overview(named))},
        "numbers": groups_table(named, "全体と柱の数値", "区分"),
        "matrix": _matrix(content),
        "pillars": [_pillar(content, pillar.id) for pillar in strategy.pillars],
        "changes": _changes(content),
        "outlook": {
            "finding": period_end(ahead),
            "courses": _courses(content),
            "rule": rules.suggestions(),
            "candidates": candidates_table(ahead.candidates, content),
        },
        "kpis": {
            "finding": kpi_sentences.counts(summary.kpis),
            "table": _with_figures(
                kpi_table(content, content.kpis, "指標(KPI)"),
                "推移(点線は目標への道すじ)",
                14,
                [figures.course(kpi) for kpi in content.kpis],
                place=2,
            ),
        },
        "attention": {"finding": headlines.attention(summary.attention), "table": attention_table(content)},
        "years": {
            "finding": headlines.milestones(summary.snapshot.milestones, strategy, content.today),
            "figure": figures.timeline(events, strategy, summary.as_of, CATEGORIES),
            "coming": coming_table(content, content.today),
            "history": _numbered(history_table(content)),
        },
        "rules": [rules.groups(strategy), rules.EARNED, rules.kpis(strategy)],
        "worked": explanations.explain_group(summary.actions, summary.overall, strategy).worked,
        "legend": [(figures.fill(name), word.label) for name, word in RATING_WORDS.items()],
    }


def _homework(content: Material) -> dict[str, Any] | None:
    if not has_decisions(content):
        return None
    listed = decisions_table(content)
    return {"title": TITLE, "finding": decisions_finding(content), "table": listed, "note": ORDER_NOTE}


def _overview(named: list[tuple[str, Group]]) -> Iterator[tuple[str, Markup, str, str, str, Markup]]:
    most = max((group.actions for _, group in named[1:]), default=1)
    for name, group in named:
        yield (
            name,
            figures.bar(group.actual, group.planned),
            format_percent(group.actual),
            format_percent(group.planned),
            format_points(group.gap),
            figures.counts(group.ratings, max(most, group.actions) if name == "全体" else most),
        )


def _matrix(content: Material) -> list[tuple[str, list[dict[str, Any]]]]:
    """A row a pillar: a cell a 期 with its bar, its numbers and its worst rating, or why there is none."""
    rows = []
    for pillar in content.strategy.pillars:
        cells = []
        for period in content.strategy.periods:
            group = content.summary.cells[pillar.id, period.number]
            missing = NO_ACTIONS if group.actions == 0 else NOT_EVALUABLE
            cells.append(
                {
                    "running": period.number == content.summary.period,
                    "said": missing if group.actual is None else format_percent(group.actual),
                    "gap": "" if group.gap is None else f"計画比 {format_points(group.gap)}",
                    "bar": None if group.actual is None else figures.bar(group.actual, group.planned),
                    "worst": RATING_WORDS[group.worst].label if group.worst else "",
                }
            )
        rows.append((pillar.name, cells))
    return rows


def _pillar(content: Material, pillar_id: str) -> dict[str, Any]:
    """A pillar's finding and all its 取組 with their Gantt strips, 課題 and 今後の対応."""
    summary, pillar = content.summary, content.strategy.pillar(pillar_id)
    rated = summary.actions[summary.actions["pillar"] == pillar_id]
    listed = actions_table(content, rated, f"{pillar.name}の取組({len(rated)}件)")
    records = rated.to_dict("records")
    strips = [figures.gantt({str(k): v for k, v in row.items()}, content.strategy, summary.as_of) for row in records]
    words = [
        " ".join(f"【{word}】{row[name]}" for name, word in (("issue", "課題"), ("next_step", "対応")) if row[name])
        for row in records
    ]
    widened = _with_figures(listed, figures.years(content.strategy), 17, strips, place=4)
    widened["columns"] = [*widened["columns"], {"header": "課題・今後の対応", "share": 22, "align": "left"}]
    widened["rows"] = [[*row, text] for row, text in zip(widened["rows"], words, strict=True)]
    course = headlines.course(pillar.name, summary.earned_pillars[pillar_id])
    return {
        "name": pillar.name,
        "role": pillar.role,
        "finding": headlines.group(pillar.name, summary.pillars[pillar_id]),
        "course": course,
        "table": widened,
    }


def _with_figures(
    listed: Table, header: str | Markup, share: float, drawn: list[Markup], *, place: int
) -> dict[str, Any]:
    """A table with a column of figures put in at `place`."""
    columns: list[dict[str, Any]] = [
        {"header": column.header, "share": column.share, "align": column.align} for column in listed.columns
    ]
    columns.insert(place, {"header": header, "share": share, "align": "left"})
    rows: Rows = [[*row[:place], figure, *row[place:]] for row, figure in zip(listed.rows, drawn, strict=True)]
    return {"caption": listed.caption, "columns": columns, "rows": rows, "none": listed.none}


def _changes(content: Material) -> dict[str, Any] | None:
    moved = content.changes
    if moved is None:
        return None
    named = [
        ("全体", moved.overall),
        *((content.strategy.pillar(key).name, both) for key, both in moved.pillars.items()),
    ]
    return {
        "finding": movements.finding(moved),
        "rows": [
            (
                name,
                figures.dumbbell(both.before.actual, both.after.actual),
                format_percent(both.before.actual),
                format_percent(both.after.actual),
                format_points(both.actual_change),
                f"{both.before.actions}件 → {both.after.actions}件",
            )
            for name, both in named
        ],
        "unchanged": moved.unchanged,
        "actions": changes_table(moved, content),
        "kpis": kpi_changes_table(moved),
    }


def _courses(content: Material) -> Table:
    ahead = content.outlook
    named = [
        ("全体", ahead.overall),
        *((content.strategy.pillar(key).name, each) for key, each in ahead.pillars.items()),
    ]
    columns = (Column("区分", 12), *(Column(word, 8, "right") for word in COURSE_WORDS.values()))
    rows = ((name, *(f"{group.counts[key]}件" for key in COURSE_WORDS)) for name, group in named)
    return table(f"{ahead.period.name}の取組は期末にどうなるか", columns, rows)


def _numbered(listed: Table) -> Table:
    columns = (Column("図", 2.5, "right"), *listed.columns)
    return table(listed.caption, columns, ((str(len(listed.rows) - n), *row) for n, row in enumerate(listed.rows)))
