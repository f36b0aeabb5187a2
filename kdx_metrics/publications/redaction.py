"""抹消: the content of a revision goes for good; its hash, date, person and reason stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import insert, update

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import ADMINISTRATORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.erasing import clear_remains
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.plain_text import plain_person, plain_text
from kdx_metrics.database.schema import revisions as schema
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.publications.equal_rows import EqualRows, holders
from kdx_metrics.publications.revisions import Revision, all_revisions, find, heads


@dataclass(frozen=True, slots=True)
class Erased:
    """The outcome of a 抹消, and everything that the administrator has to look at afterwards.

    `revisions` lost their content. The tables of `built_on` were merged from one of them and may hold its rows;
    those of `equal` hold rows that are equal to its rows, however they came there. Where the content `was_shown` at
    its 時点, `shown` is the revision that takes its place, None where there is none. `remains` says what could not
    be done yet, or "".
    """

    revisions: tuple[int, ...]
    built_on: tuple[int, ...]
    equal: tuple[EqualRows, ...]
    was_shown: bool
    shown: int | None
    remains: str = ""


def redact(store: Store, strategy: Strategy, actor: Actor, number: int, *, reason: str) -> Erased:
    """Erase a revision's bytes and every other copy of the same upload (a roll-back keeps one).

    It no longer counts as current: what it had replaced is in force again. Tables that hold the same rows are not
    touched, since they hold others' rows too; they are named, so that the administrator can look at each.
    Backups made before keep the content. Raises Forbidden unless the actor is an administrator, NotPossible for an
    unknown or already erased revision or without a reason, StoreUnavailable.
    """
    about = f"revision {number}"
    audit.require(store, actor, ADMINISTRATORS, "redact", about)
    reason = plain_text(reason, "抹消の理由")
    actor = replace(actor, name=plain_person(actor.name))
    equal = _equal_rows(store, strategy, number)
    with store.writing() as connection:
        before = head.read(connection, lock=True)
        revisions = all_revisions(connection)
        wanted = _not_yet_erased(revisions, number)
        copies = _copies(revisions, wanted)
        erased = Erased(
            revisions=tuple(copies),
            built_on=_built_on(revisions, set(copies)),
            equal=equal,
            was_shown=_shown(revisions, wanted) in copies,
            shown=_shown([other for other in revisions if other.id not in copies], wanted),
        )
        stored = schema.revision
        connection.execute(update(stored).where(stored.c.id.in_(copies)).values(uploaded=None, merged=None))
        record = {"at": datetime.now(UTC), "reason": reason, **actor.author}
        connection.execute(insert(schema.redaction), [{"revision_id": copy, **record} for copy in copies])
        head.advance(connection, before, actor.name)
        detail = {"erased": copies, "built_on": erased.built_on, "equal": [holder.revision for holder in equal]}
        audit.record(connection, actor, "redact", about, detail)
    return replace(erased, remains=clear_remains(store, [schema.revision]))


def _equal_rows(store: Store, strategy: Strategy, number: int) -> tuple[EqualRows, ...]:
    """Revisions that hold rows of this one: copies that differ in a byte, and the table before and after it."""
    with store.reading() as connection:
        revisions = all_revisions(connection)
        wanted = _not_yet_erased(revisions, number)
        gone = _copies(revisions, wanted)
        others = [
            other for other in revisions if other.table == wanted.table and other.id not in gone and not other.redaction
        ]
        return tuple(holders(connection, strategy, wanted, others, revisions))


def _not_yet_erased(revisions: list[Revision], number: int) -> Revision:
    wanted = find(revisions, number)
    if wanted.redaction:
        raise NotPossible(f"第{number}版の内容はすでに抹消されています。")
    return wanted


def _copies(revisions: list[Revision], wanted: Revision) -> list[int]:
    return [copy.id for copy in revisions if copy.sha256 == wanted.sha256 and not copy.redaction]


def _shown(revisions: list[Revision], wanted: Revision) -> int | None:
    """The revision that is in force at the 時点 and of the table of the wanted one."""
    shown = heads(revisions, wanted.as_at).get(wanted.table)
    return shown.id if shown else None


def _built_on(revisions: list[Revision], erased: set[int]) -> tuple[int, ...]:
    """Revisions whose merged table came, by merging and rolling back alone, from one that is erased."""
    tainted = set(erased)
    for revision in revisions:
        source = revision.restored or (revision.parent if revision.mode == "merge" else None)
        if source in tainted and not revision.redaction:
            tainted.add(revision.id)
    return tuple(sorted(tainted - erased))
