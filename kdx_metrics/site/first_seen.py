"""Rehearsal of an edition: everything in it that no earlier edition has shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.tables import Column, Table, TableName
from kdx_metrics.plan.tables.common import SOURCE
from kdx_metrics.site.content import Edition
from kdx_metrics.site.edition import editions
from kdx_metrics.site.open_data import FOLDER, records
from kdx_metrics.views.first_seen import KINDS, FirstSeen, listed
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording import public_site as words

Record = Mapping[str, Any]
Shown = Mapping[TableName, Sequence[Record]]  # the open data of one edition, by table


def shown_by(edition: Edition) -> Shown:
    """The open data of an edition."""
    frames = edition.summary.snapshot.frames
    return {name: records(frames[name], table) for name, table in edition.tables.items()}


def shown_in(root: Path) -> list[Shown]:
    """The open data of every edition that a folder keeps."""
    folders = [root / day.isoformat() / FOLDER for day in editions(root)]
    return [
        {path.stem: tables for path in sorted(folder.glob("*.json")) if isinstance(tables := _read(path), list)}
        for folder in folders
    ]


def _read(path: Path) -> Any:  # noqa: ANN401  # what JSON holds
    return json.loads(path.read_bytes())


def first_seen(edition: Edition, earlier: Sequence[Shown]) -> Listing[FirstSeen]:
    """Everything of an edition that is in none of the earlier ones, in the order of the tables."""
    shown = shown_by(edition)
    return listed(
        [
            news
            for name, table in edition.tables.items()
            for news in _of_table(table, shown[name], [past[name] for past in earlier if name in past])
        ]
    )


def in_words(news: Listing[FirstSeen], earlier: Sequence[Shown]) -> str:
    """The count of what is seen for the first time, per kind."""
    return words.first_seen({kind: sum(each.kind == kind for each in news) for kind in KINDS}, is_first=not earlier)


def _of_table(table: Table, rows: Sequence[Record], earlier: Sequence[Sequence[Record]]) -> Iterator[FirstSeen]:
    headers = [column.header for column in table.columns]
    shown_headers = {header for past in earlier for row in past[:1] for header in row}
    if not earlier:
        yield FirstSeen(table.label, "表", f"{table.label}の表", "、".join(headers))
    elif unseen := [header for header in headers if shown_headers and header not in shown_headers]:
        yield from (FirstSeen(table.label, "列", header) for header in unseen)
    keys = [table.headers[name] for name in table.key]
    past_rows: dict[tuple[Any, ...], list[Record]] = {}
    for row in (row for past in earlier for row in past):
        past_rows.setdefault(_key(row, keys), []).append(row)
    for row in rows:
        yield from _of_row(table, row, _key(row, keys), past_rows.get(_key(row, keys), []))


def _key(row: Record, keys: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in keys)


def _of_row(table: Table, row: Record, key: tuple[Any, ...], earlier: Sequence[Record]) -> Iterator[FirstSeen]:
    """The row if it is new, else the sentences in it that are."""
    name = " ".join(_named(table.by_name[column], part) for column, part in zip(table.key, key, strict=True))
    if not earlier:
        yield FirstSeen(table.label, "行", name, _text(table, row))
        return
    for column in table.columns:
        text = row[column.header] if column.prose or column.naming else None
        if text and all(past.get(column.header) != text for past in earlier):
            yield FirstSeen(table.label, "文", f"{name} {column.header}", str(text))


def _named(column: Column, part: Any) -> str:  # noqa: ANN401  # what JSON holds
    """A part of a key as people read it, a date in 和暦."""
    return wareki(date.fromisoformat(part)) if column.is_date and part else str(part)


def _text(table: Table, row: Record) -> str:
    """The sentences of a row; without any, its values by their headers."""
    columns = [column for column in table.columns if column.name not in {*table.key, SOURCE.name}]
    texts = [str(text) for column in columns if column.prose or column.naming if (text := row[column.header])]
    values = [(column.header, row[column.header]) for column in columns]
    return "。".join(texts) or "、".join(f"{header} {_plain(value)}" for header, value in values if value is not None)


def _plain(value: Any) -> str:  # noqa: ANN401  # what JSON holds
    return plain_number(value) if isinstance(value, float) else str(value)
