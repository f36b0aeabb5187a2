"""A check of the whole store: bytes against their hashes, chains of revisions, and the tables in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, func, select, text

from kdx_metrics.database.engine import Store
from kdx_metrics.database.head import read
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.database.schema.decisions import (
    ERASED_TEXT,
    TEXT_SHA256,
    decision,
    decision_history,
    decision_redaction,
)
from kdx_metrics.database.schema.identity import person
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.revisions import Revision, all_revisions, digest, heads
from kdx_metrics.publications.tables_at import read_tables

AUTHORS = (
    (schema.publication, schema.publication.c.person_id, schema.publication.c.account),
    (schema.redaction, schema.redaction.c.person_id, schema.redaction.c.account),
    (schema.audit, schema.audit.c.person_id, schema.audit.c.account),
    (decision, decision.c.created_by_id, decision.c.created_by_account),
    (decision, decision.c.changed_by_id, decision.c.changed_by_account),
    (decision_history, decision_history.c.person_id, decision_history.c.account),
    (decision_redaction, decision_redaction.c.person_id, decision_redaction.c.account),
)


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
            *_authors(connection),
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
    """Decisions equal the newest version of their history, and no version is missing."""
    erased_up_to = _erased_decisions(connection)
    histories: dict[int, list[RowMapping]] = {}
    columns = decision_history.c
    for version in connection.execute(
        select(decision_history).order_by(columns.decision_id, columns.version)
    ).mappings():
        histories.setdefault(version["decision_id"], []).append(version)
    for row in connection.execute(select(decision).order_by(decision.c.id)).mappings():
        history = histories.get(row["id"], [])
        complete = [version["version"] for version in history] == list(range(1, row["version"] + 1))
        if not complete or any(_as_json(row.get(name)) != value for name, value in history[-1]["content"].items()):
            yield Finding(None, "decision_history", f"決定事項 No.{row['id']} の変更の記録がそろっていません。")
        yield from _erased_texts(row["id"], history, erased_up_to.get(row["id"], 0))
    yield from _texts_in_audit(connection, erased_up_to)


def _erased_decisions(connection: Connection) -> dict[int, int]:
    """Newest version with an erased text, per decision."""
    columns = decision_redaction.c
    query = select(columns.decision_id, func.max(columns.version).label("version")).group_by(columns.decision_id)
    return {row.decision_id: row.version for row in connection.execute(query)}


def _erased_texts(number: int, history: Sequence[RowMapping], erased_up_to: int) -> Iterator[Finding]:
    """Texts are missing where a 抹消 is recorded, and nowhere else."""
    worded = {version["version"] for version in history if version["content"].get("text", ERASED_TEXT) != ERASED_TEXT}
    unworded = {version["version"] for version in history if TEXT_SHA256 in version["content"]}
    if any(version <= erased_up_to for version in worded):
        yield Finding(None, "not_erased", f"決定事項 No.{number} は抹消の記録があるのに内容が残っています。")
    if any(version > erased_up_to for version in unworded):
        yield Finding(None, "content_missing", f"決定事項 No.{number} の内容が、抹消の記録なしに失われています。")


def _texts_in_audit(connection: Connection, erased_up_to: Mapping[int, int]) -> Iterator[Finding]:
    """Audit lines of earlier versions of the program, which held the text, have lost it."""
    objects = {f"decision {number}": number for number in erased_up_to}
    query = select(schema.audit.c.object, schema.audit.c.detail).where(schema.audit.c.object.in_(objects))
    for about, detail in connection.execute(query):
        if "text" in detail and detail.get("version", 0) <= erased_up_to[objects[about]]:
            message = f"決定事項 No.{objects[about]} は抹消の記録があるのに、監査ログに内容が残っています。"
            yield Finding(None, "not_erased", message)


def _authors(connection: Connection) -> Iterator[Finding]:
    """Accounts in records are those of the persons whose numbers stand beside them."""
    for table, person_id, account in AUTHORS:
        query = (
            select(person_id, account)
            .outerjoin_from(table, person, person.c.id == person_id)
            .where(person_id.is_not(None), person.c.account.is_distinct_from(account))
            .distinct()
        )
        for number, name in connection.execute(query):
            message = f"表 {table.name} にある利用者「{name}」(番号{number})は、利用者の一覧にありません。"
            yield Finding(None, "unknown_author", message)


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
