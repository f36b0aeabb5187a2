"""反映前の確認 on screen: rows, cells, ratings and headline that a publication would change."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_given
from kdx_metrics.plan.tables import STRATEGY, Table, publications
from kdx_metrics.publications.proposal.rehearsal import Rehearsal, TableDifference, rehearse
from kdx_metrics.publications.proposal.staging import Proposal
from kdx_metrics.views.rehearsal import flips, three_sides
from kdx_metrics.wording import rehearsals
from pages.frame.words import plain
from pages.html import finding, paragraph, show
from pages.tables.differences import difference_listing, show_difference
from pages.tables.show_table import show_table
from pages.view.view import View

TOLD = 20  # restated values in one sentence


def rehearsal(view: View, proposal: Proposal) -> None:
    """Draw what would change: the headline, each table's rows and cells, flips, restated and redefined KPIs."""
    result = rehearse(view.source.now(), proposal.revisions, proposal.as_at, view.today)
    sides = result.screen, result.before, result.after
    show(
        finding(rehearsals.ratings(*(each.overall.ratings for each in sides))),
        paragraph(rehearsals.first_shown(result.screen.as_of, result.first_shown, proposal.as_at, view.today)),
    )
    show_table(three_sides(sides))
    strategy = result.after.snapshot.strategy
    for name, spec in publications(strategy).items():
        if not result.differences[name].is_empty:
            _table(spec, result.differences[name])
    for listing in flips(result.aged, result.flips, result.kpi_flips, strategy):
        show(finding(f"{listing.caption}: {len(listing)}件"))
        show_table(listing)
    _warnings(result)


def _table(spec: Table, difference: TableDifference) -> None:
    show(finding(f"{spec.label}: {difference.counts}"))
    if len(difference.removed) and spec.name != STRATEGY:
        st.warning(
            f"{plain(spec.label)}の{len(difference.removed)}行が表から無くなります。意図したものかご確認ください。",
            icon=":material/warning:",
        )
    show_difference(difference, spec, f"{spec.label}の変化")
    st.download_button(
        "変化の一覧をCSVでダウンロード",
        lambda: to_csv_bytes(difference_listing(difference, spec).frame),
        f"{difference.table}_変化.csv",
        "text/csv",
        key=f"difference-{difference.table}",
        on_click="ignore",
    )


def _warnings(result: Rehearsal) -> None:
    if result.redefined:
        said = "、".join(
            f"{' '.join(change.key)} {change.column} {change.before}→{change.after}" for change in result.redefined
        )
        st.warning(
            plain(f"指標の意味が変わります。過去の評価も変わるため、ご確認ください: {said}"), icon=":material/warning:"
        )
    values = [(change.kpi_id, value) for change in result.restated for value in change.restated]
    if values:
        said = "、".join(
            f"{kpi_id} {wareki(value.as_of)}: {format_given(value.before)}→{format_given(value.after)}"
            for kpi_id, value in values[:TOLD]
        )
        more = f" ほか{len(values) - TOLD}件" if len(values) > TOLD else ""
        st.warning(f"過去の実績値が{len(values)}件書き換わります: {plain(said + more)}", icon=":material/history:")
