"""A check of the whole store: bytes against their hashes, chains of revisions, and the tables in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, func, select, text

from kdx_metrics.database.engine import Store
from kdx_metrics.database.head import read
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.database.schema.decisions import decision, decision_history
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.revisions import Revision, all_revisions, digest, heads
from kdx_metrics.publications.tables_at import read_tables


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; `revision` is None for the store as a whole."""

    revision: int | None
    code: str
    message: str


def verify(store: Store, strategy: Strategy | None) -> list[Finding]:
    """Everything that is wrong with the store. Raises StoreUnavailable.

    Without a strategy the tables themselves are not read: their bytes stay right for ever, while the rules that they
    are held against change.
    """
    with store.reading() as connection:
        revisions = all_revisions(connection)
        return [
            *(_damage(connection) if store.is_sqlite else ()),
            *_bytes(connection, revisions),
            *_chain(revisions),
            *_publications(connection, revisions),
            *_decisions(connection),
            *(_current(connection, revisions, strategy) if strategy else ()),
        ]


def _damage(connection: Connection) -> Iterator[Finding]:
    """Faults that SQLite itself finds in its file."""
    for line in connection.execute(text("PRAGMA integrity_check")).scalars():
        if line != "ok":
            yield Finding(None, "damaged_file", f"保存ファイルが壊れています: {line}")
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding(None, "broken_reference", f"表 {row[0]} の {row[1]} 行目が存在しない行を指しています。")


def _bytes(connection: Connection, revisions: Sequence[Revision]) -> Iterator[Finding]:
    """One revision's bytes at a time: a store may be larger than the memory."""
    columns = schema.revision.c
    for revision in revisions:
        number = revision.id
        query = select(columns.uploaded, columns.merged).where(columns.id == number)
        uploaded, merged = connection.execute(query).one()
        if revision.redaction:
            if uploaded is not None or merged is not None:
                yield Finding(number, "not_erased", f"第{number}版は抹消の記録があるのに内容が残っています。")
            continue
        if uploaded is None or (merged is None) != (revision.merged_sha256 is None):
            yield Finding(number, "content_missing", f"第{number}版の内容が、抹消の記録なしに失われています。")
        elif digest(uploaded) != revision.sha256 or (merged is not None and digest(merged) != revision.merged_sha256):
            yield Finding(number, "hash_differs", f"第{number}版の内容が、公開されたときと違います。")


def _chain(revisions: Sequence[Revision]) -> Iterator[Finding]:
    """A parent is an earlier revision of the same table and not of a later 時点."""
    earlier: dict[int, Revision] = {}
    for revision in revisions:
        for number in (revision.parent, revision.restored):
            if number is None:
                continue
            ancestor = earlier.get(number)
            is_later = ancestor is not None and number == revision.parent and ancestor.as_at > revision.as_at
            if ancestor is None or ancestor.table != revision.table or is_later:
                text = f"第{revision.id}版の前の版(第{number}版)が正しくありません。"
                yield Finding(revision.id, "broken_chain", text)
        earlier[revision.id] = revision


def _publications(connection: Connection, revisions: Sequence[Revision]) -> Iterator[Finding]:
    """Each publication has all of its files, and the head has counted each."""
    counts: dict[int, int] = {}
    for revision in revisions:
        counts[revision.publication] = counts.get(revision.publication, 0) + 1
    publication = schema.publication
    for number, files in connection.execute(select(publication.c.id, publication.c.files)):
        if counts.get(number, 0) != files:
            yield Finding(None, "incomplete_publication", f"公開{number}のファイルがそろっていません。")
    newest = connection.execute(select(func.coalesce(func.max(publication.c.number), 0))).scalar_one()
    if read(connection).number < newest:
        yield Finding(None, "head_behind", "最新の公開の番号が合いません。")


def _decisions(connection: Connection) -> Iterator[Finding]:
    """Every decision says what the newest version in its history says, and no version is missing."""
    histories: dict[int, list[RowMapping]] = {}
    columns = decision_history.c
    for version in connection.execute(
        select(decision_history).order_by(columns.decision_id, columns.version)
    ).mappings():
        histories.setdefault(version["decision_id"], []).append(version)
    for row in connection.execute(select(decision).order_by(decision.c.id)).mappings():
        history = histories.get(row["id"], [])
        complete = [version["version"] for version in history] == list(range(1, row["version"] + 1))
        if not complete or any(_as_json(row[name]) != value for name, value in history[-1]["content"].items()):
            yield Finding(None, "decision_history", f"決定事項 No.{row['id']} の変更の記録がそろっていません。")


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _current(connection: Connection, revisions: Sequence[Revision], strategy: Strategy) -> Iterator[Finding]:
    """Every revision in force at some 時点 still reads, and the tables of that 時点 fit together."""
    told: set[tuple[int | None, str]] = set()
    for day in sorted({revision.as_at for revision in revisions}):
        in_force = heads(revisions, day)
        for issue in read_tables(strategy, in_force, connection).errors():
            revision = in_force.get(issue.table) if issue.table else None
            number = revision.id if revision else None
            if (number, issue.code) not in told:
                told.add((number, issue.code))
                yield Finding(number, "does_not_read", f"第{number}版を{day}時点の表として読めません: {issue.message}")
