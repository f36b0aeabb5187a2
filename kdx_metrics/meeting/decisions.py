"""決定と宿題: what a meeting decided and who is to do what by when, with every version kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, RowMapping, insert, select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible, StoreError
from kdx_metrics.database.plain_text import plain_person, plain_text
from kdx_metrics.database.schema.decisions import ERASED_TEXT, TEXT_SHA256, decision, decision_history
from kdx_metrics.publications.revisions import digest

Kind = Literal["決定", "宿題"]
State = Literal["未対応", "対応中", "完了"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES: tuple[State, ...] = get_args(State)
LONGEST_TEXT = 2_000
LONGEST_NAME = 200
LONGEST_CODE = 40


class StaleDecision(StoreError):
    """Somebody else changed the decision after it was read."""


@dataclass(frozen=True, slots=True)
class Content:
    """Fields that an editor fills in. At most one of `action_id` (with or without a `period`) and `kpi_id` is given."""

    kind: Kind
    text: str
    meeting_on: date
    action_id: str = ""
    period: int | None = None
    kpi_id: str = ""
    department: str = ""
    due: date | None = None
    state: State = "未対応"

    @property
    def is_open(self) -> bool:
        """True while something is left to do."""
        return self.state != "完了"


@dataclass(frozen=True, slots=True)
class Decision:
    """One 決定 or 宿題 in its present version; times are UTC."""

    id: int
    version: int
    content: Content
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier or the present state of a decision. `text_sha256` is given where its text was erased."""

    version: int
    at: datetime
    by: str
    account: str
    content: Content
    text_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change asked for: a new decision where `id` is None, else that one as it was read in `version`."""

    content: Content
    id: int | None = None
    version: int = 0


def add(store: Store, actor: Actor, content: Content) -> Decision:
    """Record one decision. Raises Forbidden unless the actor may edit, NotPossible, StoreUnavailable."""
    return apply(store, actor, [Edit(content)])[0]


def change(store: Store, actor: Actor, number: int, content: Content, *, version: int) -> Decision:
    """Replace what a decision says; `version` is the one that the editor saw.

    Raises Forbidden unless the actor may edit, StaleDecision when somebody else was faster, NotPossible,
    StoreUnavailable.
    """
    return apply(store, actor, [Edit(content, number, version)])[0]


def apply(store: Store, actor: Actor, edits: Sequence[Edit]) -> list[Decision]:
    """Make all changes or none, in order; an edit that changes nothing is passed over.

    Raises as `add` and `change` do.
    """
    about = "、".join("新規" if edit.id is None else f"No.{edit.id}" for edit in edits[:20])
    audit.require(store, actor, EDITORS, "decide", about)
    actor = replace(actor, name=plain_person(actor.name))
    checked = [replace(edit, content=_checked(edit.content)) for edit in edits]
    with store.writing() as connection:
        return [_write(connection, actor, edit) for edit in checked]


def list_decisions(store: Store) -> list[Decision]:
    """All decisions, by meeting and then as they were recorded. Raises StoreUnavailable."""
    query = select(decision).order_by(decision.c.meeting_on, decision.c.id)
    with store.reading() as connection:
        return [_from_row(row) for row in connection.execute(query).mappings()]


def history(store: Store, actor: Actor, number: int) -> list[Version]:
    """Every version of one decision, oldest first; none for an unknown one.

    For editors only: an earlier version may hold what was taken out for a reason. Raises Forbidden,
    StoreUnavailable.
    """
    audit.require(store, actor, EDITORS, "read_decision_history", f"decision {number}")
    columns = decision_history.c
    query = select(decision_history).where(columns.decision_id == number).order_by(columns.version)
    with store.reading() as connection:
        return [_version(row) for row in connection.execute(query).mappings()]


def write_version(connection: Connection, actor: Actor, locked: Decision, content: Content) -> Decision:
    """Write the next version of a decision whose row this transaction has locked."""
    now = datetime.now(UTC)
    version = locked.version + 1
    connection.execute(
        update(decision)
        .where(decision.c.id == locked.id)
        .values(version=version, **asdict(content), **_signature("changed", actor, now))
    )
    _write_history(connection, actor, locked.id, version, content, now)
    return replace(locked, version=version, content=content, changed_at=now, changed_by=actor.name)


def locked_decision(connection: Connection, number: int) -> Decision:
    """The decision, held against other writers until the transaction ends. Raises NotPossible for an unknown one."""
    row = connection.execute(select(decision).where(decision.c.id == number).with_for_update()).mappings().first()
    if row is None:
        raise NotPossible(f"No.{number} の決定事項は見つかりません。")
    return _from_row(row)


def _write(connection: Connection, actor: Actor, edit: Edit) -> Decision:
    if edit.id is None:
        return _add(connection, actor, edit.content)
    current = locked_decision(connection, edit.id)
    if current.content == edit.content:
        return current
    if current.version != edit.version:
        raise StaleDecision(
            f"No.{edit.id} は、開いたあとに{current.changed_by}さんが変更しました。最新の内容を確かめてください。"
        )
    written = write_version(connection, actor, current, edit.content)
    _record(connection, actor, "decision_change", written)
    return written


def _add(connection: Connection, actor: Actor, content: Content) -> Decision:
    now = datetime.now(UTC)
    values = asdict(content) | _signature("created", actor, now) | _signature("changed", actor, now)
    number = connection.execute(insert(decision).values(version=1, **values).returning(decision.c.id)).scalar_one()
    _write_history(connection, actor, number, 1, content, now)
    written = Decision(number, 1, content, now, actor.name, now, actor.name)
    _record(connection, actor, "decide", written)
    return written


def _signature(verb: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """The columns of a decision that say who created or changed it, and when."""
    return {
        f"{verb}_at": now,
        f"{verb}_by": actor.name,
        f"{verb}_by_id": actor.person_id,
        f"{verb}_by_account": actor.account,
    }


def _write_history(
    connection: Connection, actor: Actor, number: int, version: int, content: Content, now: datetime
) -> None:
    connection.execute(
        insert(decision_history).values(
            decision_id=number, version=version, at=now, content=_as_json(content), **actor.author
        )
    )


def _record(connection: Connection, actor: Actor, action: str, written: Decision) -> None:
    """Put a line into the audit log, which keeps a hash instead of the text."""
    detail = {"version": written.version} | without_text(_as_json(written.content))
    audit.record(connection, actor, action, f"decision {written.id}", detail)


def without_text(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a version with a hash instead of its text, and without the other field that is typed freely."""
    record = {name: value for name, value in fields.items() if name != "text"}
    if "text" in fields:
        record[TEXT_SHA256] = digest(str(fields["text"]).encode())
    return record | {"department": ""}


