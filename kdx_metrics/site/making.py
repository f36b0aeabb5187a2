"""Making of an edition from the published data, and the ways in which an editor brings it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kdx_metrics.database import audit
from kdx_metrics.database.actors import EDITORS, Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.intake.issues import Issue
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.publications.source import Source, summary_at
from kdx_metrics.site.content import Edition, edition_of
from kdx_metrics.site.edition import leading_pages, write_edition
from kdx_metrics.site.rendering import files_of

WRITTEN, DOWNLOADED = "site_write", "site_download"  # actions in the audit log
_STARTED = (1980, 1, 1, 0, 0, 0)  # a zip's first moment: the same edition gives the same bytes


def none_of_broken(broken: Sequence[Issue]) -> str:
    """The sentence that refuses an edition of data with errors."""
    return f"データに誤りが{len(broken)}件あるため、サイトを作れません。{broken[0].message}"


def edition_from(source: Source, summary: Summary, before: Summary | None, earlier: Sequence[date] = ()) -> Edition:
    """The edition of a summary of the whole city, with the history of its source; `earlier` are kept editions."""
    history = [summary_at(source, day) for day in source.dates if day < summary.as_of]
    return edition_of(summary, history, before, earlier)


def write_site(store: Store, actor: Actor, root: Path, edition: Edition) -> Path:
    """Write an edition into the folder of the public site; its own folder.

    Raises Forbidden unless the actor may edit, StoreUnavailable, OSError: the site is then as it was.
    """
    day = edition.summary.as_of
    audit.require(store, actor, EDITORS, WRITTEN, f"site {day}")
    files = files_of(edition)
    with store.writing() as connection:
        audit.record(connection, actor, WRITTEN, f"site {day}", _detail(edition))
        return write_edition(root, day, files)


def zip_site(store: Store, actor: Actor, edition: Edition) -> bytes:
    """An edition and the pages that lead to it, to be unpacked where the site is.

    Raises Forbidden unless the actor may edit, StoreUnavailable.
    """
    day = edition.summary.as_of
    audit.require(store, actor, EDITORS, DOWNLOADED, f"site {day}")
    files = files_of(edition)
    data = _zipped({f"{day}/{name}": content for name, content in files.items()} | leading_pages(day, files))
    audit.record_alone(store, actor, DOWNLOADED, f"site {day}", _detail(edition))
    return data


def last_download(store: Store) -> tuple[date, int] | None:
    """時点 and newest 版 of the edition that was downloaded last; None where none was. Raises StoreUnavailable."""
    entry = audit.newest(store, DOWNLOADED)
    return None if entry is None else (date.fromisoformat(entry.detail["as_of"]), entry.detail["revision"])


def _detail(edition: Edition) -> dict[str, object]:
    return {"as_of": edition.summary.as_of.isoformat(), "revision": edition.summary.snapshot.newest_revision}


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(files):
            package.writestr(zipfile.ZipInfo(name, _STARTED), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
