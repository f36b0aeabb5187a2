"""The key of the small figures of KPIs, one for all of them; a large figure has its own."""

from __future__ import annotations

from kdx_metrics.wording.kpi import kpi_sentences
from pages.html import paragraph, tag

KEY = paragraph(
    *(
        tag("span", tag("b", mark, kind=kind, aria_hidden="true"), f" {word}")
        for mark, kind, word in (
            ("━●", "kdx-done", "実績"),
            ("■", "kdx-done", "実績(年度)"),
            ("□", "kdx-done", "途中の年度"),
            ("━", "", "目標"),
            ("┈", "kdx-quiet", "目標への道すじ"),
            ("◇", "", "基準値"),
            ("╌○", "kdx-done", f"見込みと{kpi_sentences.band_words()}"),
        )
    ),
    kind="kdx-legend",
)
