"""Bringing out an edition: for editors alone, in the audit log, into the folder or as a zip of the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden
from kdx_metrics.site.content import Edition, edition_of
from kdx_metrics.site.edition import editions, write_edition
from kdx_metrics.site.making import last_download, write_site, zip_site
from kdx_metrics.site.rendering import files_of
from tests.publications.support import EDITOR, VIEWER
from tests.shipped import NOW, summary


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(summary(NOW), [], None)


def test_an_editor_writes_the_site_and_the_log_says_so(sqlite_store: Store, tmp_path: Path, edition: Edition) -> None:
    folder = write_site(sqlite_store, EDITOR, tmp_path / "site", edition)
    assert (folder / "index.html").is_file()
    assert editions(tmp_path / "site") == [NOW]
    (entry,) = audit.entries(sqlite_store)
    assert (entry.action, entry.object, entry.actor) == ("site_write", f"site {NOW}", EDITOR.name)


def test_nobody_else_brings_out_anything(sqlite_store: Store, tmp_path: Path, edition: Edition) -> None:
    with pytest.raises(Forbidden, match="編集者"):
        write_site(sqlite_store, VIEWER, tmp_path / "site", edition)
    with pytest.raises(Forbidden, match="編集者"):
        zip_site(sqlite_store, VIEWER, edition)
    assert not (tmp_path / "site").exists()
    assert {entry.action for entry in audit.entries(sqlite_store)} == {"refused"}


def test_a_site_that_cannot_be_written_is_not_in_the_log(sqlite_store: Store, tmp_path: Path, edition: Edition) -> None:
    (tmp_path / "site").write_bytes(b"")
    with pytest.raises(OSError, match="exists"):
        write_site(sqlite_store, EDITOR, tmp_path / "site", edition)
    assert audit.entries(sqlite_store) == []


def test_the_zip_unpacked_is_the_folder(sqlite_store: Store, tmp_path: Path, edition: Edition) -> None:
    assert last_download(sqlite_store) is None
    data = zip_site(sqlite_store, EDITOR, edition)
    assert zip_site(sqlite_store, EDITOR, edition) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        package.extractall(tmp_path / "unpacked")
    write_edition(tmp_path / "written", NOW, files_of(edition))
    assert _files(tmp_path / "unpacked") == _files(tmp_path / "written")
    last = last_download(sqlite_store)
    assert last is not None
    assert last[0] == NOW


def _files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
