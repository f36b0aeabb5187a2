"""Writing of the site: an edition per 時点, complete or not at all, and the files at the root that lead to the newest.

An edition is written beside its place and renamed once. The files at the root come last, one replacement each, so that
they never lead to what is not there. Writing a 時点 again replaces its edition.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath

_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}")
_READABLE_FOLDER, _READABLE = 0o755, 0o644


def editions(root: Path) -> list[date]:
    """時点 of the editions in a folder, oldest first; none where there is no such folder."""
    names = (path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()
    return sorted(date.fromisoformat(name) for name in names if _EDITION.fullmatch(name))


def write_edition(root: Path, as_of: date, files: Mapping[str, bytes]) -> Path:
    """Write an edition and lead to it from the root unless there is a newer one; the edition's folder.

    Raises OSError; whatever was there before is then still there.
    """
    _readable_folder(root)
    folder = root / as_of.isoformat()
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=root))
    try:
        _write_all(work / "new", files)
        if folder.exists():
            folder.rename(work / "old")
        try:
            (work / "new").rename(folder)
        except OSError:
            if (work / "old").exists():
                (work / "old").rename(folder)
            raise
        if editions(root)[-1] == as_of:
            _lead(root, work, as_of, files)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _readable_folder(folder: Path) -> None:
    """Make a folder that a web server may read, whatever the umask; one that is there stays as it is."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(_READABLE_FOLDER)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(_READABLE)
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(_READABLE_FOLDER)


def leading_pages(as_of: date, names: Iterable[str]) -> dict[str, bytes]:
    """A page at the root for every page of an edition, the first one last: addresses that stay the same."""
    pages = sorted((name for name in names if name.endswith(".html")), key=lambda name: name == "index.html")
    return {name: _leading(name, as_of) for name in pages}


def _lead(root: Path, work: Path, as_of: date, files: Iterable[str]) -> None:
    """Put the pages at the root that lead to an edition, one replacement each."""
    for name, page in leading_pages(as_of, files).items():
        target = root / name
        _readable_folder(target.parent)
        made = work / "lead"
        made.write_bytes(page)
        made.chmod(_READABLE)
        made.replace(target)


def _leading(name: str, as_of: date) -> bytes:
    up = "../" * (len(PurePosixPath(name).parts) - 1)
    address = f"{up}{as_of.isoformat()}/{name}"
    return (
        '<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<title>最新の版へ移ります</title>\n</head>\n'
        f'<body>\n<p><a href="{address}">最新の版({as_of.isoformat()}時点)を開く</a></p>\n</body>\n</html>\n'
    ).encode()
