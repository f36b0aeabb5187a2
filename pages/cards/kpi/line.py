"""One 指標 as a small line with its rating, value and target."""

from __future__ import annotations

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import Palette
from kdx_metrics.charts.sparklines import course_of_kpi
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.views.kpis import beside_target
from kdx_metrics.wording.words import kpi_word
from pages.html import css, image, paragraph, tag


def kpi_line(kpi: KpiResult, palette: Palette, *above: Markup) -> Markup:
    """The line, and beside it what stands `above` the numbers, such as the name."""
    actual, time, target = beside_target(kpi)
    when = [tag("span", f"{time}・" if target else time, kind="kdx-when")] if time else []
    rating = tag("b", kpi_word(kpi).label, kind=f"kdx-{css(kpi.rating)}")
    numbers = paragraph(rating, " ", tag("strong", actual), " ", tag("small", *when, target))
    return tag(
        "div", image(course_of_kpi(kpi, palette), f"{kpi.name}の推移"), tag("div", *above, numbers), kind="kdx-kpi"
    )
