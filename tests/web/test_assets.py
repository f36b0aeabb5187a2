from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from kdx_metrics.web.assets import CompressedAssets, Shelf
from tests.web.asgi import ask

SCRIPT = b"const values = [1, 2, 3];\n" * 500


def process(tmp_path: Path, shelf: Path, quiet: float = 0) -> CompressedAssets:
    """The middleware as a process has it, over the files of a folder."""
    (tmp_path / "app.js").write_bytes(SCRIPT)
    (tmp_path / "font.woff2").write_bytes(bytes(range(256)))
    return CompressedAssets(Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))]), shelf, quiet)


@pytest.fixture
def assets(tmp_path: Path) -> CompressedAssets:
    return process(tmp_path, tmp_path / "shelf")


def put_away(folder: Path) -> Path:
    """The one file of a shelf, as soon as it is there."""
    for _ in range(400):
        if found := list(folder.glob("*.br")):
            return found[0]
        sleep(0.05)
    raise TimeoutError(folder)


@pytest.mark.parametrize(
    ("taken", "way", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("deflate, gzip;q=0.8", "gzip", gzip.decompress)],
)
def test_a_script_is_compressed_once_and_then_kept(
    assets: CompressedAssets, tmp_path: Path, taken: str, way: str, unpack: Callable[[bytes], bytes]
) -> None:
    first = ask(assets, "/static/app.js", accept_encoding=taken)
    (tmp_path / "app.js").unlink()
    second = ask(assets, "/static/app.js", accept_encoding=taken)
    for answer in (first, second):
        assert answer.status == 200
        assert unpack(answer.body) == SCRIPT
        assert answer.headers["content-encoding"] == way
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-length"] == str(len(answer.body))
        assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/app.js", {}),
        ("/static/app.js", {"accept_encoding": "zstd"}),
        ("/static/app.js", {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/font.woff2", {"accept_encoding": "gzip"}),
    ],
)
def test_what_the_browser_does_not_want_compressed_stays_as_it_is(
    assets: CompressedAssets, path: str, headers: dict[str, str]
) -> None:
    answer = ask(assets, path, **headers)
    assert answer.status in {200, 206}
    assert "content-encoding" not in answer.headers
    assert assets.kept == {}


def test_a_missing_file_is_not_kept(assets: CompressedAssets) -> None:
    assert ask(assets, "/static/none.js", accept_encoding="gzip").status == 404
    assert assets.kept == {}


def test_the_best_compression_is_made_once_an_installation_and_found_by_the_next_process(tmp_path: Path) -> None:
    ask(process(tmp_path, tmp_path / "shelf"), "/static/app.js", accept_encoding="br")
    best = put_away(tmp_path / "shelf")
    assert brotli.decompress(best.read_bytes()) == SCRIPT
    later = process(tmp_path, tmp_path / "shelf")
    assert ask(later, "/static/app.js", accept_encoding="br").body == best.read_bytes()
    assert later.to_improve.empty()


def test_the_best_compression_waits_until_nobody_opens_a_page(tmp_path: Path) -> None:
    assets = process(tmp_path, tmp_path / "shelf", quiet=0.5)
    ask(assets, "/static/app.js", accept_encoding="br")
    sleep(0.3)
    asked = monotonic()
    ask(assets, "/static/app.js", accept_encoding="br")
    put_away(tmp_path / "shelf")
    assert monotonic() >= asked + 0.5


def test_a_damaged_file_of_the_shelf_is_not_believed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(SCRIPT)
    (kept,) = tmp_path.glob("*.br")
    for damaged in (b"", kept.read_bytes()[:-9], brotli.compress(b"another script")):
        kept.write_bytes(damaged)
        assert shelf.take(SCRIPT) is None
    assert shelf.take(shelf.put(SCRIPT)) is None, "a name belongs to one content"
    assert brotli.decompress(shelf.take(SCRIPT) or b"") == SCRIPT


def test_where_nothing_can_be_written_scripts_are_compressed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("a file")
    shelf = Shelf(tmp_path / "in-the-way")
    assert brotli.decompress(shelf.put(SCRIPT)) == SCRIPT
    assert shelf.take(SCRIPT) is None
    answer = ask(process(tmp_path, tmp_path / "in-the-way"), "/static/app.js", accept_encoding="br")
    assert brotli.decompress(answer.body) == SCRIPT


def test_other_addresses_are_not_touched(tmp_path: Path) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("x" * 5000)(scope, receive, send)

    answer = ask(CompressedAssets(app, tmp_path), "/healthz", accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
