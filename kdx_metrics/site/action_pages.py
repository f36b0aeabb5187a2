"""Pages of 取組: the list, and per 取組 its 期, its years with money and effects, its 指標, its course and opinions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from kdx_metrics.papers import handout_figures as figures
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.site.content import COMPUTED, Edition, Page, action_path, filled, kpi_path
from kdx_metrics.views import actions, links
from kdx_metrics.views.given import given
from kdx_metrics.views.listing import Listing, absent

_LISTED = ("action_id", "pillar", "period", "title", "theme", "department", "status", "planned_end")
_DATES = ("planned_start", "planned_end")
_SAID_ELSEWHERE = ("action_id", "unit", "source")  # by the title, by the numbers, by the banner of samples
_TEXTS = ("goal", "issue", "next_step", "remarks", "source")


def action_pages(edition: Edition) -> Iterator[Page]:
    """The list of 取組, then one page per 取組."""
    rated = edition.summary.actions
    names = edition.tells(*_LISTED, *COMPUTED)
    listed = actions.actions(rated, edition.strategy, "取組の一覧")
    numbers = list(dict.fromkeys(rated["action_id"]))
    content = {"table": _only(listed, names), "links": [action_path(number) for number in rated["action_id"]]}
    yield Page("actions/index.html", "取組", "list.html", content, ("action_plan",))
    for number in numbers:
        yield _action(edition, number, rated[rated["action_id"] == number].sort_values("period", ascending=False))


def _action(edition: Edition, number: str, rows: pd.DataFrame) -> Page:
    strategy = edition.strategy
    listed = actions.actions(rows, strategy, "期ごとの進捗")
    moved = links.kpis_of(number, edition.summary)
    years = _given(edition, "action_years", number, "年度ごとの予定・実績と費用")
    effects = _given(edition, "effects", number, "年度ごとの効果")
    opinions = edition.opinions_about("action_ids", number)
    shows: dict[TableName, bool] = {
        "action_plan": True,
        "action_years": years is not None,
        "effects": effects is not None,
        "kpis": len(moved) > 0,
        "voices": bool(opinions),
    }
    content = {
        "rows": _only(listed, edition.tells("period", "department", "status", *_DATES, *COMPUTED)),
        "texts": _texts(edition, rows),
        "years_head": figures.years(strategy),
        "bars": [
            (strategy.period(row.period).name, figures.gantt(row, strategy, edition.summary.as_of))
            for row in listed
            if not (absent(row.planned_start) or absent(row.planned_end))
        ],
        "patterns": figures.patterns(),
        "years": years,
        "effects": effects,
        "kpis": filled(moved.without("unit", "relation")) if len(moved) else None,
        "kpi_links": [kpi_path(each.link.kpi.kpi_id) for each in moved],
        "course": _only(
            actions.course(number, [*edition.history, edition.summary], strategy),
            ("as_of", *edition.tells("period", "status", "actual", "rating")),
        ),
        "voices": opinions,
    }
    tables_shown = tuple(name for name, is_shown in shows.items() if is_shown)
    return Page(action_path(number), f"{number} {rows['title'].iloc[0]}", "action.html", content, tables_shown)


def _only(listed: Listing[Any], names: Sequence[str]) -> Listing[Any]:
    """The listing under those of the columns that it has."""
    has = {column.name for column in listed.columns}
    return listed.only(*(name for name in names if name in has))


def _texts(edition: Edition, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Texts of a 取組 by their headers, newest 期 first; one that all 期 share stands once."""
    headers = tables(edition.strategy)["action_plan"].headers
    periods = [edition.strategy.period(number).name for number in rows["period"]]
    texts: list[tuple[str, str]] = []
    for name in edition.tells(*_TEXTS):
        given_texts = rows[name].tolist()
        if len(set(given_texts)) == 1:
            texts.append((headers[name], given_texts[0]))
        else:
            texts += [(f"{headers[name]}({period})", text) for period, text in zip(periods, given_texts, strict=True)]
    return [(term, text) for term, text in texts if text]


def _given(edition: Edition, table: TableName, number: str, caption: str) -> Listing[Any] | None:
    """Public columns of the rows of a 取組 in a table, newest 年度 first; None where there are none."""
    frame = edition.summary.snapshot.table(table)
    rows = frame[frame["action_id"] == number].sort_values("fiscal_year", ascending=False, kind="stable")
    if not edition.uses(table) or rows.empty:
        return None
    names = [column.name for column in edition.tables[table].columns if column.name not in _SAID_ELSEWHERE]
    return given(rows, edition.columns(table, *names), caption)
