"""Open data of one edition: each public table as CSV and JSON, the summary, and the package that describes them.

`datapackage.json` follows Frictionless Data Package 1.0, which lets a package hold more: here 全国地方公共団体コード,
by which data of several cities are told apart. A column is named as its header in the CSV is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from kdx_metrics.exports.typed_text import table_csv
from kdx_metrics.intake.japanese import REASONS
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.tables import Column, Table
from kdx_metrics.site.allowed import public_tables

FOLDER = "data"
_TYPES: Mapping[str, str] = {"int64": "integer", "float64": "number", "datetime64[s]": "date"}
LICENCES: Mapping[str, str] = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def open_data(summary: Summary) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file; `summary` is a public one."""
    snapshot = summary.snapshot
    present = [table for table in public_tables(snapshot.strategy).values() if table.name in snapshot.frames]
    for table in present:
        frame = snapshot.frames[table.name]
        yield f"{FOLDER}/{table.file_name}", table_csv(frame, table)
        yield f"{FOLDER}/{table.name}.json", as_json(records(frame, table))
    yield f"{FOLDER}/summary.json", as_json(numbers(summary))
    yield "datapackage.json", as_json(package(snapshot, present))


def as_json(content: object) -> bytes:
    """JSON in UTF-8 as it is read by people: indented, Japanese as it is, without NaN."""
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def records(frame: pd.DataFrame, table: Table) -> list[dict[str, Any]]:
    """Rows by header: dates as ISO text, a missing value as None."""
    columns = [(column.header, _values(frame[column.name], column)) for column in table.columns]
    headers = [header for header, _ in columns]
    return [dict(zip(headers, row, strict=True)) for row in zip(*(values for _, values in columns), strict=True)]


def _values(values: pd.Series, column: Column) -> list[Any]:
    if column.is_date:
        return [None if day is None else day.isoformat() for day in values.to_numpy().astype("datetime64[D]").tolist()]
    if column.is_number:
        return [None if pd.isna(value) else float(value) for value in values]
    if column.dtype == "int64":
        return values.tolist()
    return [column.shown.get(text, text) or None for text in values]


def numbers(summary: Summary) -> dict[str, Any]:
    """Public numbers, unrounded; absent is None. Nothing that anybody has written stands among them."""
    return {
        "as_of": summary.as_of.isoformat(),
        "period": summary.period,
        "periods": [_group(group) | {"period": number} for number, group in summary.periods.items()],
        "cells": [
            _group(group) | {"pillar": pillar, "period": number} for (pillar, number), group in summary.cells.items()
        ],
        "actions": [
            {"action_id": row["action_id"], "period": int(row["period"]), "rating": row["rating"]}
            | {name: _number(row[name]) for name in ("planned", "actual", "gap")}
            for row in summary.actions.to_dict("records")
        ],
        "kpis": [
            {"kpi_id": kpi.kpi_id, "rating": kpi.rating, "as_of": _iso(kpi.as_of)}
            | {name: getattr(kpi, name) for name in ("actual", "target", "attainment", "ratio", "expected", "pace")}
            for kpi in summary.kpis
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    names = ("actions", "evaluable", "reported", "actual_low", "on_track_share", "planned", "actual", "gap", "worst")
    return {name: getattr(group, name) for name in names} | {"ratings": dict(group.ratings)}


def _number(value: Any) -> float | None:  # noqa: ANN401  # a cell of the rated rows
    return None if pd.isna(value) else float(value)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def package(snapshot: Snapshot, present: list[Table]) -> dict[str, Any]:
    """Description of the files: publisher, columns, types, licence and 時点."""
    strategy, about = snapshot.strategy, snapshot.strategy.about
    licence = {"name": strategy.public.licence.replace(" ", "-")}
    if address := LICENCES.get(strategy.public.licence):
        licence["path"] = address
    return {
        "profile": "data-package",
        "name": f"dx-strategy-{snapshot.as_of.isoformat()}",
        "title": about.full_title,
        "version": snapshot.as_of.isoformat(),
        "contributors": [{"title": about.organization, "role": "publisher"}],
        **({"municipalityCode": about.municipality_code} if about.municipality_code else {}),
        "licenses": [licence],
        "resources": [_resource(table) for table in present],
    }


def _resource(table: Table) -> dict[str, Any]:
    fields = [_field(column) for column in table.columns]
    keys = [table.headers[name] for name in table.key if name in table.headers]
    whole_key = {"primaryKey": keys} if len(keys) == len(table.key) else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.label,
        "description": table.about,
        "path": f"{FOLDER}/{table.file_name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": fields, "missingValues": ["", *REASONS]} | whole_key,
    }


def _field(column: Column) -> dict[str, Any]:
    kind = "string" if column.shown or column.kind == "period" else _TYPES.get(column.dtype, "string")
    about = {"description": column.rule} if column.rule else {}
    return {"name": column.header, "title": column.name, "type": kind} | about
