"""`python -m kdx_metrics.web.compressing`: compress Streamlit's scripts and styles, once per installation.

Streamlit sends them as they are, 7.6 MB on a first visit. Brotli at its best quality takes two seconds per megabyte,
too long for a visitor to wait. gzip is for browsers on plain HTTP, which take brotli over HTTPS and from their own
machine only. Without this step the server sends the files uncompressed.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types

FOLDER = Path(sys.prefix) / "compressed"  # in the virtual environment, beside the files that it was made from
KINDS = (".js", ".css", ".svg")  # fonts and pictures are compressed already

# Suffix of a compressed file → how it is made.
COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: bytes(brotli.compress(content, quality=11)),
    ".gz": lambda content: gzip.compress(content, mtime=0),
}


def streamlit_files() -> Path:
    """Folder of the files that Streamlit serves under /static/."""
    streamlit = find_spec("streamlit")
    if streamlit is None or streamlit.origin is None:
        raise ModuleNotFoundError("streamlit is not installed")
    return Path(streamlit.origin).parent / "static" / "static"


def compress_folder(source: Path, target: Path) -> int:
    """Write each script and style of `source` as .br and .gz to the same place in `target`; the number of files."""
    draft = target.with_name(f"{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    files = [file for file in source.rglob("*") if file.suffix in KINDS]
    files.sort(key=lambda file: file.stat().st_size, reverse=True)  # the largest takes a quarter of the time

    def compress(file: Path) -> None:
        content = file.read_bytes()
        for suffix, compression in COMPRESSIONS.items():
            compressed = draft / f"{file.relative_to(source)}{suffix}"
            compressed.parent.mkdir(parents=True, exist_ok=True)
            compressed.write_bytes(compression(content))

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # threads: both libraries work without the interpreter's lock
        list(pool.map(compress, files))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return len(files)


if __name__ == "__main__":
    compress_folder(streamlit_files(), FOLDER)
