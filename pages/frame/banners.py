"""Messages above every page: somebody gone, a held version, old data, a store or tables that are away, errors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kdx_metrics.intake.issues import Issue, errors
from kdx_metrics.plan.tables import Table, tables
from kdx_metrics.publications.live import LiveSource
from kdx_metrics.publications.reports import parts, tables_since
from kdx_metrics.wording import dates
from pages.frame.meeting_banner import meeting_banner
from pages.frame.people import departure
from pages.frame.words import is_old, plain, reports
from pages.view.address import pinned_revision, show_date, show_newest_revision
from pages.view.view import View, default_as_of

VIEWS = 64  # whose answers are kept at a time
SHOWN = 3  # errors told one by one above a page
NO_FILE = "missing_file"  # told by the table instead: there is one sentence for all of them


def banners(view: View, *, has_view: bool = True) -> None:
    """Draw what there is to say, each with what to do about it; of the 時点 in view where the page `has_view`."""
    if words := departure():
        st.warning(plain(words), icon=":material/lock:")
    meeting_banner(view)
    if (revision := pinned_revision()) is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(f"第{revision}版までの内容を表示しています(リンクで固定された版です)。", icon=":material/push_pin:")
            st.button("最新の版を表示", on_click=show_newest_revision)
    if has_view:
        _dates(view)
    _age(view)
    if trouble := view.source.trouble:
        st.warning(f"保存先に接続できないため、{plain(_shown_meanwhile(view) + trouble)}", icon=":material/cloud_off:")
    problems = [issue for issue in errors(view.source.issues(view.data)) if issue.code != NO_FILE]
    if revision is None:
        _without_data(view, problems)
    for issue in problems[:SHOWN]:
        st.error(plain(_broken(view, issue)), icon=":material/error:")
    if len(problems) > SHOWN:
        st.error(f"ほかにも{len(problems) - SHOWN}件の誤りがあります。", icon=":material/error:")


def _dates(view: View) -> None:
    """Say of a day to come that it is an estimate, and of the first view what came later."""
    default = default_as_of(view.data)
    if view.is_estimate:
        with _line():
            words = f"{dates.ESTIMATE}。計画だけが{dates.on(view.as_of, view.today)}まで進んでいます。"
            st.warning(plain(words), icon=":material/event:")
            st.button("報告の時点に戻る", key="to-date", on_click=show_date, args=(default,))
    elif view.as_of == default and (later := tables_since(view.data, default)):
        newest = max(later)
        reported = {part.day: part.rows for part in parts(view.data, newest, view.department)}
        with _line():
            words = f"{dates.later(later, reported, view.strategy)}は、この表示に入っていません。"
            st.info(plain(words), icon=":material/event:")
            label = f"{dates.on(newest, view.today)}時点を表示"
            st.button(plain(label), key="to-date", on_click=show_date, args=(newest,))


def _age(view: View) -> None:
    if is_old(view):
        ask = "新しい報告がないか、取りまとめの担当にご確認ください。"
        st.warning(plain(f"{reports(view)}です。{ask}"), icon=":material/schedule:")


def _line() -> DeltaGenerator:
    """A line for a message and the way to another 時点."""
    return st.container(horizontal=True, vertical_alignment="center", key="dates")


def _shown_meanwhile(view: View) -> str:
    if view.source.store_source is None:
        return "公開されたデータではなく、最初から入っているデータを表示しています。"
    return "最後に読めたデータを表示しています。"


def _without_data(view: View, problems: Sequence[Issue]) -> None:
    """Say where data can come from if there is none of a leading table; one with errors is told by those."""
    broken = {issue.table for issue in problems}
    absent = [table for table in _absent(view) if table.name not in broken]
    if absent:
        said = f"{'・'.join(table.label for table in absent)}のデータがありません。{_mend(view.source, absent)}"
        st.error(plain(said), icon=":material/folder_off:")


@lru_cache(maxsize=VIEWS)
def _absent(view: View) -> tuple[Table, ...]:
    return tuple(view.source.without_data(view.data))


def _mend(source: LiveSource, absent: Sequence[Table]) -> str:
    files = "か".join(table.file_name for table in absent)
    publish = f"「データ更新」から{files}を公開してください。"
    location = f"サーバーの{source.folder.name}フォルダー(設定KDX_DATA_DIR)"  # the whole path is in the log
    if source.unreadable:
        return f"サーバーの{source.unreadable}読み取りの権限を直すか、{publish}"
    if any((source.folder / table.file_name).is_file() for table in absent):
        return publish  # the store leads: what lies in the folder is no longer looked at
    if not source.folder.is_dir():
        return f"{location}がありません。フォルダーを元に戻すか、{publish}"
    return f"{location}に、{files}がありません。ファイルを置くか、{publish}"


def _broken(view: View, issue: Issue) -> str:
    table = tables(view.strategy).get(issue.table or "")
    where = table.file_name if table else "データ"
    if issue.cell:
        where += f" のセル {issue.cell}" + (f"({issue.subject})" if issue.subject else "")
    return f"{where}: {issue.message} {issue.fix}"
