"""反映前の確認 on screen: rows, cells, ratings and headline that a publication would change."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.numbers.changes import ActionChange, Headline, KpiChange
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import format_percent, format_value
from kdx_metrics.plan.tables import Table, tables
from kdx_metrics.publications.rehearsal import Rehearsal, TableDifference, rehearse
from kdx_metrics.publications.staging import Proposal
from kdx_metrics.wording.words import KPI_RATING_WORDS, RATING_WORDS
from pages.frame.words import plain
from pages.tables.show_table import show_table
from pages.updating.differences import counts, difference_table, show_difference
from pages.view.view import View

TOLD = 20  # restated values in one sentence


def rehearsal(view: View, proposal: Proposal) -> None:
    """Draw what would change: the headline, each table's rows and cells, flips, restated and redefined KPIs."""
    result = rehearse(proposal.before, proposal.after, view.strategy, proposal.as_at)
    before, after = result.before.overall.ratings, result.after.overall.ratings
    moved = [
        f"{RATING_WORDS[name].word} {before[name]}→{after[name]}" for name in RATINGS if before[name] != after[name]
    ]
    st.html(f"<p class='kdx-finding'>{'、'.join(moved) or '評価ごとの件数は変わりません'}</p>")
    show_table(headline(result.changes.overall), "見出しの数値の変化")
    for name, change in result.differences.items():
        if not change.is_empty:
            _table(tables(view.strategy)[name], change)
    _ratings(result)
    _warnings(result)


def headline(change: Headline) -> pd.DataFrame:
    """「完了 12→14」: the means and the count of every rating, now and after publication."""
    before, after = change.before, change.after
    rows = [("取組数", str(before.actions), str(after.actions))]
    rows += [("実績", format_percent(before.actual), format_percent(after.actual))]
    rows += [("計画", format_percent(before.planned), format_percent(after.planned))]
    rows += [(RATING_WORDS[name].label, str(before.ratings[name]), str(after.ratings[name])) for name in RATINGS]
    return pd.DataFrame(
        [(label, old, new, "" if old == new else f"{old}→{new}") for label, old, new in rows],
        columns=["項目", "いま", "反映後", "変化"],
    )


def _table(spec: Table, found: TableDifference) -> None:
    st.html(f"<p class='kdx-finding'>{spec.label}: {counts(found)}</p>")
    if len(found.removed):
        st.warning(
            f"{spec.label}の{len(found.removed)}行が表から無くなります。意図したものかご確認ください。",
            icon=":material/warning:",
        )
    show_difference(found, spec, f"{spec.label}の変化")
    st.download_button(
        "変化の一覧をCSVでダウンロード",
        lambda: to_csv_bytes(difference_table(found, spec)),
        f"{found.table}_変化.csv",
        "text/csv",
        key=f"difference-{found.table}",
        on_click="ignore",
    )


def _ratings(result: Rehearsal) -> None:
    flips = [_action_flip(one) for one in result.flips] + [_kpi_flip(one) for one in result.kpi_flips]
    if flips:
        st.html(f"<p class='kdx-finding'>評価が変わる取組・指標: {len(flips)}件</p>")
        table = pd.DataFrame(flips, columns=["番号", "期", "名称", "前の評価", "後の評価"])
        show_table(table, "評価が変わる取組・指標")


def _action_flip(one: ActionChange) -> tuple[str, int | None, str, str, str]:
    before, after = ("－" if side is None else RATING_WORDS[side.rating].label for side in (one.before, one.after))
    return one.action_id, one.period, one.state.title, before, after


def _kpi_flip(one: KpiChange) -> tuple[str, int | None, str, str, str]:
    sides = (one.before, one.after)
    before, after = ("－" if side is None else KPI_RATING_WORDS[side.rating].label for side in sides)
    return one.kpi_id, None, next(side.name for side in sides[::-1] if side is not None), before, after


def _warnings(result: Rehearsal) -> None:
    if result.redefined:
        said = "、".join(f"{' '.join(one.key)} {one.column} {one.before}→{one.after}" for one in result.redefined)
        st.warning(
            plain(f"指標の意味が変わります。過去の評価も変わるため、ご確認ください: {said}"), icon=":material/warning:"
        )
    values = [(one.kpi_id, value) for one in result.restated for value in one.restated]
    if values:
        said = "、".join(
            f"{kpi_id} {value.as_of}: {format_value(value.before)}→{format_value(value.after)}"
            for kpi_id, value in values[:TOLD]
        )
        more = f" ほか{len(values) - TOLD}件" if len(values) > TOLD else ""
        st.warning(f"過去の実績値が{len(values)}件書き換わります: {plain(said)}{more}", icon=":material/history:")