def _checked(content: Content) -> Content:
    """The content fit to be kept. Raises NotPossible."""
    text = plain_text(content.text, "内容")
    if len(text) > LONGEST_TEXT:
        raise NotPossible(f"内容は{LONGEST_TEXT:,}文字までです。")
    if content.kind not in KINDS or content.state not in STATES:
        raise NotPossible(f"種類は{'・'.join(KINDS)}、状態は{'・'.join(STATES)}のどれかにしてください。")
    if content.action_id and content.kpi_id:
        raise NotPossible("取組番号と指標番号は、どちらか一つにしてください。")
    if content.period is not None and not content.action_id:
        raise NotPossible("期だけでなく、取組番号も入力してください。")
    names = ((content.action_id, LONGEST_CODE), (content.kpi_id, LONGEST_CODE), (content.department, LONGEST_NAME))
    if any(len(name) > longest or not name.isprintable() for name, longest in names):
        raise NotPossible(f"番号は{LONGEST_CODE}文字、所管課は{LONGEST_NAME}文字までです(改行などは使えません)。")
    return replace(content, text=text)


def _from_row(row: RowMapping) -> Decision:
    return Decision(
        id=row["id"],
        version=row["version"],
        content=Content(**{name: row[name] for name in Content.__dataclass_fields__}),
        created_at=row["created_at"],
        created_by=row["created_by"],
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )


def _version(row: RowMapping) -> Version:
    fields: dict[str, Any] = {"text": ERASED_TEXT, **row["content"]}
    text_sha256 = fields.pop(TEXT_SHA256, None)
    due = fields["due"]
    fields |= {"meeting_on": date.fromisoformat(fields["meeting_on"]), "due": due and date.fromisoformat(due)}
    return Version(row["version"], row["at"], row["by"], row["account"], Content(**fields), text_sha256)


def _as_json(content: Content) -> dict[str, Any]:
    fields = asdict(content)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
