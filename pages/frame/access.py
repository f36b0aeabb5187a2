"""Pages that not every city or person has: which stand in the navigation, and what the address of another says."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.source import Source
from pages.frame.people import may, require
from pages.frame.words import plain
from pages.titles import PageEntry
from pages.view.view import is_in_use


def is_listed(page: PageEntry, data: Source) -> bool:
    """True for a page whose table the city has and whose role the person at work has."""
    return _has_table(page, data) and (not page.roles or may(page.roles))


def is_open(page: PageEntry, data: Source) -> bool:
    """True for a page to draw; else say why there is none, and how there would be one."""
    if not _has_table(page, data):
        st.info(plain(_absent(page.about, data)), icon=":material/table:")
        return False
    # Where the store cannot be read, nobody's role can be told: the page says what that means for it.
    return not page.roles or bool(get_source().trouble) or require(page.roles, page.name)


def _has_table(page: PageEntry, data: Source) -> bool:
    return not page.about or is_in_use(page.about, data)


def _absent(name: TableName, data: Source) -> str:
    table = tables(data.strategy)[name]
    return (
        f"この画面は「{table.label}」の表({table.file_name})をもとにしますが、まだ公開されていません。"
        "使う場合は「データ更新」から公開してください。使わない表は、ないままで構いません。"
    )
