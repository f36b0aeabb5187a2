"""No function that acts for somebody does so for a viewer or a visitor, whatever a page lets through."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kdx_metrics
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden
from kdx_metrics.identity import people
from kdx_metrics.meeting import decision_redaction, decisions, screen_sharing
from kdx_metrics.publications import backup, publishing, redaction, revisions
from tests.publications.support import ADMIN, AS_AT, EDITOR, VIEWER, actions, put, strategy
from tests.stores import rows

DAY = date(2026, 11, 23)
CONTENT = decisions.Content(kind="決定", text="引き継ぐ", meeting_on=DAY)
EDITING: dict[Callable[..., Any], Callable[[Store, Actor], object]] = {
    publishing.publish: lambda store, actor: publishing.publish(
        store, strategy(), actor, [actions(60)], as_at=AS_AT, note="x"
    ),
    publishing.roll_back: lambda store, actor: publishing.roll_back(store, strategy(), actor, 1, note="x"),
    decisions.add: lambda store, actor: decisions.add(store, actor, CONTENT),
    decisions.change: lambda store, actor: decisions.change(store, actor, 1, CONTENT, version=1),
    decisions.apply: lambda store, actor: decisions.apply(store, actor, [decisions.Edit(CONTENT)]),
    revisions.uploaded_file: lambda store, actor: revisions.uploaded_file(store, actor, 1),
    decisions.history: lambda store, actor: decisions.history(store, actor, 1),
    screen_sharing.lead: lambda store, actor: screen_sharing.lead(store, actor, "cover", DAY),
    screen_sharing.show: lambda store, actor: screen_sharing.show(store, actor, "token", "cover", DAY),
    screen_sharing.beat: lambda store, actor: screen_sharing.beat(store, actor, "token"),
    screen_sharing.stop: lambda store, actor: screen_sharing.stop(store, actor, "token"),
}
ADMINISTERING: dict[Callable[..., Any], Callable[[Store, Actor], object]] = {
    redaction.redact: lambda store, actor: redaction.redact(store, strategy(), actor, 1, reason="x"),
    decision_redaction.redact_decision: lambda store, actor: decision_redaction.redact_decision(
        store, actor, 1, reason="x"
    ),
    backup.backup: lambda store, actor: backup.backup(store, actor, Path("/proc/none")),
    backup.restore: lambda store, actor: backup.restore(store, actor, Path("/proc/none")),
    people.add: lambda store, actor: people.add(store, actor, "mine", "わたし", "admin"),
    people.set_role: lambda store, actor: people.set_role(store, actor, 1, "admin"),
    people.set_disabled: lambda store, actor: people.set_disabled(store, actor, 1, disabled=True),
    people.reset_password: lambda store, actor: people.reset_password(store, actor, 1),
}
ROOMS = ("publications", "identity", "meeting")


def acting() -> Iterator[Callable[..., Any]]:
    """Public functions of ROOMS that take a store and an actor."""
    for room in ROOMS:
        package = importlib.import_module(f"{kdx_metrics.__name__}.{room}")
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                wanted = {"store", "actor"} <= set(inspect.signature(function).parameters)
                if wanted and function.__module__ == info.name and not name.startswith("_"):
                    yield function


def test_each_function_that_acts_for_somebody_is_tried_here() -> None:
    assert set(acting()) == {*EDITING, *ADMINISTERING}


@pytest.mark.parametrize("actor", [VIEWER, Actor("(サインイン前)", "viewer")], ids=["viewer", "visitor"])
@pytest.mark.parametrize("function", [*EDITING, *ADMINISTERING], ids=lambda function: function.__name__)
def test_a_viewer_does_nothing(store: Store, function: Callable[..., Any], actor: Actor) -> None:
    refuse(store, function, actor)


@pytest.mark.parametrize("function", ADMINISTERING, ids=lambda function: function.__name__)
def test_an_editor_does_nothing_that_is_an_administrators(store: Store, function: Callable[..., Any]) -> None:
    refuse(store, function, EDITOR)


def refuse(store: Store, function: Callable[..., Any], actor: Actor) -> None:
    """Assert that the function refuses the actor and leaves the store as it was."""
    put(store, actions(50))
    decisions.add(store, ADMIN, CONTENT)
    before = rows(store)
    with pytest.raises(Forbidden, match="権限が必要です"):
        (EDITING | ADMINISTERING)[function](store, actor)
    assert rows(store) == before
