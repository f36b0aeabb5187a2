from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from kdx_metrics.web.assets import CompressedAssets
from tests.unit.web.asgi import ask

SCRIPT = b"const values = [1, 2, 3];\n" * 500


@pytest.fixture
def assets(tmp_path: Path) -> CompressedAssets:
    (tmp_path / "app.js").write_bytes(SCRIPT)
    (tmp_path / "font.woff2").write_bytes(bytes(range(256)))
    return CompressedAssets(Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))]))


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


def test_other_addresses_are_not_touched() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("x" * 5000)(scope, receive, send)

    answer = ask(CompressedAssets(app), "/healthz", accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
