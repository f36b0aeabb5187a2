"""Rows that two revisions of a table have in common, however each was saved, to find copies of an erased upload."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection

from kdx_metrics.exports.typed_text import as_texts
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import publications
from kdx_metrics.publications.revisions import NewRevision, Revision, heads, uploaded_bytes
from kdx_metrics.publications.tables_at import InForce, read_tables

Rows = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class EqualRows:
    """Revision that holds `count` of the `total` rows of another one.

    `count` is None where one of the two cannot be read by the rules of today.
    """

    revision: int
    count: int | None
    total: int


def holders(
    connection: Connection,
    strategy: Strategy,
    wanted: Revision,
    others: Iterable[Revision],
    revisions: Sequence[Revision],
) -> list[EqualRows]:
    """Revisions among `others` that hold rows of `wanted` as it was uploaded, or may do; most rows first.

    `revisions` are all there are, since the tables beside one decide how it is read.
    """
    rows_of = partial(_rows, connection, strategy, revisions)
    sent = rows_of(_as_uploaded(connection, wanted))
    holding: list[EqualRows] = []
    for other in others:
        rows = rows_of(other)
        count = None if sent is None or rows is None else int(np.isin(sent, rows).sum())
        if count != 0:
            holding.append(EqualRows(other.id, count, 0 if sent is None else len(sent)))
    return sorted(holding, key=lambda holder: -(holder.count or 0))


def _as_uploaded(connection: Connection, wanted: Revision) -> NewRevision:
    """The upload alone, without the rows that a partial update left unchanged."""
    data = uploaded_bytes(connection, wanted.id)
    return NewRevision(wanted.table, wanted.as_at, wanted.file_name, wanted.encoding, wanted.rows, data)


def _rows(
    connection: Connection, strategy: Strategy, revisions: Sequence[Revision], part: Revision | NewRevision
) -> Rows | None:
    """Hash per row of the typed table, None where it cannot be read."""
    in_force: InForce = {**heads(revisions, part.as_at), part.table: part}
    frame = read_tables(strategy, in_force, connection).frames.get(part.table)
    if frame is None:
        return None
    texts = as_texts(frame, publications(strategy)[part.table])
    return np.asarray(pd.util.hash_pandas_object(texts, index=False), dtype=np.uint64)
