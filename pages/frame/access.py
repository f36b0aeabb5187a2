"""Pages that not every city or person has: which stand in the navigation, and what the address of another says."""

from __future__ import annotations

import streamlit as st

from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.source import Source
from pages.frame.people import may, require
from pages.frame.words import plain
from pages.titles import PageEntry
from pages.view.view import has_value, is_in_use


def is_listed(page: PageEntry, data: Source) -> bool:
    """True for a page whose table the city has and whose role the person at work has."""
    return _has_table(page, data) and (not page.roles or may(page.roles))


def is_open(page: PageEntry, data: Source) -> bool:
    """True for a page to draw; else say why there is none, and how there would be one."""
    if not _has_table(page, data):
        st.info(plain(_absent(page, data)), icon=":material/table:")
        return False
    # Where the store cannot be read, nobody's role can be told: the page says what that means for it.
    return not page.roles or bool(get_source().trouble) or require(page.roles, page.name)


def _has_table(page: PageEntry, data: Source) -> bool:
    if not page.about or is_in_use(page.about, data):
        return True
    return any(has_value(table, column, data) for table, column in page.or_about)


def _absent(page: PageEntry, data: Source) -> str:
    table = tables(data.strategy)[page.about]
    columns: dict[TableName, list[str]] = {}
    for name, column in page.or_about:
        columns.setdefault(name, []).append(tables(data.strategy)[name].headers[column])
    others = "".join(
        f"か、「{tables(data.strategy)[name].label}」の表({tables(data.strategy)[name].file_name})の{'・'.join(headers)}"
        for name, headers in columns.items()
    )
    return (
        f"この画面は「{table.label}」の表({table.file_name}){others}をもとにしますが、まだ公開されていません。"
        "使う場合は「データ更新」から公開してください。使わない表は、ないままで構いません。"
    )
