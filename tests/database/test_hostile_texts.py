"""Texts that would be SQL, were they ever pasted into a statement, are kept as they came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.schema import metadata
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import people
from kdx_metrics.identity.people import everyone
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.sessions import Lifetimes
from kdx_metrics.identity.signing_in import SignInRefused, sign_in
from kdx_metrics.meeting.decisions import Content, add, change, history, list_decisions
from kdx_metrics.meeting.screen_sharing import lead, shared
from kdx_metrics.publications.publishing import publish
from kdx_metrics.publications.redaction import redact
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.verify import verify
from tests.identity.support import LIFETIMES
from tests.publications.support import ADMIN, AS_AT, actions, strategy

DAY = date(2026, 11, 23)
HOSTILE = (
    "'; DROP TABLE person; --",
    '"; DELETE FROM audit; --',
    "' OR '1'='1",
    "%s %(name)s :name {name} $1 ?",
    "a\\' UNION SELECT password_hash FROM person",
    "100%_\\",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_a_text(store: Store, text: str) -> None:
    actor = Actor(text, "admin", "192.0.2.9", account=text)
    publish(store, strategy(), actor, [replace(actions(50), file_name="a.csv")], as_at=AS_AT, note=text)
    made = add(store, actor, Content(kind="決定", text=text, meeting_on=DAY, action_id=text[:40], department=text))
    change(store, actor, made.id, replace(made.content, state="完了"), version=1)
    lead(store, actor, text, DAY)
    people.add(store, actor, "hanako", text, "viewer")
    assert [(version.by, version.account, version.content.text) for version in history(store, ADMIN, made.id)] == [
        (text, text, text)
    ] * 2
    assert (list_decisions(store)[0].content.department, shared(store).screen) == (text, text)  # type: ignore[union-attr]  # None would fail the test
    assert [user.name for user in everyone(store)] == [text]
    (revision,) = list_revisions(store)
    assert (revision.by, revision.note) == (text, text)
    redact(store, strategy(), actor, revision.id, reason=text)
    assert list_revisions(store)[0].redaction.reason == text  # type: ignore[union-attr]  # likewise
    assert {entry.actor for entry in audit.entries(store)} == {text}
    assert verify(store, strategy()) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_account_or_password_signs_nobody_in(store: Store, text: str) -> None:
    identity = Identity(lambda: store, b"k" * 32, Lifetimes(LIFETIMES.idle, LIFETIMES.whole))
    people.add(store, ADMIN, "hanako", "鹿島 花子", "viewer")
    for account, password in ((text, "x"), ("hanako", text), (text, text)):
        with pytest.raises(SignInRefused):
            sign_in(identity, account, password, text)
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(person)).scalar_one() == 1
        for table in metadata.sorted_tables:
            connection.execute(select(func.count()).select_from(table)).scalar_one()
