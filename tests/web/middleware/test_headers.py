from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse

from kdx_metrics.web.middleware.headers import POLICY, SecurityHeaders
from tests.web.asgi import ask


@pytest.mark.parametrize("status", [200, 404, 500])
def test_every_answer_gets_the_headers_once(status: int) -> None:
    app = SecurityHeaders(PlainTextResponse("x", status_code=status, headers={"x-frame-options": "SAMEORIGIN"}))
    headers = ask(app, "/").headers
    assert headers.getlist("x-frame-options") == ["DENY"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"].startswith("default-src 'self'; script-src 'self'; ")


@pytest.mark.parametrize("kept", ["public", "max-age=3600", None])
def test_a_download_is_kept_by_no_cache_on_the_way(kept: str | None) -> None:
    app = SecurityHeaders(PlainTextResponse("x", headers={} if kept is None else {"cache-control": kept}))
    assert ask(app, "/media/0123.csv").headers.getlist("cache-control") == ["private, no-store"]
    assert ask(app, "/static/app.js").headers.get("cache-control") == kept


def test_no_script_may_be_inline_evaluated_or_foreign_and_nothing_may_leave_the_machine() -> None:
    assert POLICY["script-src"] == "'self'"
    assert not any("http" in sources or "*" in sources for sources in POLICY.values())
