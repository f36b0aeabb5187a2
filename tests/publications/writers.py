"""Work of other processes: publishing until killed, publishing over a base that others publish over too."""

from __future__ import annotations

import multiprocessing
import os
import resource
from dataclasses import dataclass
from itertools import count
from multiprocessing.synchronize import Event
from threading import Barrier

from kdx_metrics.database import head
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.errors import StaleBase, StoreUnavailable
from kdx_metrics.database.migrate import open_store
from kdx_metrics.publications.proposal.staging import Upload, prepare
from kdx_metrics.publications.publishing import publish, write
from tests.publications.support import AS_AT, actions, actuals, kpis, milestones, put, strategy

# Processes begin with this module imported, and with no thread or connection of the tests.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
NOBODY = 65534
LITTLE_ROOM = 200 * 1024  # bytes that a file may have


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one process: the number it published under, or who it was told had been first."""

    name: str
    number: int | None
    told: str


def publish_over(url: str, base: int, who: int, gate: Barrier) -> Outcome:
    """Publish two files over `base`, at the same moment as everybody else (the gate is a manager's)."""
    name = f"職員{who:02}"
    store = open_store(url)
    uploads = [actions(who), milestones(f"会議{who}")]
    gate.wait(timeout=120)
    try:
        made = publish(store, strategy(), Actor(name, "editor"), uploads, as_at=AS_AT, note=f"{name}より", base=base)
    except StaleBase as refused:
        return Outcome(name, None, refused.by)
    finally:
        store.close()
    return Outcome(name, made.number, "")


def publish_for_ever(url: str, run: int, started: Event) -> None:
    """Publish four files again and again, each time others, until somebody kills the process."""
    store = open_store(url)
    for turn in count(1):
        publish(store, strategy(), Actor(f"職員{run}", "editor"), _four(run, turn), as_at=AS_AT, note=f"{run}-{turn}")
        started.set()


def write_for_ever(url: str, run: int, started: Event) -> None:
    """The same without the checks before each: nearly all of the time is spent inside a transaction."""
    store = open_store(url)
    actor = Actor(f"職員{run}", "editor")
    new = prepare(store, strategy(), _four(run, 1), as_at=AS_AT).revisions
    for turn in count(1):
        with store.writing() as connection:
            write(connection, head.read(connection, lock=True), actor, new, kind="upload", note=f"{run}-{turn}")
        started.set()


def _four(run: int, turn: int) -> list[Upload]:
    number = run * 1_000 + turn + 1
    remarks = f"{number}" + "備考" * 1_000  # so that a publication takes more than one page of a file
    return [actions(remarks=remarks), kpis(1, number), actuals(1, number), milestones(f"会議{number}")]


def publish_with_little_room(url: str) -> str:
    """Publish more than fits into a file here; the message, or "published"."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE_ROOM, LITTLE_ROOM))
    return _try_to_publish(url, "備" * 10_000)


def publish_as_nobody(url: str) -> str:
    """Publish with the rights of an account that owns nothing; the message, or "published"."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return _try_to_publish(url, "")


def _try_to_publish(url: str, remarks: str) -> str:
    try:
        put(open_store(url), actions(60, rows=20, remarks=remarks), milestones())
    except StoreUnavailable as error:
        return str(error)
    return "published"
