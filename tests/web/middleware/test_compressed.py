from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kdx_metrics.web.compressing import compress_folder, streamlit_files
from kdx_metrics.web.middleware.compressed import CompressedFiles
from tests.web.asgi import ask

SCRIPT = b"const values = [1, 2, 3];\n" * 500
NAME = "/static/js/app.1a2b3c4d.js"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files as Streamlit has them, in `files`, and in `compressed` what an installation makes of them."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "files" / "js").mkdir(parents=True)
    (folder / "files" / "js" / "app.1a2b3c4d.js").write_bytes(SCRIPT)
    (folder / "files" / "font.woff2").write_bytes(bytes(range(256)))
    assert compress_folder(folder / "files", folder / "compressed") == 1
    return folder


def server(folder: Path, compressed: str = "compressed") -> CompressedFiles:
    files = Starlette(routes=[Mount("/static", StaticFiles(directory=folder / "files"))])
    return CompressedFiles(files, folder / compressed)


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0.9, gzip;q=1", "br", brotli.decompress),
        ("deflate, gzip;q=0.8", "gzip", gzip.decompress),
    ],
)
def test_a_script_travels_compressed_and_the_browser_keeps_it(
    folder: Path, accepted: str, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    answer = ask(server(folder), NAME, accept_encoding=accepted)
    assert answer.status == 200
    assert unpack(answer.body) == SCRIPT
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert not {"accept-ranges", "last-modified"} & set(answer.headers.keys())


def test_each_coding_has_a_tag_of_its_own_by_which_a_browser_asks_whether_it_changed(folder: Path) -> None:
    tags = {coding: ask(server(folder), NAME, accept_encoding=coding).headers["etag"] for coding in ("br", "gzip")}
    assert tags["br"] != tags["gzip"]
    answer = ask(server(folder), NAME, accept_encoding="br", if_none_match=tags["br"])
    assert (answer.status, answer.body) == (304, b"")
    assert "immutable" in answer.headers["cache-control"]


def test_asking_for_the_headers_alone_sends_no_body(folder: Path) -> None:
    answer = ask(server(folder), NAME, method="HEAD", accept_encoding="br")
    assert (answer.status, answer.headers["content-encoding"], answer.body) == (200, "br", b"")


@pytest.mark.parametrize(
    ("path", "headers"),
    [(NAME, {}), (NAME, {"accept_encoding": "zstd"}), ("/static/font.woff2", {"accept_encoding": "br"})],
)
def test_what_the_browser_does_not_take_compressed_or_does_not_shrink_is_sent_as_it_is(
    folder: Path, path: str, headers: dict[str, str]
) -> None:
    answer = ask(server(folder), path, **headers)
    assert answer.status == 200
    assert "content-encoding" not in answer.headers


def test_without_the_step_of_the_installation_files_are_sent_as_they_are(folder: Path) -> None:
    answer = ask(server(folder, "nowhere"), NAME, accept_encoding="br")
    assert (answer.status, answer.body) == (200, SCRIPT)
    assert "content-encoding" not in answer.headers


def test_a_thousand_spellings_of_an_address_leave_nothing_in_memory(folder: Path) -> None:
    compressed = server(folder)
    files = dict(compressed.files)
    spellings = [
        *(f"/static/{'/' * number}js/app.1a2b3c4d.js" for number in range(1, 251)),
        *(f"/static/{'./' * number}js/app.1a2b3c4d.js" for number in range(1, 251)),
        *(f"/static/{'x/../' * number}js/app.1a2b3c4d.js" for number in range(1, 251)),
        *(f"{NAME}{number}" for number in range(250)),
    ]
    for spelling in spellings[::25]:
        assert "content-encoding" not in ask(compressed, spelling, accept_encoding="br").headers
    assert all(compressed._coding(_asked(spelling)) is None for spelling in spellings)
    assert compressed.files == files


def _asked(path: str) -> dict[str, object]:
    return {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", b"br")]}


def test_compressing_anew_leaves_nothing_of_an_earlier_version(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "compressed" / "js").mkdir(parents=True)
    (tmp_path / "compressed" / "js" / "old.js.br").write_bytes(b"of an earlier Streamlit")
    compress_folder(folder / "files", tmp_path / "compressed")
    assert sorted(file.name for file in (tmp_path / "compressed").rglob("*.*")) == [
        "app.1a2b3c4d.js.br",
        "app.1a2b3c4d.js.gz",
    ]


def test_every_file_of_the_installed_streamlit_that_would_be_compressed_has_a_hash_in_its_name() -> None:
    names = [file.name for file in streamlit_files().rglob("*") if file.suffix in {".js", ".css", ".svg"}]
    assert len(names) > 100
    assert [name for name in names if not re.fullmatch(r".+\.[\w-]{8}\.(js|css|svg)", name)] == []
