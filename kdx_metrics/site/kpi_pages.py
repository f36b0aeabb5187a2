"""Pages of 指標: the list, and per 指標 its course, its values, the 取組 that are to move it and its opinions."""

from __future__ import annotations

from collections.abc import Iterator

from kdx_metrics.charts.kpi import kpi_picture
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ordering import kpis_worst_first
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.site.content import Edition, Page, action_path, filled, kpi_path
from kdx_metrics.views import kpis, links
from kdx_metrics.wording import alt
from kdx_metrics.wording.kpi import kpi_sentences

_LISTED = ("kpi_id", "name", "actual", "target", "attainment", "ratio", "rating")


def kpi_pages(edition: Edition) -> Iterator[Page]:
    """The list of 指標, worst first, then one page per 指標."""
    summary = edition.summary
    results = kpis_worst_first(summary.kpis, summary.attention)
    content = {
        "table": kpis.kpis(results, summary).only(*_LISTED),
        "links": [kpi_path(kpi.kpi_id) for kpi in results],
    }
    yield Page("kpis/index.html", "指標", "list.html", content, ("kpis", "kpi_actuals"))
    for kpi in summary.kpis:
        yield _kpi(edition, kpi)


def _kpi(edition: Edition, kpi: KpiResult) -> Page:
    summary, forecast = edition.summary, edition.summary.forecasts[kpi.kpi_id]
    moving = links.actions_of(kpi.kpi_id, summary)
    opinions = edition.opinions_about("kpi_ids", kpi.kpi_id)
    usual_path = (tables(edition.strategy)["kpis"].headers["path"], kpis.OPTIONAL["path"])
    names = ("action_id", "title", *edition.tells("department", "planned", "actual", "rating"), "note")
    content = {
        "finding": kpi_sentences.headline(kpi, forecast),
        "figure": kpi_picture(kpi, forecast, edition.strategy, alt.kpi(kpi, forecast)),
        "row": kpis.kpis([kpi], summary, "いまの実績と目標").only(*_LISTED[2:]),
        "observations": filled(kpis.observations(kpi)),
        "results": filled(kpis.period_results(kpi, edition.strategy)),
        "texts": [term for term in kpis.described(kpi, summary) if term != usual_path],
        "actions": filled(moving.only(*names)) if len(moving) else None,
        "action_links": [action_path(each.link.action_id) for each in moving],
        "voices": opinions,
    }
    shows: tuple[TableName, ...] = (
        *("kpis", "kpi_actuals"),
        *(["links", "action_plan"] if len(moving) else []),
        *(["voices"] if opinions else []),
    )
    return Page(kpi_path(kpi.kpi_id), f"{kpi.kpi_id} {kpi.name}", "kpi.html", content, shows)
