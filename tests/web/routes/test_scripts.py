from __future__ import annotations

import json

from starlette.routing import Router

from kdx_metrics.web.routes.scripts import FILES, script_routes, script_tags
from kdx_metrics.web.ui_words import PATTERNS, PHRASES
from tests.web.asgi import ask

APP = Router(script_routes())


def test_every_script_of_ours_is_asked_for_by_the_page_and_served_under_its_name() -> None:
    assert set(FILES) == {"/deck.js", "/line.js", "/links.js", "/print.js", "/scheme.js", "/ui-words.js"}
    for path, file in FILES.items():
        answer = ask(APP, path)
        assert f'src="{path}"' in script_tags()
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.body.endswith(file.read_bytes())


def test_the_script_that_translates_begins_with_the_words() -> None:
    first, _, _ = ask(APP, "/ui-words.js").body.decode().partition(";\n")
    words = json.loads(first.removeprefix("const kdxWords = "))
    assert (words["phrases"], words["patterns"]) == (PHRASES, [list(pattern) for pattern in PATTERNS.items()])


def test_no_other_file_is_served() -> None:
    assert [ask(APP, path).status for path in ("/none.js", "/static/print.js", "/../web/html.py")] == [404, 404, 404]
