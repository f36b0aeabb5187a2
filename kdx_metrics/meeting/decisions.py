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
from kdx_metrics.database.schema.decisions import decision, decision_history
from kdx_metrics.publications.text import plain_person, plain_text

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
    """One 決定 or 宿題 as it stands; times are UTC."""

    id: int
    version: int
    content: Content
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a decision, with its time and author."""

    version: int
    at: datetime
    by: str
    content: Content


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
    """Make all changes or none, in order; one that says what is known already is left alone.

    Raises as `add` and `change` do.
    """
    about = "、".join("新規" if edit.id is None else f"No.{edit.id}" for edit in edits[:20])
    audit.require(store, actor, EDITORS, "decide", about)
    actor = replace(actor, name=plain_person(actor.name))
    checked = [replace(edit, content=_checked(edit.content)) for edit in edits]
    with store.writing() as connection:
        return [_write(connection, actor, edit) for edit in checked]


def every(store: Store) -> list[Decision]:
    """All decisions, by meeting and then as they were recorded. Raises StoreUnavailable."""
    query = select(decision).order_by(decision.c.meeting_on, decision.c.id)
    with store.reading() as connection:
        return [_from_row(row) for row in connection.execute(query).mappings()]


def history(store: Store, number: int) -> list[Version]:
    """Every version of one decision, oldest first; none for an unknown one. Raises StoreUnavailable."""
    columns = decision_history.c
    query = select(decision_history).where(columns.decision_id == number).order_by(columns.version)
    with store.reading() as connection:
        return [
            Version(row["version"], row["at"], row["by"], _content_of(row["content"]))
            for row in connection.execute(query).mappings()
        ]


def _write(connection: Connection, actor: Actor, edit: Edit) -> Decision:
    now = datetime.now(UTC)
    values: dict[str, Any] = asdict(edit.content) | {"changed_at": now, "changed_by": actor.name}
    if edit.id is None:
        created = values | {"version": 1, "created_at": now, "created_by": actor.name}
        number = connection.execute(insert(decision).values(created).returning(decision.c.id)).scalar_one()
    else:
        number = edit.id
        query = select(decision).where(decision.c.id == number).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            raise NotPossible(f"No.{number} の決定事項は見つかりません。")
        known = _from_row(row)
        if known.content == edit.content:
            return known
        if known.version != edit.version:
            raise StaleDecision(
                f"No.{number} は、開いたあとに{known.changed_by}さんが変更しました。最新の内容を確かめてください。"
            )
        connection.execute(update(decision).where(decision.c.id == number).values(version=known.version + 1, **values))
    made = _from_row(connection.execute(select(decision).where(decision.c.id == number)).mappings().one())
    connection.execute(
        insert(decision_history).values(
            decision_id=number, version=made.version, at=now, by=actor.name, content=_as_json(edit.content)
        )
    )
    action = "decide" if made.version == 1 else "decision_change"
    audit.record(connection, actor, action, f"decision {number}", {"version": made.version} | _as_json(edit.content))
    return made


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


def _as_json(content: Content) -> dict[str, Any]:
    fields = asdict(content)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def _content_of(fields: Mapping[str, Any]) -> Content:
    due = fields["due"]
    dates = {"meeting_on": date.fromisoformat(fields["meeting_on"]), "due": due and date.fromisoformat(due)}
    return Content(**{**fields, **dates})
